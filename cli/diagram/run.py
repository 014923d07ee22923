"""Drawing cluster files, and where the pictures go."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.diagram.cells import rows_of
from cli.diagram.layout import laid_out
from cli.diagram.mermaid import mermaid
from cli.diagram.stack import Drawn, drawn_from
from cli.diagram.svg import svg
from modules.config import load_clusters

_SUFFIXES: Mapping[str, str] = {"svg": ".svg", "mermaid": ".mmd"}


class NoPlaceForPictureError(Exception):
    """A picture cannot go where it would."""


def draw_clusters(files: Sequence[Path], style: str, output: Path | None) -> None:
    """Draw clusters, each on a picture of its own.

    Args:
        files: Cluster files, which will be one app.
        style: ``svg`` or ``mermaid``.
        output: File for one picture, or folder; None for standard output.

    Raises:
        ClusterFileError: If a file is refused; nothing is written then.
        NoPlaceForPictureError: If pictures cannot go there.
    """
    _refuse_no_place(files, output)
    pictures = pictures_of(files, style)
    if output is None:
        print(*pictures.values(), sep="", end="")
        return
    into_folder = output.is_dir() or len(files) > 1
    (output if into_folder else output.parent).mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        path = output / f"{name}{_SUFFIXES[style]}" if into_folder else output
        path.write_text(picture, encoding="utf-8")
        print(path)


def pictures_of(files: Sequence[Path], style: str) -> Mapping[str, str]:
    """Draw clusters; give the pictures by the name of the cluster.

    Raises:
        ClusterFileError: If a file is refused.
    """
    # What synthesizes is loaded when it is needed.
    from stacks.app import build_app  # noqa: PLC0415

    clusters = load_clusters(files)
    app: Any = build_app(clusters)
    pictures = {}
    for cluster in clusters:
        stack = app.node.find_child(cluster.name).to_terraform()
        # As it would be written: numbers and texts are told apart there alone.
        drawn = drawn_from(cluster.name, json.loads(json.dumps(stack)))
        pictures[cluster.name] = _PAINTERS[style](drawn)
    return pictures


def _refuse_no_place(files: Sequence[Path], output: Path | None) -> None:
    if output is None and len(files) > 1:
        message = f"{len(files)} pictures need a folder; give --output FOLDER"
    elif output is not None and len(files) > 1 and output.exists() and not output.is_dir():
        message = f"{output}: is no folder, and {len(files)} pictures need one"
    else:
        return
    raise NoPlaceForPictureError(message)


_PAINTERS: Mapping[str, Callable[[Drawn], str]] = {
    "svg": lambda drawn: svg(laid_out(rows_of(drawn))),
    "mermaid": mermaid,
}
