"""Which snapshots there are and how they are written."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.cluster_files import addresses
from tests.synthesis import Json

_FOLDER = Path(__file__).parent


def snapshot_files(documents: Mapping[str, Json]) -> Mapping[Path, str]:
    """Give the text of every snapshot: all of a stack, and its addresses alone.

    A changed line among the addresses is a resource that would be destroyed and made anew.
    """
    files = {}
    for name, document in documents.items():
        files[_FOLDER / f"{name}.json"] = json.dumps(document, indent=1, sort_keys=True) + "\n"
        files[_FOLDER / f"{name}.addresses.txt"] = "\n".join(sorted(addresses(document))) + "\n"
    return files
