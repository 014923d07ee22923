"""Drawing cluster files, and where the pictures go."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.decommissioned import refuse_decommissioned
from cli.diagram.cells import rows_of
from cli.diagram.layout import laid_out
from cli.diagram.mermaid import mermaid
from cli.diagram.png import png
from cli.diagram.stack import Drawn, drawn_from
from cli.diagram.svg import svg
from modules.config import load_clusters

_SUFFIXES: Mapping[str, str] = {"svg": ".svg", "png": ".png", "mermaid": ".mmd"}


class NoPlaceForPictureError(Exception):
    """A picture cannot go where it would."""


def draw_clusters(
    files: Sequence[Path], style: str, output: Path | None, *, dark: bool = False
) -> None:
    """Draw clusters, each on a picture of its own.

    Args:
        files: Cluster files, which will be one app.
        style: ``svg``, ``png`` or ``mermaid``.
        output: File for one picture, or folder; None for standard output.
        dark: Whether a PNG is for dark pages.

    Raises:
        ClusterFileError: If a file is refused; nothing is written then.
        NoPlaceForPictureError: If pictures cannot go there.
    """
    if dark and style != "png":
        message = f"--dark is for --format png alone; {style} follows the page it stands on"
        raise NoPlaceForPictureError(message)
    _refuse_no_place(files, style, output)
    pictures = pictures_of(files, style, dark=dark)
    if output is None:
        sys.stdout.buffer.write(*pictures.values())
        return
    into_folder = output.is_dir() or len(files) > 1
    (output if into_folder else output.parent).mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        path = output / f"{name}{_SUFFIXES[style]}" if into_folder else output
        path.write_bytes(picture)
        print(path)


def pictures_of(files: Sequence[Path], style: str, *, dark: bool = False) -> Mapping[str, bytes]:
    """Draw clusters; give the pictures by the name of the cluster.

    Raises:
        ClusterFileError: If a file is refused.
    """
    # What synthesizes is loaded when it is needed.
    from stacks.app import build_app  # noqa: PLC0415

    clusters = load_clusters(files)
    refuse_decommissioned(clusters)
    app: Any = build_app(clusters)
    pictures = {}
    for cluster in clusters:
        stack = app.node.find_child(cluster.name).to_terraform()
        # As it would be written: numbers and texts are told apart there alone.
        drawn = drawn_from(cluster.name, json.loads(json.dumps(stack)))
        pictures[cluster.name] = _PAINTERS[style](drawn, dark)
    return pictures


def _refuse_no_place(files: Sequence[Path], style: str, output: Path | None) -> None:
    if output is None and len(files) > 1:
        message = f"{len(files)} pictures need a folder; give --output FOLDER"
    elif output is None and style == "png" and sys.stdout.isatty():
        message = "a PNG is nothing for a terminal; give --output FILE, or pipe it elsewhere"
    elif output is not None and len(files) > 1 and output.exists() and not output.is_dir():
        message = f"{output}: is no folder, and {len(files)} pictures need one"
    else:
        return
    raise NoPlaceForPictureError(message)


_PAINTERS: Mapping[str, Callable[[Drawn, bool], bytes]] = {
    "svg": lambda drawn, _: svg(laid_out(rows_of(drawn))).encode(),
    "png": lambda drawn, dark: png(laid_out(rows_of(drawn)), dark=dark),
    "mermaid": lambda drawn, _: mermaid(drawn).encode(),
}
