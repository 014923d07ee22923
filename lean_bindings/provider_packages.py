"""Importing a provider's Python package without importing all its submodules.

The ``__init__.py`` of generated bindings imports every submodule, 2,200 of them for AWS, which
takes most of the time that the first import takes. Here the package imports a submodule when it is
asked for it, like any package without such an ``__init__.py``.
"""

import importlib
import importlib.abc
import importlib.machinery
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from lean_bindings.stock import use_stock
from lean_bindings.type_checks import FastChecks

# What all providers are built on.
_FOUNDATION = frozenset({"constructs", "cdktf"})
_PREBUILT = re.compile(r"cdktf_cdktf_provider_\w+")
_IMPORT = re.compile(r"^from \. import (\w+)$", re.MULTILINE)
_DEFINITION = re.compile(r"^(?:class|@|__jsii)", re.MULTILINE)
_JSII_FOLDER = "_jsii"


class GeneratedCodeFinder(importlib.abc.MetaPathFinder):
    """Finds cdktf and prebuilt provider packages, and has them import no more than is asked for."""

    def __init__(
        self,
        checks: FastChecks,
        found: Callable[[Path, frozenset[str]], None],
        start: Callable[[], object],
    ) -> None:
        """Prepare to find packages.

        Args:
            checks: Made part of all generated code.
            found: Told the folder of a provider's jsii package and the provider's submodules,
                before the package is loaded.
            start: Called before the first generated code is imported, which takes a while.
        """
        self._checks = checks
        self._found = found
        self._start = start

    @staticmethod
    def is_provider(fullname: str) -> bool:
        """Return whether it is the name of a prebuilt provider package."""
        return _PREBUILT.fullmatch(fullname) is not None

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to import generated code, or None for any other module."""
        package, _, name = fullname.partition(".")
        if package not in _FOUNDATION and not self.is_provider(package):
            return None
        if name == _JSII_FOLDER:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        if fullname in _FOUNDATION:
            self._start()
        if name or package in _FOUNDATION:
            spec.loader = _CheckedModuleLoader(fullname, spec.loader.path, self._checks)
            return spec
        return self._lean_package(spec, spec.loader.path)

    def _lean_package(
        self, spec: importlib.machinery.ModuleSpec, path: str
    ) -> importlib.machinery.ModuleSpec | None:
        try:
            submodules = _submodules(Path(path))
        except (OSError, ValueError) as error:
            use_stock(spec.name, error)
            return None
        self._found(Path(path).parent / _JSII_FOLDER, submodules)
        spec.loader = _LeanPackageLoader(spec.name, path, submodules)
        return spec


class _CheckedModuleLoader(importlib.machinery.SourceFileLoader):
    """Loads generated code and makes its checks of argument types fast."""

    def __init__(self, fullname: str, path: str, checks: FastChecks) -> None:
        super().__init__(fullname, path)
        self._checks = checks

    def exec_module(self, module: ModuleType) -> None:
        """Run the code."""
        super().exec_module(module)
        self._checks.install(vars(module))


class _LeanPackageLoader(importlib.machinery.SourceFileLoader):
    """Loads a provider package whose submodules are imported on demand."""

    def __init__(self, fullname: str, path: str, submodules: frozenset[str]) -> None:
        super().__init__(fullname, path)
        self._submodules = submodules

    def exec_module(self, module: ModuleType) -> None:
        """Give the package the names it has in the stock bindings, without their values."""
        submodules = self._submodules

        def get(name: str) -> object:
            if name == "__all__":
                return sorted(submodules)
            if name in submodules:
                return importlib.import_module(f"{module.__name__}.{name}")
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

        def names() -> list[str]:
            return sorted({*submodules, *vars(module), "__all__"})

        vars(module).update({"__getattr__": get, "__dir__": names})


def _submodules(source_path: Path) -> frozenset[str]:
    """Return the submodules that a package imports.

    Raises:
        OSError: Its source cannot be read.
        ValueError: It does more than import submodules.
    """
    source = source_path.read_text(encoding="utf-8")
    submodules = frozenset(_IMPORT.findall(source))
    tarballs = list((source_path.parent / _JSII_FOLDER).glob("*.tgz"))
    code = source[source.rfind("\n__all__ = ") :]
    if not submodules or _DEFINITION.search(code) or len(tarballs) != 1:
        raise ValueError("its __init__.py is not like that of other provider packages")
    return submodules
