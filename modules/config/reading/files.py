"""Which files below a folder are cluster files."""

from pathlib import Path

from modules.config.problems import ClusterFileError
from modules.config.reading.yaml_source import read_source

_YAML = "*.y*ml"


def cluster_files(folder: Path) -> list[Path]:
    """Give the cluster files in a folder and the folders below it, in order of their paths.

    A file that another one extends is no cluster, wherever it lies. What cannot be read is given
    as well, so that whoever reads it says why.

    Args:
        folder: Where to look; one that is missing has none.
    """
    found = sorted(file for file in folder.rglob(_YAML) if file.is_file())
    shared = {extended for file in found for extended in _extended_by(file)}
    return [file for file in found if file.resolve() not in shared]


def _extended_by(file: Path) -> list[Path]:
    try:
        data = read_source(file, begin="").data
    except ClusterFileError:
        return []
    other = data.get("extends") if isinstance(data, dict) else None
    if not isinstance(other, str) or "\0" in other:
        return []
    named = (file.parent / other).resolve()
    # One that extends itself is refused, and has to be read for that.
    return [] if named == file.resolve() else [named]
