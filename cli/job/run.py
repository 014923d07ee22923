"""The command that writes a training job."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cli.job.kubectl import apply
from modules.config import FileProblem, Problem, ReadCluster, read_cluster
from modules.config.reading.inheritance import place_of
from modules.jobs.fit import problems_of, warnings_of
from modules.jobs.manifest import manifest
from modules.jobs.spec import JobSpec


class JobRefusedError(Exception):
    """A job does not fit the node group, or an option is wrong."""


def job(file: Path, spec: JobSpec, *, output: Path | None, context: str | None, run: bool) -> None:
    """Write the manifest of a job, and apply it where that is asked for.

    Args:
        file: The cluster file.
        spec: The job.
        output: File to write to; None for standard output, unless it is applied.
        context: Context of kubectl; None for the one of the cluster's name.
        run: Whether to apply it.

    Raises:
        ClusterFileError: If the cluster file is wrong.
        JobRefusedError: If the job does not fit; nothing is written.
        KubectlError: If kubectl says no.
    """
    read = read_cluster(file)
    problems = problems_of(read.cluster, spec)
    if problems:
        raise JobRefusedError("\n".join(_told(read, problem) for problem in problems))
    text = manifest(read.cluster, spec)
    for warning in warnings_of(read.cluster, spec):
        print(f"warning: {warning}", file=sys.stderr)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    if run:
        apply(text, context=context or read.cluster.name)
    elif output is None:
        print(text, end="")


def environment_of(written: Sequence[str]) -> dict[str, str]:
    """Read variables written as ``NAME=VALUE``; later ones win.

    Raises:
        JobRefusedError: If one is written otherwise.
    """
    environment = {}
    for each in written:
        name, equals, value = each.partition("=")
        if not equals:
            raise JobRefusedError(f"--env: {each!r} has no value; write NAME=VALUE")
        environment[name] = value
    return environment


def _told(read: ReadCluster, problem: Problem) -> str:
    if str(problem.path[0]).startswith("-"):
        return str(FileProblem(read.source.file, None, problem))
    return str(FileProblem(*place_of(read.source, problem.path), problem))
