"""Who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PURE = (
    "modules.catalog",
    "modules.planning",
    "modules.config",
    "modules.jobs",
    "modules.refs",
)
CONSTRUCTS = (
    "modules.add_ons",
    "modules.control_plane",
    "modules.encryption",
    "modules.identity",
    "modules.network",
    "modules.node_groups",
    "modules.storage",
)
JSII = ("cdktf", "constructs", "jsii", "cdktf_cdktf_provider_aws")
OURS = (
    "cli",
    "embedded_aws",
    "lean_bindings",
    "modules",
    "stacks",
    "tools",
    "tests",
    "main",
    "benchmarks",
)

#: What each part may import of ours, besides itself; and whether it may use cdktf.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "modules.catalog": (),
    "modules.refs": (),
    "modules.planning": ("modules.catalog",),
    "modules.config": ("modules.catalog", "modules.planning"),
    "modules.jobs": ("modules.catalog", "modules.planning", "modules.config"),
    **dict.fromkeys(CONSTRUCTS, ("modules.planning", "modules.refs")),
    "stacks": ("lean_bindings", "modules"),
    "main": ("modules.config", "stacks"),
    # What Terraform plans is read in one place.
    "embedded_aws": ("modules.planning.changes",),
    "lean_bindings": (),
    "cli": ("main", "modules", "stacks", "embedded_aws"),
    "tools": ("cli", "modules", "stacks", "embedded_aws"),
    "benchmarks": ("lean_bindings", "stacks"),
}


#: Rooms of a part: what each may import of the part's others.
ROOMS: dict[str, tuple[str, ...]] = {
    "modules.config.sections": (),
    "modules.config.problems": (),
    "modules.config.words": (),
    "modules.config.derived": ("modules.config.sections",),
    "modules.config.rules": (
        "modules.config.derived",
        "modules.config.problems",
        "modules.config.sections",
        "modules.config.words",
    ),
    "modules.config.cluster": ("modules.config.rules", "modules.config.sections"),
    "modules.config.reading": (
        "modules.config.cluster",
        "modules.config.problems",
        "modules.config.sections",
        "modules.config.words",
    ),
    "modules.config.reference": ("modules.config.cluster", "modules.config.sections"),
}


def files_of(part: str) -> Iterator[Path]:
    path = ROOT / part.replace(".", "/")
    if path.is_dir():
        yield from path.rglob("*.py")
    else:
        yield path.with_suffix(".py")


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module or ""


def files_imported(file: Path) -> set[str]:
    """Name what is imported; of a package, the file of it that is meant."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = {f"{node.module}.{name.name}" for name in node.names}
            submodules = {part for part in parts if next(iter(files_of(part))).exists()}
            found |= submodules or {node.module or ""}
    return found


def within(name: str, parts: tuple[str, ...]) -> bool:
    return any(name == part or name.startswith(f"{part}.") for part in parts)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_each_part_imports_only_what_lies_below_it(part: str) -> None:
    allowed = (part, *MAY_IMPORT[part])
    imported = {(file.name, name) for file in files_of(part) for name in imports_of(file)}
    assert imported
    wrong = [pair for pair in imported if within(pair[1], OURS) and not within(pair[1], allowed)]
    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_of_the_cluster_file_imports_only_what_lies_below_it(room: str) -> None:
    allowed = (room, *ROOMS[room])
    imported = {(file.name, name) for file in files_of(room) for name in imports_of(file)}
    assert imported
    wrong = [
        pair
        for pair in imported
        if within(pair[1], ("modules.config",)) and not within(pair[1], allowed)
    ]
    assert not wrong


def test_every_room_of_the_cluster_file_has_its_place_here() -> None:
    folder = ROOT / "modules" / "config"
    found = {f"modules.config.{path.stem}" for path in folder.iterdir() if path.stem[0] != "_"}
    assert found == set(ROOMS)


def test_no_file_imports_itself_by_way_of_others() -> None:
    """Imports for type checking count: whoever reads a circle must read all of it at once."""
    files = [file for part in MAY_IMPORT for file in files_of(part)]
    modules = {module_of(file) for file in files}
    graph = {module_of(file): files_imported(file) & modules for file in files}
    assert len(graph) > 100
    circles = []
    for start, first in graph.items():
        reached: set[str] = set()
        pending = [*first]
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending += graph[name]
        if start in reached:
            circles.append(start)
    assert circles == []


@pytest.mark.parametrize("part", [*PURE, "main", "embedded_aws"])
def test_what_is_pure_never_loads_cdktf(part: str) -> None:
    wrong = [
        (file.name, name)
        for file in files_of(part)
        for name in imports_of(file)
        if within(name, JSII)
    ]
    assert not wrong


def test_every_package_of_modules_has_its_place_here() -> None:
    packages = {f"modules.{path.parent.name}" for path in (ROOT / "modules").glob("*/__init__.py")}
    assert packages | {"modules.refs"} == set(PURE) | set(CONSTRUCTS)
