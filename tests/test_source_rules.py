"""Rules for our own code that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("modules", "stacks", "embedded_aws", "lean_bindings", "cli", "tools", "benchmarks")
SOURCES = [ROOT / "main.py", *(file for name in FOLDERS for file in (ROOT / name).rglob("*.py"))]
#: Arguments of provider classes that really are maps.
MAPS = {"tags", "labels"}
VAGUE = {"utils", "helpers", "common", "base", "manager", "core", "misc"}
LONGEST_FILE, LONGEST_FUNCTION = 320, 60


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def provider_classes(module: ast.Module) -> set[str]:
    """List the names a file imports from the bindings."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("cdktf_cdktf_provider")
        for alias in node.names
    }


def dicts_in_provider_calls(module: ast.Module) -> Iterator[int]:
    """List the lines where a dict would go into a provider class and lose its keys on the way."""
    names = provider_classes(module)
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in names:
            for keyword in call.keywords:
                if keyword.arg not in MAPS:
                    yield from (
                        node.lineno
                        for node in own_nodes(keyword.value, names)
                        if isinstance(node, ast.Dict | ast.DictComp)
                    )


def own_nodes(node: ast.AST, names: set[str]) -> Iterator[ast.AST]:
    """Walk an argument, but not into the provider classes in it, which are looked at themselves."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from own_nodes(child, names)


def test_the_search_for_dicts_finds_one() -> None:
    module = ast.parse(
        "from cdktf_cdktf_provider_aws.launch_template import LaunchTemplate\n"
        "LaunchTemplate(s, 'x', tags={'a': 'b'},\n"
        "    network_interfaces=[{'device_index': 1}])\n"
    )
    assert list(dicts_in_provider_calls(module)) == [3]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_dict_goes_into_a_provider_class_but_tags_and_labels(file: Path) -> None:
    assert not list(dicts_in_provider_calls(tree(file)))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_are_short_and_say_what_they_are_about(file: Path) -> None:
    module = tree(file)
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}
    assert file.stem not in VAGUE
