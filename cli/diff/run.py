"""The command that tells what differs."""

from pathlib import Path

from cli.diff.fields import changed_fields
from cli.diff.show import STYLES
from cli.diff.synthesized import difference_from_synthesized
from cli.diff.told import Difference
from modules.config import read_cluster

_TWO_CLUSTERS = (
    "the names differ, so these are two clusters, and applying one changes nothing of the other; "
    "what is told is what each change does to one cluster"
)


class DiffersError(Exception):
    """There are differences, and whoever asked wants an exit code for that."""


def diff(old: Path, new: Path | None, style: str, *, wants_code: bool) -> None:
    """Tell what differs between two cluster files, or between one and what was synthesized last.

    Args:
        old: A cluster file.
        new: What it becomes; None to compare with what was synthesized beside it.
        style: ``text``, ``markdown`` or ``json``.
        wants_code: Whether differences are an error.

    Raises:
        ClusterFileError: If a cluster file is wrong.
        NotSynthesizedError: If there is nothing to compare with.
        DiffersError: If something differs, and that is asked for.
    """
    difference = difference_from_synthesized(old) if new is None else _between(old, new)
    STYLES[style](difference)
    if wants_code and difference.changes:
        count = len(difference.changes)
        raise DiffersError(f"{count} difference{'' if count == 1 else 's'}")


def _between(old: Path, new: Path) -> Difference:
    before, after = read_cluster(old), read_cluster(new)
    changes = changed_fields(before, after)
    note = "" if before.cluster.name == after.cluster.name else _TWO_CLUSTERS
    gravest_first = sorted(changes, key=lambda change: change.gravity)
    return Difference(old=str(old), new=str(new), changes=gravest_first, note=note)
