"""Lean bindings can be taken by any project: they need jsii and nothing of this one."""

import ast
import sys
from pathlib import Path

import lean_bindings

_FOLDER = Path(lean_bindings.__file__).parent


def test_nothing_is_imported_but_the_standard_library_and_jsii() -> None:
    imported = set()
    for path in _FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names == {"jsii", "lean_bindings"}
