"""What Auto Scaling refuses."""

from collections.abc import Mapping
from datetime import datetime, timezone

from embedded_aws.refusals.refusal import Refusal, View

_COMMON = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html"


def _start_in_the_past(view: View) -> Mapping[str, object] | None:
    start = view.asked.get("StartTime")
    if start is None:
        return None
    when = datetime.fromisoformat(start.replace("Z", "+00:00"))
    utc = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
    return {} if utc < datetime.now(timezone.utc) else None


REFUSALS = (
    Refusal(
        service="autoscaling",
        operations=("PutScheduledUpdateGroupAction",),
        when="its start is in the past",
        code="ValidationError",
        message="Given start time is in the past",
        source=_COMMON,
        finds=_start_in_the_past,
    ),
)
