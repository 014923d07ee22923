"""What somebody wants of a cluster, before anything is decided."""

from collections.abc import Sequence
from dataclasses import dataclass

NO_ACCELERATOR = "none"
#: More than anybody has; far less than what numbers of a file can be.
MOST_ACCELERATORS = 100_000
#: Ways of buying that name what was bought.
RESERVED = ("reservation", "capacity_block")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers to the questions of ``trainyard init``, as they were given.

    Attributes:
        name: Name of the cluster.
        region: AWS region.
        account_id: AWS account, or None.
        admins: ARNs of those who may do everything.
        accelerator: A model such as ``H100``, an instance type, or ``none``.
        count: Accelerators in all, or None for those of one node.
        capacity: How the nodes with accelerators are bought, in the words of the file.
        reservation_id: The reservation or capacity block, or None.
        zone: Zone of the nodes with accelerators, or None.
        private: Whether there is no way to the internet.
        vpc_id: A VPC that exists, or None.
        subnets: Its private subnets, as pairs of a zone and an id.
    """

    name: str = ""
    region: str = ""
    account_id: str | None = None
    admins: Sequence[str] = ()
    accelerator: str = NO_ACCELERATOR
    count: int | None = None
    capacity: str = "on_demand"
    reservation_id: str | None = None
    zone: str | None = None
    private: bool = False
    vpc_id: str | None = None
    subnets: Sequence[tuple[str, str]] = ()


class InitRefusedError(Exception):
    """Answers of which no cluster file can be made; the text has a line for each that is wrong."""


def missing(answers: Answers) -> list[str]:
    """Say which answers are lacking, or have nothing to go with."""
    problems = [
        f"--{key}: is missing; give --{key}, or run it on a terminal to be asked"
        for key in ("name", "region")
        if not getattr(answers, key)
    ]
    if answers.accelerator == NO_ACCELERATOR:
        problems += [
            f"--{key.replace('_', '-')}: goes with --accelerator alone; remove it, or say which"
            for key, other in (
                ("count", None),
                ("capacity", "on_demand"),
                ("reservation_id", None),
                ("zone", None),
            )
            if getattr(answers, key) != other
        ]
    elif answers.capacity in RESERVED:
        problems += _of_reserved(answers)
    elif answers.reservation_id is not None:
        problems.append(
            "--reservation-id: goes with --capacity reservation or --capacity capacity_block"
        )
    return problems + _of_network(answers)


def _of_reserved(answers: Answers) -> list[str]:
    look = "aws ec2 describe-capacity-reservations tells it"
    lacking = {"reservation-id": answers.reservation_id, "zone": answers.zone}
    return [
        f"--{key}: is missing, and --capacity is {answers.capacity}; {look}"
        for key, given in lacking.items()
        if given is None
    ]


def _of_network(answers: Answers) -> list[str]:
    if answers.vpc_id is None:
        return ["--subnet: goes with --vpc-id"] if answers.subnets else []
    if answers.private:
        return [
            "--private: goes with a VPC that is built, and --vpc-id names one that exists; remove "
            "one"
        ]
    if not answers.subnets:
        return ["--subnet: is missing; name a private subnet of two zones or more, each ZONE=ID"]
    return []
