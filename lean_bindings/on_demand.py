"""Turning lean bindings on when they are first needed."""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

from lean_bindings.enabling import enable

_FOUNDATION = ("cdktf", "constructs", "jsii")
_PREBUILT = "cdktf_cdktf_provider_"


def enable_on_demand() -> None:
    """Turn lean bindings on before the first import of cdktf or of a provider, and not earlier.

    It costs nothing until then: a package that only may need them calls it when it is imported, so
    that no program that uses the package loads the stock bindings by accident. Calling it again
    does nothing.
    """
    if any(name in sys.modules for name in _FOUNDATION):
        enable()
    elif not any(isinstance(finder, _Trigger) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Trigger())


class _Trigger(importlib.abc.MetaPathFinder):
    """Finds nothing by itself; steps aside for what does."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in _FOUNDATION and not fullname.startswith(_PREBUILT):
            return None
        sys.meta_path.remove(self)
        enable()
        # Python goes on behind the place where this stood, and would miss what is now first.
        specs = (finder.find_spec(fullname, path, target) for finder in [*sys.meta_path])
        return next((spec for spec in specs if spec is not None), None)
