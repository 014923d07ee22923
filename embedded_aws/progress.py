"""Terraform's progress, from the lines ``-json`` makes it write.

Source: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Stage = Literal["start", "progress", "complete", "errored"]
_STAGES: Mapping[str, Stage] = {
    "apply_start": "start",
    "apply_progress": "progress",
    "apply_complete": "complete",
    "apply_errored": "errored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of one resource.

    Attributes:
        address: Address of the resource.
        action: What is done to it: ``create``, ``update``, ``delete`` or ``read``.
        stage: How far it is.
        elapsed_seconds: How long it has taken so far.
    """

    address: str
    action: str
    stage: Stage
    elapsed_seconds: float


def read_progress(event: Mapping[str, Any]) -> Progress | None:
    """Read a line, already parsed; None if it is about something else."""
    stage = _STAGES.get(event["type"])
    if stage is None:
        return None
    hook = event["hook"]
    return Progress(
        address=hook["resource"]["addr"],
        action=hook["action"],
        stage=stage,
        elapsed_seconds=hook.get("elapsed_seconds", 0.0),
    )
