"""Whether a plan that loses something was approved as one, asked by the job that applies it.

``python3 -m cli.ci.loss_approval`` reads the plan itself, with Python's standard library alone:
what it loses is taken from nobody's word, and no package runs beside the role that applies.
"""

import argparse
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.summary.gate import refused_of
from modules.planning.changes.effects import effects_of
from modules.planning.changes.leave import Before
from modules.planning.changes.losses import kinds_lost, losses_of


class LossNotApprovedError(Exception):
    """A plan loses something, and nobody approved that, or its file no longer allows it."""


def must_be_approved(document: Mapping[str, Any], stack: Path, approved: Collection[str]) -> str:
    """Say what a plan loses, if anything, and that it was approved.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
        stack: Folder of the stack that was planned, named after the cluster.
        approved: Clusters whose losses were approved.

    Raises:
        LossNotApprovedError: If it loses something without that, or later than its file allows.
    """
    cluster = stack.name
    kinds = ", ".join(kinds_lost(losses_of(effects_of(document))))
    for refused in refused_of(document, stack, Before()):
        raise LossNotApprovedError(f"{cluster}: {refused}")
    if not kinds:
        return f"{cluster}: loses nothing"
    if cluster not in approved:
        message = f"{cluster}: loses {kinds}, which was not approved in the environment for losses"
        raise LossNotApprovedError(message)
    return f"{cluster}: loses {kinds}, as was approved"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.loss_approval", description=__doc__)
    parser.add_argument("plan", type=Path, help="what terraform show -json PLAN wrote")
    parser.add_argument("--stack", type=Path, required=True, help="the stack that was planned")
    parser.add_argument("--approved", required=True, help="the output losing, once approved")
    given = parser.parse_args(arguments)
    document = json.loads(given.plan.read_text(encoding="utf-8"))
    approved = {str(each["cluster"]) for each in json.loads(given.approved)}
    try:
        print(must_be_approved(document, given.stack, approved))
    except LossNotApprovedError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
