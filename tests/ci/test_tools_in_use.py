"""Workflows call the tools as they are."""

import re
import subprocess
import sys

import pytest

from tests.ci.workflows import GITHUB, GITLAB, ROOT, load, steps

SCRIPTS = [
    *(step["run"] for file in GITHUB for step in steps(file) if "run" in step),
    *(line for job in load(GITLAB).values() if "script" in job for line in job["script"]),
]
#: Tools with what follows them in their command.
CALLS = [
    call
    for script in SCRIPTS
    for call in re.findall(r"-m tools\.(\w+)([^|>\n]*)", script.replace("\\\n", ""))
]


def test_the_calls_are_found() -> None:
    assert {name for name, _ in CALLS} == {
        "changed_clusters",
        "drift_issues",
        "plan_summary",
        "pull_request_comments",
        "reviewed_plan",
    }


@pytest.mark.parametrize("tool", sorted({name for name, _ in CALLS}))
def test_every_option_that_is_used_is_there_and_nothing_need_be_installed(tool: str) -> None:
    told = subprocess.run(
        [sys.executable, "-S", "-m", f"tools.{tool}", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    used = {
        option for name, rest in CALLS if name == tool for option in re.findall(r"--[a-z-]+", rest)
    }
    assert used
    assert used <= set(re.findall(r"--[a-z-]+", told))
