"""Linters find nothing in the workflows for users, and something where there is something."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.workflows import GITHUB, GITLAB, GITLAB_JOBS

_PROGRAMS = Path(sys.executable).parent
#: Checks syntax, expressions, the inputs of actions and, with shellcheck, scripts.
ACTIONLINT = (_PROGRAMS / "actionlint", f"-shellcheck={_PROGRAMS / 'shellcheck'}")
#: Checks what makes a workflow insecure.
ZIZMOR = (_PROGRAMS / "zizmor", "--offline", "--no-progress", "--persona=regular")
SCHEMA = (sys.executable, "-m", "check_jsonschema", "--builtin-schema")

WRONG = """\
on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    outputs:
      x: ${{ steps.none.outputs.x }}
    steps:
      - uses: actions/checkout@v5
      - run: echo "${{ github.event.head_commit.message }}"
        shell: bash -euo pipefail {0}
      - run: rm $UNQUOTED
        shell: bash -euo pipefail {0}
"""


def findings(command: tuple[str | Path, ...], *files: Path) -> str:
    """Give what a linter prints, or nothing where it is content."""
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A workflow with an unknown step, an injection, a tag for a pin, and an unquoted variable."""
    file = tmp_path / ".github" / "workflows" / "wrong.yml"
    file.parent.mkdir(parents=True)
    file.write_text(WRONG, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "command", [ACTIONLINT, ZIZMOR, (*SCHEMA, "vendor.github-workflows")], ids=str
)
def test_linters_find_nothing_in_the_workflows(command: tuple[str | Path, ...]) -> None:
    assert findings(command, *GITHUB) == ""


def test_the_pipeline_of_gitlab_is_what_its_schema_asks_for() -> None:
    assert findings((*SCHEMA, "vendor.gitlab-ci"), GITLAB, GITLAB_JOBS) == ""


def test_actionlint_finds_steps_that_are_not_there_and_what_shellcheck_finds(wrong: Path) -> None:
    found = findings(ACTIONLINT, wrong)
    assert '"none" is not defined' in found
    assert "SC2086" in found


def test_zizmor_finds_injections_and_pins_that_move(wrong: Path) -> None:
    found = findings(ZIZMOR, wrong)
    assert "template-injection" in found
    assert "unpinned-uses" in found


def test_the_schemas_refuse_unknown_keys(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text("on: push\njobs: {a: {runs-on: x, step: []}}\n", encoding="utf-8")
    assert "step" in findings((*SCHEMA, "vendor.github-workflows"), file)
    file.write_text("a: {script: [x], resource_groups: b}\n", encoding="utf-8")
    assert "resource_groups" in findings((*SCHEMA, "vendor.gitlab-ci"), file)
