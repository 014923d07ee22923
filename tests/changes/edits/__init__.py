"""Edits of cluster files: for every field at least one, as rows.

A row says where in the file, what stands there before and after, and what the file is besides. It
is measured in both directions. To measure a new field add a row, then run
``python -m tests.changes``, which writes `modules/catalog/changes.json` and the reference anew.
"""

from collections.abc import Mapping, Sequence

from modules.catalog.changes import FileKind
from tests.changes.edits.capacity import CAPACITY
from tests.changes.edits.cluster import CLUSTER
from tests.changes.edits.edit import LEFT_OUT, Edit, Members
from tests.changes.edits.hardware import HARDWARE
from tests.changes.edits.network import NETWORK
from tests.changes.edits.node_groups import NODE_GROUPS
from tests.changes.edits.state_bucket import STATE_BUCKET
from tests.changes.edits.storage import STORAGE

#: Edits of every kind of file.
ALL_EDITS: Mapping[FileKind, Sequence[Edit]] = {
    "cluster": [*CLUSTER, *NETWORK, *NODE_GROUPS, *CAPACITY, *HARDWARE, *STORAGE],
    "state_bucket": STATE_BUCKET,
}

__all__ = ["ALL_EDITS", "LEFT_OUT", "Edit", "Members"]
