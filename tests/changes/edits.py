"""Edits of cluster files: for every field at least one, as rows.

A row says where in the file, what stands there before and after, and what the file is besides. It
is measured in both directions. To measure a new field add a row, then run
``python -m tests.changes``, which writes `modules/catalog/changes.json` and the reference anew.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from modules.catalog.changes import FileKind

Members = dict[str, Any]

#: Stands for a key that a file does not have.
LEFT_OUT: Final = "left out"

_EXISTING: Members = {
    "vpc_id": "vpc-0123456789abcdef0",
    "private_subnets": {
        "us-west-2a": "subnet-0123456789abcdef0",
        "us-west-2b": "subnet-0123456789abcdef1",
    },
}
_GROUPS: Members = {
    "system": {"instance_types": ["m7i.large"]},
    "training": {"instance_types": ["g6.8xlarge"], "availability_zone": "us-west-2a"},
}
#: As little as a cluster can be: what is not there need not be planned.
_WITHOUT: Members = {
    name: {"install": False}
    for name in ("aws-ebs-csi-driver", "eks-node-monitoring-agent", "metrics-server")
}
PLAIN: Members = {
    "name": "demo",
    "region": "us-west-2",
    "account_id": "111122223333",
    "network": {"existing": _EXISTING},
    "add_ons": _WITHOUT,
    "node_groups": _GROUPS,
}
#: With a network of its own.
BUILT: Members = {
    **PLAIN,
    "network": {"availability_zones": ["us-west-2a", "us-west-2b"]},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit of a cluster file.

    Attributes:
        at: Where, with dots: ``node_groups.training.labels``.
        before: What stands there before; `LEFT_OUT` for nothing.
        after: What stands there after.
        start: The rest of the file.
        given: What else differs from the start, before and after alike, by place.
        also: What must change with it, by place: what stands there before, and after.
        of: The place of the field that is measured, where more than it must change; else `at`.
        names: What the reference calls before and after; else it shows the values.
    """

    at: str
    before: Any
    after: Any
    start: Mapping[str, Any] = field(default_factory=lambda: PLAIN)
    given: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    of: str = ""
    names: tuple[str, str] | None = None

    @property
    def place(self) -> str:
        """Place of the field that is measured."""
        return self.of or self.at

    def files(self) -> tuple[Members, Members]:
        """Give the members of the file before and after."""
        pairs = {**self.also, self.at: (self.before, self.after)}
        return self._file({place: before for place, (before, _) in pairs.items()}), self._file(
            {place: after for place, (_, after) in pairs.items()}
        )

    def _file(self, edited: Mapping[str, Any]) -> Members:
        members = copy.deepcopy(dict(self.start))
        for place, given in {**self.given, **edited}.items():
            _put(members, place.split("."), copy.deepcopy(given))
        return members


def _put(members: Any, path: Sequence[str], value: Any) -> None:
    *parents, last = path
    for key in parents:
        members = members[int(key)] if isinstance(members, list) else members.setdefault(key, {})
    if isinstance(members, list):
        members[int(last)] = value
    elif value == LEFT_OUT:
        members.pop(last, None)
    else:
        members[last] = value


def _edits(
    rows: Iterator[tuple[str, Any, Any]] | Sequence[tuple[str, Any, Any]], **rest: Any
) -> list[Edit]:
    return [Edit(at=at, before=before, after=after, **rest) for at, before, after in rows]


_ROLE = "arn:aws:iam::111122223333:role/{}"
_CIDRS = ["203.0.113.0/24"]
_TRAINING = "node_groups.training"
_EFA: Members = {f"{_TRAINING}.efa": True}
_P4D: Members = {f"{_TRAINING}.instance_types": ["p4d.24xlarge"]}
_KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890a{}"

_TOP: list[Edit] = [
    *_edits(
        [
            ("format_version", LEFT_OUT, 1),
            ("name", "demo", "other"),
            ("extends", LEFT_OUT, "shared/team.yaml"),
            ("running_kubernetes_version", LEFT_OUT, "1.34"),
            ("account_id", LEFT_OUT, "111122223333"),
            ("assume_role_arn", LEFT_OUT, _ROLE.format("Deployer")),
            ("kubernetes_version", "1.34", "1.35"),
            ("tags", {}, {"cost-center": "42"}),
            ("node_groups.more", LEFT_OUT, {"instance_types": ["m7i.large"]}),
        ]
    ),
]

_ZONES = [f"us-west-2{letter}" for letter in "abcde"]
_NETWORK: list[Edit] = [
    Edit(
        at="network.availability_zones",
        before=["us-west-2a", "us-west-2b"],
        after=["us-west-2a", "us-west-2b", "us-west-2c"],
        start=BUILT,
        names=("two zones", "three"),
    ),
    Edit(
        at="unlisted_region.zones",
        before=_ZONES,
        after=[*_ZONES, "us-west-2f"],
        start=BUILT,
        given={"unlisted_region": {"zones": _ZONES}},
        names=("five zones", "six"),
    ),
    *_edits(
        [
            ("network.cidr", "10.0.0.0/16", "10.1.0.0/16"),
            ("network.nat_gateways", "single", "none"),
            ("network.nat_gateways", "single", "per_zone"),
            ("network.single_nat_zone", LEFT_OUT, "us-west-2b"),
            ("network.private", False, True),
            ("network.peers", [], ["research"]),
            ("network.flow_logs", "all", "none"),
            ("network.flow_logs", "all", "reject"),
            ("network.flow_log_retention_days", 365, 30),
            ("unlisted_region", LEFT_OUT, {"zones": _ZONES}),
        ],
        start=BUILT,
    ),
    Edit(
        at="network.endpoints",
        before=[],
        after=["ssm"],
        start=BUILT,
        given={"network.private": True},
    ),
    Edit(
        at="network",
        of="network.existing",
        start=BUILT,
        names=("left out", "given"),
        before=BUILT["network"],
        after=PLAIN["network"],
    ),
    *_edits(
        [
            ("network.service_cidr", "172.20.0.0/16", "172.21.0.0/16"),
            ("network.prefix_delegation", False, True),
            ("network.existing.vpc_id", "vpc-0123456789abcdef0", "vpc-0123456789abcdef1"),
            (
                "network.existing.public_subnets",
                {},
                {"us-west-2a": "subnet-0123456789abcdef5"},
            ),
        ]
    ),
    Edit(
        at="network.existing.control_plane_zones",
        before=LEFT_OUT,
        after=["us-west-2a", "us-west-2b"],
        given={"network.existing.private_subnets.us-west-2c": "subnet-0123456789abcdef2"},
        names=("left out", "two of three zones"),
    ),
    Edit(
        at="network.existing.private_subnets.us-west-2a",
        of="network.existing.private_subnets",
        before="subnet-0123456789abcdef0",
        after="subnet-0123456789abcdef9",
        names=("one subnet", "another of the zone"),
    ),
    Edit(
        at="network.existing.private_subnets.us-west-2c",
        of="network.existing.private_subnets",
        before=LEFT_OUT,
        after="subnet-0123456789abcdef2",
        names=("two zones", "three"),
    ),
]

_ACCESS: list[Edit] = [
    Edit(
        at="access",
        of="access.public_endpoint",
        names=("false", "true"),
        before={},
        after={"public_endpoint": True, "allowed_cidrs": _CIDRS},
    ),
    Edit(
        at="access.allowed_cidrs",
        before=_CIDRS,
        after=["198.51.100.0/24"],
        given={"access.public_endpoint": True},
    ),
    Edit(
        at="access",
        of="access.open_to_internet",
        names=("false", "true"),
        before={"public_endpoint": True, "allowed_cidrs": _CIDRS},
        after={"public_endpoint": True, "allowed_cidrs": ["0.0.0.0/0"], "open_to_internet": True},
    ),
    *_edits(
        [
            ("access.admins", [], [_ROLE.format("Admin")]),
            ("access.viewers", [], [_ROLE.format("Viewer")]),
            ("access.cluster_creator_admin", False, True),
        ]
    ),
    Edit(
        at="access",
        of="access.admins",
        names=("a viewer", "an admin"),
        before={"viewers": [_ROLE.format("Admin")]},
        after={"admins": [_ROLE.format("Admin")]},
    ),
]

_S3 = "add_ons.aws-mountpoint-s3-csi-driver"
_POD_IDENTITY: Members = {
    "service_account": "s3-csi-driver-sa",
    "policy_arns": ["arn:aws:iam::111122223333:policy/ReadTrainingData"],
}
_CLUSTER: list[Edit] = _edits(
    [
        ("add_ons.snapshot-controller", LEFT_OUT, {"version": "default"}),
        ("control_plane.log_retention_days", 365, 30),
        ("control_plane.upgrade_policy", "extended", "standard"),
        ("control_plane.zonal_shift", False, True),
        ("encryption.keys", "separate", "shared"),
        ("encryption.volumes", "cluster", "aws"),
        ("iam.path", "/", "/training/"),
        (
            "iam.permissions_boundary",
            LEFT_OUT,
            "arn:aws:iam::111122223333:policy/TeamBoundary",
        ),
        ("add_ons.aws-ebs-csi-driver.install", True, False),
        ("add_ons.coredns.version", "default", "v1.12.1-eksbuild.2"),
        ("add_ons.coredns.version", "v1.11.4-eksbuild.2", "v1.12.1-eksbuild.2"),
        ("add_ons.coredns.version", "default", "most_recent"),
        ("add_ons.coredns.configuration", LEFT_OUT, {"replicaCount": 3}),
        ("add_ons.coredns.unlisted", False, True),
        ("add_ons.coredns.unchecked", [], ["configuration.newSetting"]),
        (f"{_S3}.pod_identity", LEFT_OUT, _POD_IDENTITY),
    ]
) + _edits(
    [
        (f"{_S3}.pod_identity.service_account", "s3-csi-driver-sa", "other"),
        (f"{_S3}.pod_identity.namespace", "kube-system", "storage"),
        (
            f"{_S3}.pod_identity.policy_arns",
            _POD_IDENTITY["policy_arns"],
            ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
        ),
    ],
    given={f"{_S3}.pod_identity": _POD_IDENTITY},
)

_RETIRED = "encryption.retired_keys"
_KEYS: list[Edit] = [
    *_edits(
        [
            (f"{_RETIRED}.logs", "keep", LEFT_OUT),
            (f"{_RETIRED}.logs", "keep", "delete"),
        ],
        given={"encryption.keys": "shared"},
    ),
    *_edits(
        [
            (f"{_RETIRED}.volumes", "keep", LEFT_OUT),
            (f"{_RETIRED}.volumes", "keep", "delete"),
        ],
        given={"encryption.volumes": "aws"},
    ),
    Edit(at=f"{_RETIRED}.shared", before=LEFT_OUT, after="keep"),
]

_STATE: list[Edit] = [
    Edit(
        at="state",
        of="state.backend",
        names=("local", "s3"),
        before={},
        after={"backend": "s3", "bucket": "example-terraform-state"},
    ),
    *_edits(
        [
            ("state.bucket", "example-terraform-state", "other-terraform-state"),
            ("state.key_prefix", "trainyard", "platform"),
            ("state.region", LEFT_OUT, "us-east-1"),
            ("state.kms_key_arn", LEFT_OUT, _KEY.format("b")),
        ],
        given={"state": {"backend": "s3", "bucket": "example-terraform-state"}},
    ),
]

_SIZES: Members = {f"{_TRAINING}.scaling": {"min": 1, "desired": 2, "max": 4}}
_TAINT: Members = {"key": "team", "value": "research", "effect": "NoSchedule"}
_NODES: list[Edit] = [
    *_edits(
        [
            (f"{_TRAINING}.instance_types", ["g6.8xlarge"], ["g6.16xlarge"]),
            (f"{_TRAINING}.availability_zone", "us-west-2a", "us-west-2b"),
            (f"{_TRAINING}.availability_zone", LEFT_OUT, "us-west-2a"),
            (f"{_TRAINING}.efa", False, True),
            (f"{_TRAINING}.efa.enabled", False, True),
            (f"{_TRAINING}.instance_store", "raid0", "none"),
            (f"{_TRAINING}.labels", {}, {"team": "research"}),
            (f"{_TRAINING}.taints", LEFT_OUT, [_TAINT]),
            (f"{_TRAINING}.ami_type", LEFT_OUT, "BOTTLEROCKET_x86_64_NVIDIA"),
            (f"{_TRAINING}.ami_release_version", LEFT_OUT, "1.35.0-20261012"),
            (f"{_TRAINING}.unchecked", [], ["kubelet.newSetting"]),
            (f"{_TRAINING}.capacity.unlisted", False, True),
            (f"{_TRAINING}.max_pods", LEFT_OUT, 100),
            (f"{_TRAINING}.huge_pages_2mib", LEFT_OUT, 1024),
            (f"{_TRAINING}.kubelet", {}, {"podPidsLimit": 4096}),
            (f"{_TRAINING}.user_data", [], [{"content": "#!/bin/sh\ntrue\n"}]),
            (f"{_TRAINING}.volume.size_gib", 100, 200),
            (f"{_TRAINING}.volume.iops", 3000, 4000),
            (f"{_TRAINING}.volume.throughput_mibps", 125, 250),
            (f"{_TRAINING}.volume.kms_key_arn", LEFT_OUT, _KEY.format("b")),
            (f"{_TRAINING}.update.max_unavailable", 1, 2),
            (f"{_TRAINING}.update.force", False, True),
            (f"{_TRAINING}.timeouts.create_minutes", LEFT_OUT, 120),
            (f"{_TRAINING}.timeouts.update_minutes", LEFT_OUT, 240),
            (f"{_TRAINING}.timeouts.delete_minutes", LEFT_OUT, 120),
            (f"{_TRAINING}.node_repair.enabled", True, False),
            (f"{_TRAINING}.scaling.owner", "terraform", "autoscaler"),
        ]
    ),
    *_edits(
        [
            (f"{_TRAINING}.placement_group", "auto", "none"),
            (f"{_TRAINING}.placement_group", "auto", "mine"),
        ],
        given=_EFA,
    ),
    *_edits([(f"{_TRAINING}.efa.layout", "efa_only", "classic")], given=_P4D),
    *_edits(
        [
            (f"{_TRAINING}.scaling.min", 1, 2),
            (f"{_TRAINING}.scaling.desired", 2, 3),
            (f"{_TRAINING}.scaling.max", 4, 8),
        ],
        given=_SIZES,
    ),
    *_edits(
        [
            (f"{_TRAINING}.taints.0.key", "team", "group"),
            (f"{_TRAINING}.taints.0.value", "research", "product"),
            (f"{_TRAINING}.taints.0.effect", "NoSchedule", "NoExecute"),
        ],
        given={f"{_TRAINING}.taints": [_TAINT]},
    ),
    Edit(
        at=f"{_TRAINING}.update",
        of=f"{_TRAINING}.update.max_unavailable_percentage",
        before={"max_unavailable": 1},
        after={"max_unavailable_percentage": 33},
        names=("left out", "33"),
    ),
    *_edits(
        [
            (f"{_TRAINING}.user_data.0.content", "#!/bin/sh\ntrue\n", "#!/bin/sh\nfalse\n"),
        ],
        given={f"{_TRAINING}.user_data": [{"content": "#!/bin/sh\ntrue\n"}]},
    ),
    Edit(
        at=f"{_TRAINING}.user_data.0",
        of=f"{_TRAINING}.user_data.0.content_type",
        before={"content": "#!/bin/sh\ntrue\n"},
        after={"content_type": "text/cloud-config", "content": "#cloud-config\nruncmd: [[ls]]\n"},
        given={f"{_TRAINING}.user_data": [{"content": "#!/bin/sh\ntrue\n"}]},
        names=("text/x-shellscript", "text/cloud-config"),
    ),
    Edit(
        at=f"{_TRAINING}.bottlerocket_settings",
        before={},
        after={"motd": "hello"},
        given={f"{_TRAINING}.ami_type": "BOTTLEROCKET_x86_64_NVIDIA"},
    ),
]

_RESERVED: Members = {"type": "reservation", "reservation_id": "cr-0123456789abcdef0"}
_OPEN: Members = {"type": "reservation", "preference": "open"}
_GROUP_ARN = "arn:aws:resource-groups:us-west-2:111122223333:group/{}"
_BLOCK: Members = {"type": "capacity_block", "reservation_id": "cr-0123456789abcdef0"}
_START: Members = {"at": "2027-06-30T11:30:00Z", "desired": 4}
_IN_BLOCK: Members = {
    **_P4D,
    f"{_TRAINING}.capacity": _BLOCK,
    f"{_TRAINING}.scaling": {"min": 0, "desired": 0, "max": 4, "owner": "autoscaler"},
}
_CAPACITY: list[Edit] = [
    Edit(at=f"{_TRAINING}.capacity.type", before="on_demand", after="spot"),
    Edit(
        at=f"{_TRAINING}.capacity",
        of=f"{_TRAINING}.capacity.type",
        before={},
        after=_RESERVED,
        names=("on_demand", "reservation"),
    ),
    Edit(
        at=f"{_TRAINING}.capacity",
        of=f"{_TRAINING}.capacity.type",
        given={**_P4D, f"{_TRAINING}.scaling": {"min": 0, "desired": 0, "max": 4}},
        before=_RESERVED,
        after=_BLOCK,
        names=("reservation", "capacity_block"),
    ),
    Edit(
        at=f"{_TRAINING}.capacity.reservation_id",
        given={f"{_TRAINING}.capacity": _RESERVED},
        before="cr-0123456789abcdef0",
        after="cr-0123456789abcdef1",
    ),
    Edit(
        at=f"{_TRAINING}.capacity.resource_group_arn",
        given={f"{_TRAINING}.capacity": {"type": "reservation"}},
        before=_GROUP_ARN.format("one"),
        after=_GROUP_ARN.format("two"),
        names=("one", "another"),
    ),
    Edit(
        at=f"{_TRAINING}.capacity.preference",
        given={f"{_TRAINING}.capacity": _OPEN},
        before="open",
        after="capacity-reservations-only",
    ),
    Edit(
        at=f"{_TRAINING}.capacity.scheduled_start", before=LEFT_OUT, after=_START, given=_IN_BLOCK
    ),
    *_edits(
        [
            (f"{_TRAINING}.capacity.scheduled_start.at", _START["at"], "2027-07-30T11:30:00Z"),
            (f"{_TRAINING}.capacity.scheduled_start.desired", 4, 3),
        ],
        given={**_IN_BLOCK, f"{_TRAINING}.capacity": {**_BLOCK, "scheduled_start": _START}},
    ),
]

#: A type that the catalog does not know.
_NEW_TYPE = "p9.48xlarge"
_HARDWARE: Members = {
    "architecture": "x86_64",
    "vcpus": 64,
    "memory_gib": 1024,
    "accelerator": {"kind": "nvidia", "model": "X100", "count": 8},
    "network_cards": [{"count": 4, "interfaces": 4, "efa": True}],
    "ipv4_per_interface": 15,
    "instance_store": {"disks": 4, "disk_size_gb": 3800},
}
_IS = f"{_TRAINING}.hardware"
_NEWER: Members = {f"{_TRAINING}.instance_types": [_NEW_TYPE], _IS: _HARDWARE}
_DESCRIBED: list[Edit] = [
    *_edits(
        [
            (f"{_IS}.vcpus", 64, 192),
            (f"{_IS}.memory_gib", 1024, 2048),
            (f"{_IS}.accelerator", LEFT_OUT, _HARDWARE["accelerator"]),
            (f"{_IS}.accelerator.kind", "nvidia", "neuron"),
            (f"{_IS}.accelerator.model", "X100", "X200"),
            (f"{_IS}.accelerator.count", 8, 4),
            (f"{_IS}.network_cards.0.count", 4, 8),
            (f"{_IS}.network_cards.0.interfaces", 4, 2),
            (f"{_IS}.network_cards.0.efa", True, False),
            (f"{_IS}.ipv4_per_interface", 15, 30),
            (f"{_IS}.instance_store", LEFT_OUT, _HARDWARE["instance_store"]),
            (f"{_IS}.instance_store.disks", 4, 8),
            (f"{_IS}.instance_store.disk_size_gb", 3800, 1900),
        ],
        given=_NEWER,
    ),
    Edit(
        at=f"{_IS}.network_cards",
        given=_NEWER,
        names=("EFA on all", "on the second alone"),
        before=_HARDWARE["network_cards"],
        after=[{"count": 1, "interfaces": 4}, {"count": 3, "interfaces": 4, "efa": True}],
    ),
    Edit(
        at=f"{_IS}.network_cards.1.ena",
        before=True,
        after=False,
        given={
            **_NEWER,
            f"{_IS}.network_cards": [
                {"count": 1, "interfaces": 4, "efa": True},
                {"count": 3, "interfaces": 4, "efa": True},
            ],
        },
    ),
    Edit(
        at=f"{_IS}.architecture",
        before="x86_64",
        after="arm64",
        given={**_NEWER, f"{_IS}.accelerator": LEFT_OUT},
    ),
    Edit(
        at=_IS,
        before=_HARDWARE,
        after={**_HARDWARE, "vcpus": 192, "memory_gib": 2048},
        given=_NEWER,
        names=("described", "described otherwise"),
    ),
]

_BUCKET: Members = {
    "bucket": "example-terraform-state",
    "region": "us-west-2",
    "account_id": "111122223333",
    "no_access_log_because": "CloudTrail data events go to the audit account",
}
_BECAUSE = _BUCKET["no_access_log_because"]
#: Edits of state bucket files.
BUCKET_EDITS: tuple[Edit, ...] = (
    *_edits(
        [
            ("bucket", "example-terraform-state", "other-terraform-state"),
            ("unlisted_region", False, True),
            ("account_id", LEFT_OUT, "111122223333"),
            ("assume_role_arn", LEFT_OUT, _ROLE.format("Deployer")),
            ("key_prefix", "trainyard", "platform"),
            ("users", [], [_ROLE.format("Deployer")]),
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

#: Edits of cluster files.
EDITS: tuple[Edit, ...] = (
    *_TOP,
    *_NETWORK,
    *_ACCESS,
    *_CLUSTER,
    *_KEYS,
    *_STATE,
    *_NODES,
    *_CAPACITY,
    *_DESCRIBED,
)

ALL_EDITS: Mapping[FileKind, Sequence[Edit]] = {"cluster": EDITS, "state_bucket": BUCKET_EDITS}
