"""The command line of ``trainyard init``."""

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from cli.init.answers import Answers
from cli.init.interview import subnet
from cli.init.run import init


def init_from_options(file: Path | None, options: Mapping[str, Any], *, force: bool) -> None:
    """Write a cluster file from options, and from answers where there is somebody to ask.

    Args:
        file: Where to write it, or None.
        options: Members of `Answers`; None for what no option said.
        force: Whether to replace a file that is there.

    Raises:
        InitRefusedError: If the file is there already, or of the answers none can be made.
    """
    given = {key: value for key, value in options.items() if value not in (None, [])}
    if "subnets" in given:
        given["subnets"] = tuple(subnet(each) for each in given["subnets"])
    written = init(
        file,
        Answers(**given),
        given=given.keys(),
        force=force,
        ask=_ask if sys.stdin.isatty() else None,
        tell=lambda text: typer.echo(f"  {text}", err=True),
    )
    print(f"wrote {written}; next:")
    print(f"  trainyard check {shlex.quote(str(written))}")
    print(f"  trainyard preflight {shlex.quote(str(written))}")


def _ask(text: str, default: str) -> str:
    try:
        return str(typer.prompt(text, default=default, show_default=bool(default), err=True))
    except typer.Abort as error:
        raise KeyboardInterrupt from error
