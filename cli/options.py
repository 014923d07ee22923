"""Options that several commands have."""

from enum import Enum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Style(str, Enum):
    """How results are told."""

    text = "text"
    markdown = "markdown"
    json = "json"


ClusterFile: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="Cluster file")]
ClusterFiles: TypeAlias = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE]...", help="Cluster files; all in clusters/ if left out"),
]
StyleOption: TypeAlias = Annotated[
    Style, typer.Option("--format", help="For people, for pull requests, or for programs")
]
