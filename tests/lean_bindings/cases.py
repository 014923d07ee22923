"""What programs do with bindings, case by case, to be run with stock and with lean ones.

Run as ``python -m tests.lean_bindings.cases FILE``, it writes what each case returned or raised.
"""

import json
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import lean_bindings

_MODULES = ("programs", "callbacks", "late_imports", "errors", "every_tenth")

# What differs from run to run: addresses in memory, and folders made for one run.
_VARYING = re.compile(r"0x[0-9a-f]+|/tmp/[\w./-]+")


def outcome(case: Callable[[], object]) -> object:
    """Return what a case returns, or what it raises, as far as it is the same in every run."""
    try:
        return case()
    except Exception as error:
        cause = type(error.__cause__).__name__
        message = _VARYING.sub("*", str(error))
        return {"raised": type(error).__name__, "message": message, "cause": cause}


def main() -> None:
    """Run all cases."""
    lean = lean_bindings.enable()
    results = {
        f"{module}.{case.__name__}": outcome(case)
        for module in _MODULES
        for case in import_module(f"tests.lean_bindings.{module}").CASES
    }
    text = json.dumps({"lean": lean, "results": results}, indent=1)
    Path(sys.argv[1]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
