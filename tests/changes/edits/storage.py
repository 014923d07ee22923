"""Edits of storage, and of who uses it."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import KEY

_CHECKPOINTS = "storage.buckets.checkpoints"
_LOGS = "example-access-logs"
_AGING: Members = {"storage_class": "intelligent_tiering", "after_days": 30}
_TRAINER = "service_accounts.trainer"

#: Edits of ``storage``.
STORAGE: tuple[Edit, ...] = (
    Edit(at=_CHECKPOINTS, names=("left out", "one"), before=LEFT_OUT, after={}),
    *edits(
        [
            (f"{_CHECKPOINTS}.name", LEFT_OUT, "example-checkpoints"),
            (f"{_CHECKPOINTS}.kms_key_arn", LEFT_OUT, KEY.format("b")),
            (f"{_CHECKPOINTS}.expire_old_versions_days", 7, 30),
            (f"{_CHECKPOINTS}.abort_incomplete_uploads_days", 7, 1),
            (f"{_CHECKPOINTS}.transitions", [], [_AGING]),
            (f"{_CHECKPOINTS}.access_log_bucket", LEFT_OUT, _LOGS),
            (f"{_CHECKPOINTS}.delete_with_objects", False, True),
        ],
        given={_CHECKPOINTS: {}},
    ),
    Edit(
        at=_CHECKPOINTS,
        of=f"{_CHECKPOINTS}.existing",
        names=("left out", "one"),
        before={},
        after={"existing": "demo-checkpoints-111122223333"},
    ),
    *edits(
        [
            (f"{_CHECKPOINTS}.transitions.0.storage_class", "intelligent_tiering", "glacier_ir"),
            (f"{_CHECKPOINTS}.transitions.0.after_days", 30, 60),
        ],
        given={_CHECKPOINTS: {"transitions": [_AGING]}},
    ),
    *edits(
        [
            (f"{_TRAINER}.read", [], ["checkpoints"]),
            (f"{_TRAINER}.write", [], ["checkpoints"]),
        ],
        given={_CHECKPOINTS: {}, _TRAINER: {"namespace": "training"}},
    ),
)
