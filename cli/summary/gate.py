"""What a plan loses that its cluster file does not allow, and what a plan alone cannot know."""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from modules.planning.changes.effects import effects_of
from modules.planning.changes.leave import Before, read_leave, refusals


def refused_of(document: Mapping[str, Any], stack: Path, before: Before) -> tuple[str, ...]:
    """Say what a plan loses that it must not, today.

    Args:
        document: What ``terraform show -json PLAN`` wrote.
        stack: Folder of the stack that was planned.
        before: What was before.
    """
    written = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    today = datetime.now(timezone.utc).date()
    return refusals(effects_of(document), read_leave(written), today=today, before=before)
