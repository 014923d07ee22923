"""The options of ``trainyard diagram``."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from cli.exit_codes import exit_code
from cli.options import ClusterFiles

# Imports what it needs when it runs, as the other commands do.
# ruff: noqa: PLC0415


class PictureFormat(str, Enum):
    """What a picture is written as."""

    svg = "svg"
    png = "png"
    mermaid = "mermaid"


def diagram(
    files: ClusterFiles = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="File to write, or folder for one of each cluster; standard output if left out",
        ),
    ] = None,
    dark: Annotated[
        bool, typer.Option("--dark", help="Draw a PNG for dark pages; an SVG follows its reader")
    ] = False,
    style: Annotated[
        PictureFormat, typer.Option("--format", help="A picture, or text that GitHub draws")
    ] = PictureFormat.svg,
) -> None:
    """Draw the network and the node groups of clusters, as they are synthesized; offline."""

    def run() -> None:
        from cli.diagram.run import draw_clusters
        from cli.synthesis import chosen_files

        draw_clusters(chosen_files(files or ()), style.value, output, dark=dark)

    raise typer.Exit(exit_code(run))
