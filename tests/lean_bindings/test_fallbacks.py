"""Whatever is not as expected, a program runs as with stock bindings, and one line says why."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.lean_bindings.runs import Run, environment, run

_ENABLE = """
import sys
import lean_bindings
on = lean_bindings.enable()
"""
_SYNTHESIZE = """
from cdktf import TerraformStack, Testing
from cdktf_cdktf_provider_random.pet import Pet
stack = TerraformStack(Testing.app(), "test")
Pet(stack, "pet", length=2, keepers={"a": "b"})
print(Testing.synth(stack))
import cdktf_cdktf_provider_random as package
print("lean" if "__getattr__" in vars(package) else "stock", file=sys.stderr)
"""
PROGRAM = _ENABLE + _SYNTHESIZE


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give what the program prints with stock bindings."""
    stock = run(PROGRAM, environment(tmp_path_factory.mktemp("cache"), LEAN_BINDINGS="off"))
    assert stock.remarks[-1] == "stock"
    assert '"keepers"' in stock.output
    return stock.output


def warnings(ran: Run) -> list[str]:
    """Return the warnings that a program printed."""
    return [line for line in ran.remarks if line.startswith("warning: ")]


def broken_copy_of_a_provider(folder: Path) -> Path:
    """Copy a provider package to where Python finds it first."""
    spec = find_spec("cdktf_cdktf_provider_random")
    assert spec is not None
    assert spec.origin is not None
    return Path(shutil.copytree(Path(spec.origin).parent, folder / "cdktf_cdktf_provider_random"))


def test_nothing_is_said_when_all_is_as_expected(expected: str, tmp_path: Path) -> None:
    for _ in range(2):
        ran = run(PROGRAM, environment(tmp_path))
        assert ran.output == expected
        assert warnings(ran) == []
        assert ran.remarks[-1] == "lean"


def test_one_variable_turns_all_of_it_off(expected: str, tmp_path: Path) -> None:
    ran = run(PROGRAM, environment(tmp_path / "cache", LEAN_BINDINGS="off"))
    assert ran.output == expected
    assert ran.remarks[-1] == "stock"
    assert warnings(ran) == []
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_no_obstacle(expected: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    ran = run(PROGRAM, environment(blocked))
    assert ran.output == expected
    assert len(warnings(ran)) == 1
    assert "Not a directory" in warnings(ran)[0]


@pytest.mark.parametrize("home", ["/proc/none", "/dev/null"])
def test_a_home_that_cannot_be_written_is_no_obstacle(
    home: str, expected: str, tmp_path: Path
) -> None:
    variables = environment(tmp_path, XDG_CACHE_HOME="", HOME=home)
    # jsii keeps packages in the home as well, and says how to do without.
    variables |= {"LEAN_BINDINGS_CACHE": "", "JSII_RUNTIME_PACKAGE_CACHE": "disabled"}
    ran = run(PROGRAM, variables)
    assert ran.output == expected
    assert len(warnings(ran)) == 1


_FULL_DISK = """
import errno, pathlib
def fail(self, content):
    with open(self, "wb") as stream:
        stream.write(content[:10])
    raise OSError(errno.ENOSPC, "No space left on device")
pathlib.Path.write_bytes = fail
"""


def test_a_full_disk_is_no_obstacle_and_leaves_nothing_behind(
    expected: str, tmp_path: Path
) -> None:
    ran = run(_FULL_DISK + PROGRAM, environment(tmp_path))
    assert ran.output == expected
    assert len(warnings(ran)) == 1
    assert "No space left on device" in warnings(ran)[0]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["lock"]


@pytest.mark.parametrize("pattern", ["*.tgz", "*.zip", "*.json"])
@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_damaged_files_in_the_cache_are_made_anew(
    pattern: str, content: bytes | None, expected: str, tmp_path: Path
) -> None:
    run(PROGRAM, environment(tmp_path))
    damaged = list(tmp_path.rglob(pattern))
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-100] if content is None else content)
    if pattern == "*.zip":
        for path in tmp_path.rglob("*.tgz"):
            path.unlink()
    ran = run(PROGRAM, environment(tmp_path))
    assert damaged
    assert ran.output == expected
    assert warnings(ran) == []
    assert ran.remarks[-1] == "lean"


# How to bring a cause about, and how to undo what stock bindings could not live with.
_CAUSES = {
    "jsii 9.9.9 is not one of those tried": ("import jsii; jsii.__version__ = '9.9.9'", ""),
    "import of jsii halted": ("import sys; sys.modules['jsii'] = None", "del sys.modules['jsii']"),
    "has no attribute 'ohook'": (
        "from jsii._kernel.providers import process; kept = process.ohook; del process.ohook",
        "process.ohook = kept",
    ),
    "random was imported before they were enabled": (
        "import cdktf_cdktf_provider_random.pet",
        "",
    ),
}


@pytest.mark.parametrize("cause", sorted(_CAUSES))
def test_another_jsii_or_a_late_start_leaves_the_stock_bindings_on(
    cause: str, expected: str, tmp_path: Path
) -> None:
    before, after = _CAUSES[cause]
    program = "\n".join([before, _ENABLE, after, _SYNTHESIZE])
    ran = run(program, environment(tmp_path))
    assert ran.output == expected
    assert ran.remarks[-1] == "stock"
    assert len(warnings(ran)) == 1
    assert cause in warnings(ran)[0]


@pytest.mark.parametrize("source", ["class Extra:\n    pass\n", "@property\ndef x(): ...\n"])
def test_a_package_that_does_more_than_import_submodules_stays_as_it_is(
    source: str, expected: str, tmp_path: Path
) -> None:
    package = broken_copy_of_a_provider(tmp_path / "packages")
    init = package / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8") + "\n\n" + source, encoding="utf-8")
    first = f"import sys; sys.path.insert(0, {str(package.parent)!r})\n"
    ran = run(first + PROGRAM, environment(tmp_path / "cache"))
    assert ran.output == expected
    assert ran.remarks[-1] == "stock"
    assert len(warnings(ran)) == 1


def test_a_package_whose_javascript_is_unknown_is_loaded_whole(
    expected: str, tmp_path: Path
) -> None:
    change = """
from lean_bindings import archive
archive._EXPORT = archive.re.compile("matches nothing")
"""
    ran = run(change + PROGRAM, environment(tmp_path))
    assert ran.output == expected
    assert len(warnings(ran)) == 1
    assert "does more than export submodules" in warnings(ran)[0]
