"""Edits of state bucket files."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import ROLE

_BUCKET: Members = {
    "bucket": "example-terraform-state",
    "region": "us-west-2",
    "account_id": "111122223333",
    "no_access_log_because": "CloudTrail data events go to the audit account",
}
_BECAUSE = _BUCKET["no_access_log_because"]
#: Edits of state bucket files.
STATE_BUCKET: tuple[Edit, ...] = (
    *edits(
        [
            ("bucket", "example-terraform-state", "other-terraform-state"),
            ("unlisted_region", False, True),
            ("account_id", LEFT_OUT, "111122223333"),
            ("assume_role_arn", LEFT_OUT, ROLE.format("Deployer")),
            ("key_prefix", "trainyard", "platform"),
            ("users", [], [ROLE.format("Deployer")]),
            ("expire_old_versions_days", 90, 180),
            ("no_access_log_because", _BECAUSE, "nobody may read the log but the audit team"),
            ("tags", {}, {"cost-center": "42"}),
        ],
        start=_BUCKET,
    ),
    Edit(
        at="access_log_bucket",
        before=LEFT_OUT,
        after="example-access-logs",
        start=_BUCKET,
        also={"no_access_log_because": (_BECAUSE, LEFT_OUT)},
    ),
)
