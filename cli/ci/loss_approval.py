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

from modules.planning.changes.effects import effects_of
from modules.planning.changes.losses import kinds_lost, losses_of


class LossNotApprovedError(Exception):
    """A plan loses something, and nobody approved that."""


def must_be_approved(document: Mapping[str, Any], cluster: str, approved: Collection[str]) -> str:
    """Say what a plan loses, if anything, and that it was approved.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
        cluster: Whose plan it is.
        approved: Clusters whose losses were approved.

    Raises:
        LossNotApprovedError: If it loses something without that.
    """
    kinds = ", ".join(kinds_lost(losses_of(effects_of(document))))
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
    parser.add_argument("--cluster", required=True, help="whose plan it is")
    parser.add_argument("--approved", required=True, help="JSON: clusters approved to lose")
    given = parser.parse_args(arguments)
    document = json.loads(given.plan.read_text(encoding="utf-8"))
    try:
        print(must_be_approved(document, given.cluster, json.loads(given.approved)))
    except LossNotApprovedError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
