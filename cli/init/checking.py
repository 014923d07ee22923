"""What Trainyard's own rules say of a file before it is there."""

import tempfile
from pathlib import Path

from modules.config import ClusterFileError, Problem, load_cluster
from modules.config.problems import written

#: The option that a part of the file comes from; the first that fits.
_OPTIONS: tuple[tuple[str, str], ...] = (
    ("name", "name"),
    ("region", "region"),
    ("account_id", "account-id"),
    ("access.admins", "admin"),
    ("network.existing.vpc_id", "vpc-id"),
    ("network.existing", "subnet"),
    ("network.private", "private"),
    ("node_groups.training.capacity.reservation_id", "reservation-id"),
    ("node_groups.training.capacity", "capacity"),
    ("node_groups.training.availability_zone", "zone"),
    ("node_groups.training.scaling", "count"),
    ("node_groups.training", "accelerator"),
)


def problems_of(text: str) -> list[str]:
    """Say what is wrong with the text of a cluster file, by the options that it comes from."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        # What a shell hands over need be no text.
        return ["an answer holds bytes that are no UTF-8; write letters and digits"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cluster.yaml")
        file.write_text(text, encoding="utf-8")
        try:
            load_cluster(file)
        except ClusterFileError as error:
            # What is said of several keys may come from one answer.
            return [*dict.fromkeys(_told(each.problem) for each in error.problems)]
    return []


def _told(problem: Problem) -> str:
    path = written(problem.path)
    option = next((option for start, option in _OPTIONS if path.startswith(start)), None)
    return str(problem) if option is None else f"--{option}: {problem.message}"
