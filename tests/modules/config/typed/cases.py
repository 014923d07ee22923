"""Files for tests of fields that others define."""

from pathlib import Path
from typing import Any

from modules.config import ClusterFileError, load_cluster
from tests.modules.config.files import RIGHT, text

NEWER = "for one newer than that add it to unchecked"


def group(**keys: Any) -> dict[str, Any]:
    """Give the sections of a file with a further group."""
    training = {"instance_types": ["m7i.large"], **keys}
    return {"node_groups": {**RIGHT["node_groups"], "training": training}}


def said_of(folder: Path, **sections: Any) -> list[str]:
    """Give what is said of a file, without its name and lines; nothing where it is right."""
    file = folder / "cluster.yaml"
    file.write_text(text(**sections), encoding="utf-8")
    try:
        load_cluster(file)
    except ClusterFileError as error:
        return [line.partition(": ")[2] for line in str(error).splitlines()]
    return []
