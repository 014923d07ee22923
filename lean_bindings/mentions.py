"""Submodules that a program names in its sources, whether it has imported them yet or not."""

import re
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_WORD = re.compile(r"[a-z]\w*")
_UNDERSCORE = re.compile(r"_(\w)")


def mentioned(submodules: Iterable[str]) -> set[str]:
    """Return those of a package's submodules whose names are words in the program's sources.

    That is more than are used, and it may miss some: good enough to load at once what would else
    be loaded one by one.

    Args:
        submodules: Names in Python, as in ``route_table``.

    Returns:
        Names in jsii, as in ``routeTable``.
    """
    words: set[str] = set()
    for path in _sources():
        try:
            words.update(_WORD.findall(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return {_UNDERSCORE.sub(_upper, name) for name in words.intersection(submodules)}


def _sources() -> list[Path]:
    """Return the files of imported modules that belong to no installed package."""
    installed = {Path(path) for path in sysconfig.get_paths().values()}
    files = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    paths = [Path(file) for file in files if isinstance(file, str) and file.endswith(".py")]
    return [path for path in paths if installed.isdisjoint(path.resolve().parents)]


def _upper(match: re.Match[str]) -> str:
    return match.group(1).upper()
