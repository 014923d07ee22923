"""Turning lean bindings on."""

import os
import sys

from lean_bindings.javascript import use_packaged_javascript
from lean_bindings.stock import SWITCH_VARIABLE, use_stock

_OFF = frozenset({"off", "0", "no", "false"})


def enable() -> bool:
    """Load provider packages leanly from now on.

    Call it before the first import of cdktf, or of a provider package at the latest; calling it
    again does nothing. Nothing is raised: what cannot be done leaves the stock bindings in use, and
    one line on standard error says why. jsii is told to use the Node.js that is installed as a
    Python package, where there is one and none was chosen.

    Returns:
        Whether lean bindings are on.
    """
    use_packaged_javascript(os.environ)
    if os.environ.get(SWITCH_VARIABLE, "").strip().lower() in _OFF:
        return False
    try:
        # Late, because it imports jsii, which may be missing or another than this was made for.
        from lean_bindings.installation import install  # noqa: PLC0415

        install(sys.meta_path)
    except Exception as error:
        use_stock("lean_bindings", error)
        return False
    return True
