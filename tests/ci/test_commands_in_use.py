"""Workflows call commands as they are, with no more packages than they install."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from tests.ci.workflows import GITHUB, GITLAB, GITLAB_JOBS, ROOT, load, steps
from tests.cli.summary.plans import EVERYTHING
from tools.install import COMMAND

SCRIPTS = [
    *(step["run"] for file in GITHUB for step in steps(file) if "run" in step),
    *(
        line
        for file in (GITLAB, GITLAB_JOBS)
        for job in load(file).values()
        if "script" in job
        for line in job["script"]
    ),
]
#: Commands with what follows them.
CALLS = [
    (name.split(), rest)
    for script in SCRIPTS
    for name, rest in re.findall(
        r"\.venv/bin/trainyard\"? ((?:ci )?[a-z-]+)([^|>\n]*)",
        script.replace("\\\n", ""),
    )
]
NAMES = sorted({" ".join(name) for name, _ in CALLS})
OPTION = r"--[a-z-]+"


def test_the_calls_are_found_and_none_is_of_a_tool_for_maintainers() -> None:
    assert NAMES == [
        "ci changed-clusters",
        "ci drift-issues",
        "ci gate",
        "ci gitlab-pipeline",
        "ci pull-request-comments",
        "scan",
        "summarize",
        "synth",
    ]
    assert not [script for script in SCRIPTS if re.search(r"\btools\b|python -m", script)]


@pytest.mark.parametrize("name", NAMES)
def test_every_option_that_is_used_is_there(name: str) -> None:
    told = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "200"})
    assert told.exit_code == 0
    used = {
        option
        for words, rest in CALLS
        if " ".join(words) == name
        for option in re.findall(OPTION, rest)
    }
    assert used or name == "synth"
    assert used <= set(re.findall(OPTION, told.stdout))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make command`` installs, and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    for name in COMMAND:
        found = distribution(name)
        for top in {file.parts[0] for file in found.files or () if file.parts[0] != ".."}:
            if not (folder / top).exists():
                (folder / top).symlink_to(Path(str(found.locate_file(top))))
    return folder


def python(*arguments: str, site: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run Python with the packages of a folder, or with none."""
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=ROOT,
        env={} if site is None else {"PYTHONPATH": str(site)},
        capture_output=True,
        check=False,
        text=True,
    )


def modules_of(*folders: str) -> Sequence[str]:
    files = [file for folder in folders for file in sorted((ROOT / folder).glob("*.py"))]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


def test_what_small_jobs_install_is_all_that_their_commands_load(
    site: Path, tmp_path: Path
) -> None:
    names = modules_of("cli/ci", "cli/summary")
    assert len(names) > 10
    done = python("-c", f"import {', '.join(names)}", site=site)
    assert (done.returncode, done.stderr) == (0, "")
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(EVERYTHING), encoding="utf-8")
    told = python("-m", "cli", "summarize", "--title=demo", str(plan), site=site)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("### demo: loses network, node groups: 2 to destroy")


#: What runs beside credentials.
MODULES = [
    "applied_clusters",
    "losing_plans",
    "loss_approval",
    "plan_statement",
    "reviewed_plan",
    "shown_plans",
    "stop_gently",
]


def test_the_modules_that_need_no_package_are_found() -> None:
    found = {name for script in SCRIPTS for name in re.findall(r"python3 -m (\S+)", script)}
    assert sorted(found) == [f"cli.ci.{name}" for name in MODULES]


@pytest.mark.parametrize("name", MODULES)
def test_what_runs_beside_credentials_needs_no_package(name: str) -> None:
    scripts = [script for script in SCRIPTS if f"python3 -m cli.ci.{name}" in script]
    told = python("-m", f"cli.ci.{name}", "--help")
    assert told.returncode == 0
    used = {option for script in scripts for option in re.findall(OPTION, script)}
    assert used <= {*re.findall(OPTION, told.stdout)}
