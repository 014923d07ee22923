"""The options of ``trainyard init``."""

from enum import Enum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from cli.exit_codes import exit_code
from cli.init.answers import MOST_ACCELERATORS

# Imports what it needs when it runs, as the other commands do.
# ruff: noqa: PLC0415


class Capacity(str, Enum):
    """How nodes with accelerators are bought."""

    on_demand = "on_demand"
    spot = "spot"
    reservation = "reservation"
    capacity_block = "capacity_block"


_File: TypeAlias = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="File to write; clusters/NAME.yaml")
]
_Admins: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--admin", metavar="ARN", help="IAM role or user that may do everything; repeatable"
    ),
]
_Accelerator: TypeAlias = Annotated[
    str | None, typer.Option(help="A model such as H100, an instance type, or none")
]
_Count: TypeAlias = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=MOST_ACCELERATORS,
        help="Accelerators in all; those of one node if left out",
    ),
]
_ReservationId: TypeAlias = Annotated[
    str | None, typer.Option(metavar="ID", help="The reservation or capacity block")
]
_Private: TypeAlias = Annotated[
    bool | None, typer.Option("--private/--no-private", help="A VPC without a way out")
]
_Subnets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--subnet", metavar="ZONE=ID", help="A private subnet of that VPC; repeatable"),
]


def init(
    file: _File = None,
    *,
    name: Annotated[str | None, typer.Option(help="Name of the cluster")] = None,
    region: Annotated[str | None, typer.Option(help="AWS region")] = None,
    account_id: Annotated[str | None, typer.Option(help="AWS account")] = None,
    admins: _Admins = None,
    accelerator: _Accelerator = None,
    count: _Count = None,
    capacity: Annotated[Capacity | None, typer.Option(help="How they are bought")] = None,
    reservation_id: _ReservationId = None,
    zone: Annotated[str | None, typer.Option(help="Availability zone of the accelerators")] = None,
    private: _Private = None,
    vpc_id: Annotated[str | None, typer.Option(metavar="ID", help="A VPC that exists")] = None,
    subnets: _Subnets = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there")] = False,
) -> None:
    """Write a first cluster file, with comments, that passes check.

    On a terminal it asks for what no option says.
    """
    options = {
        "name": name,
        "region": region,
        "account_id": account_id,
        "admins": admins,
        "accelerator": accelerator,
        "count": count,
        "capacity": None if capacity is None else capacity.value,
        "reservation_id": reservation_id,
        "zone": zone,
        "private": private,
        "vpc_id": vpc_id,
        "subnets": subnets,
    }

    def run() -> None:
        from cli.init.command import init_from_options

        init_from_options(file, options, force=force)

    raise typer.Exit(exit_code(run))
