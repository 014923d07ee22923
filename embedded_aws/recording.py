"""A record of every request the emulator got, one JSON object a line, in order of arrival."""

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embedded_aws.requests import AwsRequest, Members


class Recorder:
    """Writes requests to a file.

    Each line has ``sequence``, ``seconds`` since the start, ``account_id``, ``region``,
    ``service``, ``operation``, ``parameters``, keys that were ``unread``, the ``client`` and the
    HTTP ``status`` of the answer. Blobs are base64.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._start = time.monotonic()
        self._sequence = 0

    def arrived(self) -> tuple[int, float]:
        """Give the next request its place in the order, and the seconds since the start."""
        self._sequence += 1
        return self._sequence, round(time.monotonic() - self._start, 3)

    def record(self, arrival: tuple[int, float], request: AwsRequest, status: int) -> None:
        """Write a request down once it is answered."""
        sequence, seconds = arrival
        line = {
            "sequence": sequence,
            "seconds": seconds,
            "account_id": request.account_id,
            "region": request.region,
            "service": request.service,
            "operation": request.operation,
            "parameters": request.parameters,
            "unread": list(request.unread),
            "client": request.client,
            "status": status,
        }
        self._file.write(json.dumps(line, default=_encoded) + "\n")


def recorded_requests(path: Path) -> Iterator[Members]:
    """Read the record, in order of arrival."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    yield from sorted(lines, key=lambda line: line["sequence"])


def _encoded(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
