"""Edits of the cluster itself: top level, access, encryption, add-ons, state."""

from tests.changes.edits.edit import BUILT, LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import CIDRS, KEY, ROLE

_LEAVE: Members = {"what": ["keys"], "until": "2027-01-31"}
_TOP: list[Edit] = [
    *edits(
        [
            ("allow_destroy.what", ["keys"], ["keys", "logs"]),
            ("allow_destroy.until", "2027-01-31", "2027-02-28"),
        ],
        given={"allow_destroy": _LEAVE},
    ),
    Edit(at="decommission", before=False, after=True, start=BUILT),
    *edits(
        [
            ("format_version", LEFT_OUT, 1),
            ("name", "demo", "other"),
            ("extends", LEFT_OUT, "shared/team.yaml"),
            ("environment", "development", "production"),
            ("running_kubernetes_version", LEFT_OUT, "1.34"),
            ("account_id", LEFT_OUT, "111122223333"),
            ("assume_role_arn", LEFT_OUT, ROLE.format("Deployer")),
            ("kubernetes_version", "1.34", "1.35"),
            ("node_access", "none", "session_manager"),
            ("tags", {}, {"cost-center": "42"}),
            ("allow_destroy", LEFT_OUT, _LEAVE),
            ("node_groups.more", LEFT_OUT, {"instance_types": ["m7i.large"]}),
        ]
    ),
]

_RESEARCHER = ROLE.format("Researcher")
_ENTRY = f"access.entries.{_RESEARCHER}"
_EDIT: Members = {"policy": "edit", "namespaces": ["research"]}
_ACCESS: list[Edit] = [
    Edit(
        at="access",
        of="access.public_endpoint",
        names=("false", "true"),
        before={},
        after={"public_endpoint": True, "allowed_cidrs": CIDRS},
    ),
    Edit(
        at="access.allowed_cidrs",
        before=CIDRS,
        after=["198.51.100.0/24"],
        given={"access.public_endpoint": True},
    ),
    Edit(
        at="access",
        of="access.open_to_internet",
        names=("false", "true"),
        before={"public_endpoint": True, "allowed_cidrs": CIDRS},
        after={"public_endpoint": True, "allowed_cidrs": ["0.0.0.0/0"], "open_to_internet": True},
    ),
    *edits(
        [
            ("access.private_cidrs", [], ["10.20.0.0/16"]),
            ("access.private_security_groups", [], ["sg-0123456789abcdef0"]),
            ("access.admins", [], [ROLE.format("Admin")]),
            ("access.viewers", [], [ROLE.format("Viewer")]),
            ("access.cluster_creator_admin", False, True),
            (f"access.entries.{_RESEARCHER}", LEFT_OUT, {"policies": [_EDIT]}),
        ]
    ),
    *edits(
        [
            (f"{_ENTRY}.policies", [_EDIT], [_EDIT, {"policy": "view"}]),
            (f"{_ENTRY}.policies.0.policy", "edit", "view"),
            (f"{_ENTRY}.policies.0.namespaces", ["research"], LEFT_OUT),
            (f"{_ENTRY}.policies.0.namespaces", ["research"], ["research", "staging"]),
            (f"{_ENTRY}.kubernetes_groups", [], ["research"]),
        ],
        given={_ENTRY: {"policies": [_EDIT]}},
    ),
    Edit(at=f"{_ENTRY}.type", before="standard", after="ec2_linux", given={_ENTRY: {}}),
    Edit(
        at="access",
        of="access.admins",
        names=("a viewer", "an admin"),
        before={"viewers": [ROLE.format("Admin")]},
        after={"admins": [ROLE.format("Admin")]},
    ),
]

_S3 = "add_ons.aws-mountpoint-s3-csi-driver"
_POD_IDENTITY: Members = {
    "service_account": "s3-csi-driver-sa",
    "policy_arns": ["arn:aws:iam::111122223333:policy/ReadTrainingData"],
}
_ADD_ONS_AND_CONTROL_PLANE: list[Edit] = edits(
    [
        ("add_ons.snapshot-controller", LEFT_OUT, {"version": "default"}),
        ("control_plane.log_retention_days", 365, 30),
        ("control_plane.upgrade_policy", "extended", "standard"),
        ("control_plane.zonal_shift", False, True),
        ("encryption.keys", "separate", "shared"),
        ("encryption.volumes", "cluster", "aws"),
        ("iam.path", "/", "/training/"),
        (
            "iam.node_policy_arns",
            [],
            ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"],
        ),
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
) + edits(
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

_TRAINER = "service_accounts.trainer"
_READS: Members = {"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::example/*"]}
_SERVICE_ACCOUNT: Members = {
    "namespace": "training",
    "policy_arns": ["arn:aws:iam::111122223333:policy/ReadTrainingData"],
    "statements": [_READS],
}
_ONE_REGION: Members = {"StringEquals": {"aws:RequestedRegion": ["us-west-2"]}}
_SERVICE_ACCOUNTS: list[Edit] = [
    Edit(at=_TRAINER, before=LEFT_OUT, after=_SERVICE_ACCOUNT),
    *edits(
        [
            (f"{_TRAINER}.namespace", "training", "research"),
            (f"{_TRAINER}.name", LEFT_OUT, "writer"),
            (f"{_TRAINER}.well_known_policy", LEFT_OUT, "cluster_autoscaler"),
            (
                f"{_TRAINER}.policy_arns",
                _SERVICE_ACCOUNT["policy_arns"],
                ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
            ),
            (f"{_TRAINER}.statements", [], [_READS]),
            (f"{_TRAINER}.statements.0.actions", ["s3:GetObject"], ["s3:PutObject"]),
            (f"{_TRAINER}.statements.0.resources", _READS["resources"], ["*"]),
            (f"{_TRAINER}.statements.0.conditions", {}, _ONE_REGION),
        ],
        given={_TRAINER: _SERVICE_ACCOUNT},
    ),
]

_RETIRED = "encryption.retired_keys"
_KEYS: list[Edit] = [
    *edits(
        [
            (f"{_RETIRED}.logs", "keep", LEFT_OUT),
            (f"{_RETIRED}.logs", "keep", "delete"),
        ],
        given={"encryption.keys": "shared"},
    ),
    *edits(
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
    *edits(
        [
            ("state.bucket", "example-terraform-state", "other-terraform-state"),
            ("state.key_prefix", "trainyard", "platform"),
            ("state.region", LEFT_OUT, "us-east-1"),
            ("state.kms_key_arn", LEFT_OUT, KEY.format("b")),
        ],
        given={"state": {"backend": "s3", "bucket": "example-terraform-state"}},
    ),
]

#: Edits of the cluster itself.
CLUSTER: tuple[Edit, ...] = (
    *_TOP,
    *_ACCESS,
    *_ADD_ONS_AND_CONTROL_PLANE,
    *_SERVICE_ACCOUNTS,
    *_KEYS,
    *_STATE,
)
