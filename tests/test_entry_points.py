"""Nothing that starts here loads bindings that it does not use, or uses the stock ones."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What people, make, workflows and tests start, by the package it lies in.
PACKAGES = ("cli", "tools", "embedded_aws", "benchmarks")
#: Compared with by the benchmarks, which start it in other environments.
_APART = {"benchmarks.training_cluster"}
_GENERATED = ("jsii", "cdktf", "constructs", "cdktf_cdktf_provider_aws")


def python(program: str) -> str:
    """Run a program in a process of its own; give what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def modules_of(package: str) -> list[str]:
    """Name every module of a package but those that run when they are imported."""
    files = sorted((ROOT / package).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names if name not in _APART]


@pytest.mark.parametrize("package", [*PACKAGES, "main"])
def test_importing_what_starts_loads_no_bindings(package: str) -> None:
    modules = ["main"] if package == "main" else modules_of(package)
    assert modules
    program = (
        "import importlib, sys\n"
        f"for name in {modules}: importlib.import_module(name)\n"
        f"print([name for name in {_GENERATED} if name in sys.modules])"
    )
    assert python(program) == "[]\n"


@pytest.mark.parametrize(
    "module", ["modules.network.network", "stacks.app", "stacks.training_cluster"]
)
def test_a_python_program_gets_lean_bindings_without_asking(module: str) -> None:
    program = (
        f"import sys, {module}\n"
        "print('__getattr__' in vars(sys.modules['cdktf_cdktf_provider_aws']))"
    )
    assert python(program) == "True\n"
