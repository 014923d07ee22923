"""The command line of ``trainyard policy``."""

from pathlib import Path
from typing import Annotated

import typer

from cli.exit_codes import exit_code


def policy(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Cluster files")],
    *,
    account_id: Annotated[
        str | None, typer.Option(help="AWS account, where a file does not name it")
    ] = None,
    is_fleet: Annotated[
        bool,
        typer.Option(
            "--fleet",
            help="One set for all files of an account, for a role for each cluster with the tags "
            "that are written too; in place of a set for each file",
        ),
    ] = False,
    names: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help="With --fleet: one role for all clusters of an account whose names match",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write files in place of text")
    ] = None,
) -> None:
    """Write the IAM policies that whoever plans, applies or looks ahead for clusters needs.

    A role that plans needs ``plan`` and ``plan-state``; one that applies and destroys, ``plan`` and
    all ``apply-``; one that runs ``trainyard preflight``, ``preflight``. The two of the state are
    there where it is in S3.
    """
    from cli.policy.run import write_policies  # noqa: PLC0415 - help answers at once

    def run() -> None:
        write_policies(files, account_id, out, is_fleet=is_fleet, names=names)

    raise typer.Exit(exit_code(run))
