"""Which Node.js jsii uses, and whether jsii was seen to have nothing to say about it."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from lean_bindings import cache

_NODE_VARIABLE = "JSII_NODE"


def node_program() -> str:
    """Return the Node.js that jsii starts."""
    return os.environ.get(_NODE_VARIABLE, "node")


def is_known_good(jsii_version: str) -> bool:
    """Return whether a release of jsii was seen to start with this Node.js without a warning."""
    record = _record(jsii_version)
    return record is not None and record.exists()


def note_good(jsii_version: str) -> None:
    """Note that a release of jsii started with this Node.js without a warning.

    Raises:
        OSError: The cache cannot be written.
    """
    record = _record(jsii_version)
    if record is not None:
        cache.write_atomically(record, b"")


def _record(jsii_version: str) -> Path | None:
    path = shutil.which(node_program())
    if path is None:
        return None
    status = Path(path).stat()
    # jsii starts to warn on a date, so what was seen counts for a month.
    month = time.strftime("%Y-%m", time.gmtime())
    facts = (os.path.realpath(path), status.st_size, status.st_mtime_ns, jsii_version, month)
    return cache.entry_folder("node") / hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
