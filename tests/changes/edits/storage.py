"""Edits of storage, and of who uses it."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import KEY

_CHECKPOINTS = "storage.buckets.checkpoints"
_LOGS = "example-access-logs"
_AGING: Members = {"storage_class": "intelligent_tiering", "after_days": 30}
_TRAINER = "service_accounts.trainer"

_SCRATCH = "storage.lustre.scratch"
_PERSISTENT: Members = {
    "availability_zone": "us-west-2a",
    "capacity_gib": 4800,
    "deployment": "persistent_2",
    "throughput_mibps_per_tib": 1000,
    "delete_with_files": True,
}
_LINK: Members = {"bucket": "datasets", "path": "/datasets"}
_DATASETS: Members = {"storage.buckets.datasets": {"existing": "acme-datasets"}}
_EFA_GROUP: Members = {
    "node_groups.h100": {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"}
}

_LUSTRE: tuple[Edit, ...] = (
    Edit(at=_SCRATCH, names=("left out", "one"), before=LEFT_OUT, after=_PERSISTENT),
    *edits(
        [
            (f"{_SCRATCH}.availability_zone", "us-west-2a", "us-west-2b"),
            (f"{_SCRATCH}.capacity_gib", 4800, 9600),
            (f"{_SCRATCH}.throughput_mibps_per_tib", 1000, 500),
            (f"{_SCRATCH}.metadata_iops", LEFT_OUT, 12000),
            (f"{_SCRATCH}.kms_key_arn", LEFT_OUT, KEY.format("b")),
            (f"{_SCRATCH}.backup_retention_days", 0, 7),
            (f"{_SCRATCH}.delete_with_files", False, True),
        ],
        given={_SCRATCH: _PERSISTENT},
    ),
    Edit(
        at=f"{_SCRATCH}.efa",
        before=False,
        after=True,
        given={_SCRATCH: _PERSISTENT, **_EFA_GROUP},
    ),
    *edits(
        [
            (f"{_SCRATCH}.linked", [], [_LINK]),
            (f"{_SCRATCH}.linked.0.bucket", "datasets", "more"),
            (f"{_SCRATCH}.linked.0.path", "/datasets", "/other"),
            (f"{_SCRATCH}.linked.0.prefix", LEFT_OUT, "runs"),
            (f"{_SCRATCH}.linked.0.import", ["new"], ["new", "changed"]),
            (f"{_SCRATCH}.linked.0.export", [], ["new"]),
        ],
        given={
            **_DATASETS,
            "storage.buckets.more": {"existing": "acme-more"},
            _SCRATCH: {**_PERSISTENT, "linked": [_LINK]},
        },
    ),
)

_HOME = "storage.efs.home"
_TEAM: Members = {"uid": 1000, "gid": 1000}
_EFS: tuple[Edit, ...] = (
    Edit(
        at=_HOME,
        names=("left out", "one"),
        before=LEFT_OUT,
        after={"delete_with_files": True},
    ),
    *edits(
        [
            (f"{_HOME}.throughput", "elastic", "bursting"),
            (f"{_HOME}.kms_key_arn", LEFT_OUT, KEY.format("b")),
            (f"{_HOME}.backups", True, False),
            (f"{_HOME}.delete_with_files", False, True),
            (f"{_HOME}.access_points.vision", LEFT_OUT, _TEAM),
        ],
        given={_HOME: {"delete_with_files": True}},
    ),
    *edits(
        [
            (f"{_HOME}.access_points.vision.path", LEFT_OUT, "/teams/vision"),
            (f"{_HOME}.access_points.vision.uid", 1000, 1001),
            (f"{_HOME}.access_points.vision.gid", 1000, 1001),
        ],
        given={_HOME: {"delete_with_files": True, "access_points": {"vision": _TEAM}}},
    ),
)

#: Edits of ``storage``.
STORAGE: tuple[Edit, ...] = (
    *_LUSTRE,
    *_EFS,
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
