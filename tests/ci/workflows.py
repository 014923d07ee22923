"""The workflows that users copy, parsed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GITHUB = sorted((ROOT / "ci" / "github").glob("*.yml"))
GITLAB = ROOT / "ci" / "gitlab" / ".gitlab-ci.yml"
GITLAB_JOBS = GITLAB.with_name("clusters.yml")


def load(file: Path) -> dict[str, Any]:
    """Parse a file with every scalar as its text, since YAML takes the key ``on`` for true."""
    document: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return document


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """Give the jobs of a GitHub workflow."""
    found: dict[str, dict[str, Any]] = load(file)["jobs"]
    return found


def steps(file: Path) -> Iterator[dict[str, Any]]:
    """List the steps of all jobs of a GitHub workflow, once where jobs share them."""
    for steps_ in {id(job["steps"]): job["steps"] for job in jobs(file).values()}.values():
        yield from steps_


def script(file: Path, job: str, name: str) -> str:
    """Give what a named step runs."""
    (found,) = (step["run"] for step in jobs(file)[job]["steps"] if step.get("name") == name)
    return str(found)
