"""Edits of what a node group's nodes are."""

from tests.changes.edits.edit import LEFT_OUT, Edit, Members, edits
from tests.changes.edits.values import EFA, KEY, P4D, TRAINING

_SIZES: Members = {f"{TRAINING}.scaling": {"min": 1, "desired": 2, "max": 4}}
_TAINT: Members = {"key": "team", "value": "research", "effect": "NoSchedule"}
#: Edits of node groups.
NODE_GROUPS: list[Edit] = [
    *edits(
        [
            (f"{TRAINING}.instance_types", ["g6.8xlarge"], ["g6.16xlarge"]),
            (f"{TRAINING}.availability_zone", "us-west-2a", "us-west-2b"),
            (f"{TRAINING}.availability_zone", LEFT_OUT, "us-west-2a"),
            (f"{TRAINING}.efa", False, True),
            (f"{TRAINING}.efa.enabled", False, True),
            (f"{TRAINING}.instance_store", "raid0", "none"),
            (f"{TRAINING}.labels", {}, {"team": "research"}),
            (f"{TRAINING}.taints", LEFT_OUT, [_TAINT]),
            (f"{TRAINING}.ami_type", LEFT_OUT, "BOTTLEROCKET_x86_64_NVIDIA"),
            (f"{TRAINING}.ami_release_version", LEFT_OUT, "1.35.0-20261012"),
            (f"{TRAINING}.unchecked", [], ["kubelet.newSetting"]),
            (f"{TRAINING}.capacity.unlisted", False, True),
            (f"{TRAINING}.max_pods", LEFT_OUT, 100),
            (f"{TRAINING}.huge_pages_2mib", LEFT_OUT, 1024),
            (f"{TRAINING}.imds_hop_limit", 1, 2),
            (f"{TRAINING}.detailed_monitoring", False, True),
            (f"{TRAINING}.kubelet", {}, {"podPidsLimit": 4096}),
            (f"{TRAINING}.user_data", [], [{"content": "#!/bin/sh\ntrue\n"}]),
            (f"{TRAINING}.volume.size_gib", 100, 200),
            (f"{TRAINING}.volume.iops", 3000, 4000),
            (f"{TRAINING}.volume.throughput_mibps", 125, 250),
            (f"{TRAINING}.volume.kms_key_arn", LEFT_OUT, KEY.format("b")),
            (f"{TRAINING}.update.max_unavailable", 1, 2),
            (f"{TRAINING}.update.force", False, True),
            (f"{TRAINING}.timeouts.create_minutes", LEFT_OUT, 120),
            (f"{TRAINING}.timeouts.update_minutes", LEFT_OUT, 240),
            (f"{TRAINING}.timeouts.delete_minutes", LEFT_OUT, 120),
            (f"{TRAINING}.node_repair.enabled", True, False),
            (f"{TRAINING}.scaling.owner", "terraform", "autoscaler"),
        ]
    ),
    *edits(
        [
            (f"{TRAINING}.placement_group", "auto", "none"),
            (f"{TRAINING}.placement_group", "auto", "mine"),
        ],
        given=EFA,
    ),
    *edits([(f"{TRAINING}.efa.layout", "efa_only", "classic")], given=P4D),
    *edits(
        [
            (f"{TRAINING}.scaling.min", 1, 2),
            (f"{TRAINING}.scaling.desired", 2, 3),
            (f"{TRAINING}.scaling.max", 4, 8),
        ],
        given=_SIZES,
    ),
    *edits(
        [
            (f"{TRAINING}.taints.0.key", "team", "group"),
            (f"{TRAINING}.taints.0.value", "research", "product"),
            (f"{TRAINING}.taints.0.effect", "NoSchedule", "NoExecute"),
        ],
        given={f"{TRAINING}.taints": [_TAINT]},
    ),
    Edit(
        at=f"{TRAINING}.update",
        of=f"{TRAINING}.update.max_unavailable_percentage",
        before={"max_unavailable": 1},
        after={"max_unavailable_percentage": 33},
        names=("left out", "33"),
    ),
    *edits(
        [
            (f"{TRAINING}.user_data.0.content", "#!/bin/sh\ntrue\n", "#!/bin/sh\nfalse\n"),
        ],
        given={f"{TRAINING}.user_data": [{"content": "#!/bin/sh\ntrue\n"}]},
    ),
    Edit(
        at=f"{TRAINING}.user_data.0",
        of=f"{TRAINING}.user_data.0.content_type",
        before={"content": "#!/bin/sh\ntrue\n"},
        after={"content_type": "text/cloud-config", "content": "#cloud-config\nruncmd: [[ls]]\n"},
        given={f"{TRAINING}.user_data": [{"content": "#!/bin/sh\ntrue\n"}]},
        names=("text/x-shellscript", "text/cloud-config"),
    ),
    Edit(
        at=f"{TRAINING}.bottlerocket_settings",
        before={},
        after={"motd": "hello"},
        given={f"{TRAINING}.ami_type": "BOTTLEROCKET_x86_64_NVIDIA"},
    ),
    Edit(
        at=f"{TRAINING}.one_per_zone",
        before=["us-west-2a"],
        after=["us-west-2a", "us-west-2b"],
        given={f"{TRAINING}.availability_zone": LEFT_OUT},
        names=("one zone", "two"),
    ),
]
