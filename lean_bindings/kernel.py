"""Loading packages into the jsii kernel when they are first used, and no more of them than is.

The kernel is the JavaScript process that jsii starts. Python sends it requests, and one that needs
a type has the type's qualified name in its text. So the text of each request says what must be
loaded before it is sent, and nothing has to be known ahead:

- The first request that names a type of a package loads a slice with all submodules imported until
  then: a program's imports stand at its top.
- A request that names a submodule not loaded yet loads a slice with that one, all loaded before,
  and all imported since. The kernel refuses to load a package twice, and knows it by the name in
  the request; types it files under the name in the description. So the later slice goes by another
  name in the request, its description replaces the former, which it contains, and the main module
  stays the one loaded first, whose classes are in use.
- What was loaded later in a run is remembered, and loaded at once in the next run that starts with
  the same imports. The first time that something is missing, all that the program's sources name
  is loaded; should something still be missing time and again, the whole package is.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lean_bindings.mentions import mentioned
from lean_bindings.repository import Package, remember_later, remembered_later, stored_slice
from lean_bindings.slices import Loaded
from lean_bindings.stock import use_stock

# Each later slice describes all loaded before once more: many take longer than the whole package.
_MOST_LOADS = 8


@dataclass
class _Assembly:
    """A package that is loaded in slices.

    Attributes:
        package: The package.
        names: Names in Python of all its submodules.
        loaded: What the kernel has of it.
        loads: How often something was loaded.
        first: Submodules that were imported when the first slice was loaded.
        later: Submodules that were first named after that.
        whole: Whether all of it is loaded.
    """

    package: Package
    names: frozenset[str]
    loaded: Loaded = field(default_factory=Loaded)
    loads: int = 0
    first: frozenset[str] = frozenset()
    later: set[str] = field(default_factory=set)
    whole: bool = False


class LeanKernel:
    """Stands between jsii and its kernel process, and loads what requests need."""

    def __init__(
        self,
        load: Callable[[str, str, str], None],
        load_ahead: Callable[[str, str, str], None],
        registries: Iterable[Mapping[str, Any]],
    ) -> None:
        """Prepare loading through a kernel.

        Args:
            load: Loads a package, given its name, version and path.
            load_ahead: The same, without waiting for it.
            registries: Where jsii keeps the Python classes of types by qualified name.
        """
        self._load = load
        self._load_ahead = load_ahead
        self._registries = tuple(registries)
        self._assemblies: dict[str, _Assembly] = {}
        self._lean: dict[Path, frozenset[str]] = {}
        self._mention = re.compile(r"(?!)")

    def make_lean(self, folder: Path, submodules: frozenset[str]) -> None:
        """Load the package that lies in a folder in slices, once it is loaded.

        Args:
            folder: Where the jsii package lies.
            submodules: Names in Python of all its submodules.
        """
        self._lean[folder] = submodules

    def load(self, name: str, version: str, tarball: str) -> None:
        """Take note of a package, or load it now when it is not to be loaded in slices."""
        path = Path(tarball)
        if path.parent not in self._lean or name in self._assemblies:
            # A package inside a zip file is unpacked for this call only: that one can't wait.
            load = self._load_ahead if path.parent.name == "_jsii" else self._load
            load(name, version, tarball)
            return
        self._assemblies[name] = _Assembly(
            Package(name, version, path), names=self._lean[path.parent]
        )
        names = "|".join(re.escape(known) for known in self._assemblies)
        self._mention = re.compile(rf'"({names})\.(\w+)\.')

    def before(self, request: str) -> None:
        """Load what a request needs, given the text of it."""
        for name, submodule in self._mention.findall(request):
            assembly = self._assemblies[name]
            if submodule not in assembly.loaded.submodules:
                self._load_more(assembly, submodule)

    def remember(self) -> None:
        """Keep in the cache what was loaded later in this run."""
        for assembly in self._assemblies.values():
            if assembly.later:
                with contextlib.suppress(OSError):
                    remember_later(assembly.package, assembly.first, assembly.later)

    def _load_more(self, assembly: _Assembly, submodule: str) -> None:
        imported = {submodule, *self._imported(assembly.package.name)}
        if assembly.loads == 0:
            assembly.first = frozenset(imported)
        else:
            assembly.later |= imported - assembly.first
        if not assembly.whole:
            self._load_slice(assembly, imported)
        # A name that only looks like a submodule's is not looked for twice.
        assembly.loaded.submodules |= imported

    def _load_slice(self, assembly: _Assembly, imported: set[str]) -> None:
        package = assembly.package
        try:
            if assembly.loads >= _MOST_LOADS:
                self._load_whole(assembly)
                return
            if assembly.loads == 0:
                imported |= remembered_later(package, assembly.first)
            elif assembly.loads == 1:
                imported |= mentioned(assembly.names)
            found = stored_slice(package, imported, assembly.loaded)
        except Exception as error:
            use_stock(package.name, error)
            self._load_whole(assembly)
            return
        place = self._load_tarball(assembly, found.path)
        assembly.loaded.submodules |= found.submodules
        for file in found.files:
            assembly.loaded.places[file] = place

    def _load_whole(self, assembly: _Assembly) -> None:
        self._load_tarball(assembly, assembly.package.tarball)
        assembly.whole = True

    def _load_tarball(self, assembly: _Assembly, tarball: Path) -> str:
        """Load a package and return the name that JavaScript can require it by."""
        name = assembly.package.name
        place = f"{name}-{assembly.loads}" if assembly.loads else name
        assembly.loads += 1
        self._load(place, assembly.package.version, str(tarball))
        return place

    def _imported(self, assembly: str) -> set[str]:
        """Return the submodules whose Python classes exist."""
        prefix = f"{assembly}."
        return {
            qualified_name.split(".")[1]
            for registry in self._registries
            for qualified_name in registry
            if qualified_name.startswith(prefix)
        }
