"""The gate that a plan passes if it loses nothing but what its cluster file allows."""

from pathlib import Path

from cli.summary.gate import refused_of
from cli.summary.run import read_document
from modules.planning.changes.effects import effects_of
from modules.planning.changes.leave import Before
from modules.planning.changes.losses import kinds_lost, losses_of


class LossNotAllowedError(Exception):
    """A plan loses what its cluster file does not allow to be lost."""


def gate(plan: Path, stack: Path, before: Before) -> None:
    """Refuse a plan that loses what its cluster file does not allow to be lost.

    Args:
        plan: What ``terraform show -json PLAN`` wrote.
        stack: Folder of the stack that was planned, named after the cluster.
        before: What was before.

    Raises:
        LossNotAllowedError: If it does.
        NotAPlanError: If the file holds no plan.
    """
    document = read_document(plan)
    refused = refused_of(document, stack, before)
    if refused:
        raise LossNotAllowedError("\n".join(f"{stack.name}: {each}" for each in refused))
    kinds = kinds_lost(losses_of(effects_of(document)))
    told = f"loses {', '.join(kinds)}, as its file allows" if kinds else "loses nothing"
    print(f"{stack.name}: {told}")
