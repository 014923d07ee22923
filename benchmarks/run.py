"""Measure and compare: ``python -m benchmarks.run``; minutes, on a machine that is else idle.

Prints a table and writes it to ``benchmarks/results.json``, with the machine. The first run of it
installs what is compared, for which it needs the package registries.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.environments import FOLDER, PROGRAM, cdktn_python, typescript_folder
from benchmarks.measure import Measurement, measure
from lean_bindings.javascript import JSII_NODE, use_packaged_javascript

_ROOT = Path(__file__).parents[1]
_RESULTS = Path(__file__).parent / "results.json"
_PROGRAM = Path(__file__).parent / "training_cluster.py"
_PYTHON = Path(sys.executable)
_CDKTF = ("cdktf", "cdktf_cdktf_provider_aws")
_CDKTN = ("cdktn", "cdktn_provider_aws")
_STOCK, _LEAN = {"LEAN_BINDINGS": "off"}, {"LEAN_BINDINGS": "on"}
_BYTES_PER_GIB = 1024**3


@dataclass(frozen=True)
class Case:
    """Something that is measured.

    Attributes:
        name: What it is, for the table.
        command: What is run.
        variables: Environment variables that differ from those of this process.
        empty_caches: Whether each run starts without caches, of jsii and of lean bindings.
        folder: Where it is run.
    """

    name: str
    command: Sequence[str | Path]
    variables: Mapping[str, str]
    empty_caches: bool = False
    folder: Path = _ROOT


def cases() -> list[Case]:
    """Return all that is measured, installing what has to be."""
    stock: list[str | Path] = [_PYTHON, _PROGRAM, *_CDKTF]
    cdktn: list[str | Path] = [cdktn_python(), _PROGRAM, *_CDKTN]
    typescript: list[str | Path] = [os.environ[JSII_NODE], typescript_folder() / PROGRAM]
    demo: list[str | Path] = [_PYTHON, "main.py", "clusters/demo.yaml"]
    return [
        Case("stock cdktf in Python, empty caches", [*stock, "1"], _STOCK, empty_caches=True),
        Case("stock cdktf in Python", [*stock, "1"], _STOCK),
        Case("lean bindings, empty caches", [*stock, "1"], _LEAN, empty_caches=True),
        Case("lean bindings", [*stock, "1"], _LEAN),
        Case("lean bindings, 10 clusters", [*stock, "10"], _LEAN),
        Case("lean bindings, 100 clusters", [*stock, "100"], _LEAN),
        Case("stock cdktf in Python, 100 clusters", [*stock, "100"], _STOCK),
        Case("cdktn in Python, empty caches", [*cdktn, "1"], {}, empty_caches=True),
        Case("cdktn in Python", [*cdktn, "1"], {}),
        Case("cdktf in TypeScript", [*typescript, "1"], {}),
        Case("cdktf in TypeScript, 100 clusters", [*typescript, "100"], {}),
        Case("demo cluster, stock", demo, _STOCK),
        Case("demo cluster, lean, empty caches", demo, _LEAN, empty_caches=True),
        Case("demo cluster, lean", demo, _LEAN),
        Case("demo cluster, 10 times, lean", _many(10), _LEAN),
        Case("demo cluster, 100 times, lean", _many(100), _LEAN),
        *_command_line_cases(),
    ]


def _many(clusters: int) -> list[str | Path]:
    """Return the command that synthesizes the demo cluster under as many names."""
    folder = FOLDER / f"demo-{clusters}"
    folder.mkdir(parents=True, exist_ok=True)
    demo = (_ROOT / "clusters" / "demo.yaml").read_text(encoding="utf-8")
    files = [folder / f"demo-{number}.yaml" for number in range(clusters)]
    for file in files:
        file.write_text(demo.replace("name: demo", f"name: {file.stem}", 1), encoding="utf-8")
    return [_PYTHON, "main.py", *files]


def _command_line_cases() -> list[Case]:
    program = shutil.which("cdktf")
    if program is None:
        return []
    synth = [program, "synth"]
    quiet = {"CHECKPOINT_DISABLE": "1"}
    return [
        Case("cdktf synth, stock", synth, {**quiet, **_STOCK}),
        Case("cdktf synth, lean", synth, {**quiet, **_LEAN}),
    ]


def _measured(case: Case, runs: int) -> list[Measurement]:
    with tempfile.TemporaryDirectory() as scratch:
        output = {"CDKTF_OUTDIR": f"{scratch}/out", "PYTHONPATH": str(_ROOT)}
        environment = {**os.environ, **output, **case.variables}
        if not case.empty_caches:
            measure(case.command, environment, case.folder)  # fills the caches
            return [measure(case.command, environment, case.folder) for _ in range(runs)]
        found = []
        for number in range(runs):
            caches = {
                "JSII_RUNTIME_PACKAGE_CACHE_ROOT": f"{scratch}/jsii-{number}",
                "LEAN_BINDINGS_CACHE": f"{scratch}/lean-{number}",
            }
            found.append(measure(case.command, {**environment, **caches}, case.folder))
        return found


def _row(case: Case, runs: int) -> dict[str, object]:
    found = _measured(case, runs)
    seconds = statistics.median(each.seconds for each in found)
    row = {
        "name": case.name,
        "seconds": round(seconds, 2),
        "largest_process_mb": max(each.largest_process_mb for each in found),
        "all_processes_mb": max(each.all_processes_mb for each in found),
        "runs": [asdict(each) for each in found],
    }
    print(
        f"{row['name']:42}{row['seconds']:8.2f} s{row['largest_process_mb']:8} MB"
        f"{row['all_processes_mb']:8} MB",
        flush=True,
    )
    return row


def _machine() -> dict[str, object]:
    information = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [
        line.split(":", 1)[1].strip() for line in information if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    node = subprocess.run(
        [os.environ[JSII_NODE], "--version"], check=True, capture_output=True, text=True
    )
    return {
        "processor": models[0] if models else platform.processor(),
        "processors": os.cpu_count(),
        "memory_gib": round(memory / _BYTES_PER_GIB),
        "system": platform.platform(),
        "python": platform.python_version(),
        "node": node.stdout.strip(),
    }


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (default: 3)")
    parser.add_argument("--only", default="", help="measure those that have this in their name")
    arguments = parser.parse_args()
    use_packaged_javascript(os.environ)
    machine = _machine()
    print(json.dumps(machine))
    print(f"{'':42}{'wall time':>10}{'largest':>11}{'all':>11}  (processes, resident)")
    rows = [_row(case, arguments.runs) for case in cases() if arguments.only in case.name]
    if not arguments.only:
        _RESULTS.write_text(json.dumps({"machine": machine, "rows": rows}, indent=2) + "\n")
        print(_RESULTS)


if __name__ == "__main__":
    main()
