"""Add-ons' pods run where they are meant to, or the file is told otherwise."""

from pathlib import Path
from typing import Any

import pytest

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.workloads import WORKLOADS
from modules.config.derived.add_ons import add_on_configuration
from modules.config.derived.placement import groups_to_wait_for
from tests.modules.config.files import cluster, refusals, text, warned

KEEP_OUT = {"key": "workload-type", "value": "model-training", "effect": "NoSchedule"}
CRITICAL = {"key": "CriticalAddonsOnly", "effect": "NoSchedule"}
LEAVE = {"key": "leaving", "effect": "NoExecute"}
SYSTEM = {"instance_types": ["m7i.large"]}
GPU = {"instance_types": ["g6.8xlarge"]}
BLOCK = {
    "instance_types": ["p5.48xlarge"],
    "availability_zone": "us-west-2a",
    "capacity": {"type": "capacity_block", "reservation_id": "cr-0123456789abcdef0"},
    "taints": [],
}
DEFAULTS = "ebs-csi-controller, coredns and metrics-server"
EXISTS = {"operator": "Exists"}
ADD_A_GROUP = "such as system: {instance_types: [m7i.large]}"
FAILS = "the apply would wait 20 minutes and fail"
STARTED = f"add a group that starts with some, {ADD_A_GROUP}"
UNTAINTED = f"add a group without NoSchedule and NoExecute taints, {ADD_A_GROUP}"


def nowhere(names: str, ways: str) -> str:
    return (
        f"node_groups: {names} would run nowhere, since every node group has taints not tolerated, "
        f"and {FAILS}; {ways}"
    )


def tolerating(add_on: str, *keys: str) -> dict[str, Any]:
    tolerations = [{"key": key, "operator": "Exists"} for key in keys]
    return {add_on: {"configuration": {"tolerations": tolerations}}}


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"node_groups": {"training": SYSTEM | {"taints": [KEEP_OUT]}}},
        nowhere(
            DEFAULTS,
            f"{UNTAINTED}, or give each tolerations, as in {{add_ons: {{aws-ebs-csi-driver: "
            "{configuration: {controller: {tolerations: [{key: CriticalAddonsOnly, operator: "
            "Exists}, {operator: Exists, effect: NoExecute, tolerationSeconds: 300}, {key: "
            "workload-type, operator: Exists}]}}}}}",
        ),
    ),
    (
        {"node_groups": {"h100": GPU}, "add_ons": {"aws-ebs-csi-driver": {"install": False}}},
        nowhere(
            "coredns and metrics-server",
            f"{UNTAINTED}, or give each tolerations, as in {{add_ons: {{coredns: {{configuration: "
            "{tolerations: [{key: CriticalAddonsOnly, operator: Exists}, {key: "
            "node-role.kubernetes.io/control-plane, operator: Exists}, {key: nvidia.com/gpu, "
            "operator: Exists}]}}}}",
        ),
    ),
    # One of three was forgotten.
    (
        {
            "node_groups": {"training": SYSTEM | {"taints": [KEEP_OUT]}},
            "add_ons": {
                "aws-ebs-csi-driver": {"install": False},
                **tolerating("coredns", "workload-type"),
            },
        },
        nowhere(
            "metrics-server",
            f"{UNTAINTED}, or give each tolerations, as in {{add_ons: {{metrics-server: "
            "{configuration: {tolerations: [{key: workload-type, operator: Exists}]}}}}",
        ),
    ),
    # Its configuration has no place for tolerations.
    (
        {
            "node_groups": {"system": SYSTEM | {"taints": [CRITICAL]}},
            "add_ons": {"aws-mountpoint-s3-csi-driver": {}},
        },
        nowhere("s3-csi-controller", UNTAINTED),
    ),
    # A toleration for 300 seconds is none of a taint that stays.
    (
        {
            "node_groups": {"system": SYSTEM | {"taints": [LEAVE]}},
            "add_ons": {
                **tolerating("coredns", "leaving"),
                **tolerating("metrics-server", "leaving"),
            },
        },
        nowhere(
            "ebs-csi-controller",
            f"{UNTAINTED}, or give each tolerations, as in {{add_ons: {{aws-ebs-csi-driver: "
            "{configuration: {controller: {tolerations: [{key: CriticalAddonsOnly, operator: "
            "Exists}, {operator: Exists, effect: NoExecute, tolerationSeconds: 300}, {key: "
            "leaving, operator: Exists}]}}}}}",
        ),
    ),
    (
        {"node_groups": {"system": SYSTEM | {"scaling": {"min": 0, "desired": 0, "max": 4}}}},
        f"node_groups.system.scaling: {DEFAULTS} would run nowhere, since system starts without "
        f"nodes, and {FAILS}; write desired: 2, or {STARTED}",
    ),
    # An autoscaler needs a node to run on.
    (
        {
            "node_groups": {
                "gpu": GPU,
                "cpu": SYSTEM | {"scaling": {"min": 0, "max": 4, "owner": "autoscaler"}},
                "arm": SYSTEM | {"scaling": {"min": 0, "desired": 0, "max": 4}},
            }
        },
        f"node_groups.cpu.scaling: {DEFAULTS} would run nowhere, since cpu and arm start without "
        f"nodes, and {FAILS}; write desired: 2, or {STARTED}",
    ),
    (
        {"node_groups": {"h100": BLOCK | {"scaling": {"max": 4}}}},
        f"node_groups.h100.scaling: {DEFAULTS} would run nowhere, since h100 starts without "
        f"nodes, and {FAILS}; {STARTED}",
    ),
    (
        {"node_groups": {"system": SYSTEM, "gpu": GPU}, "add_ons": tolerating("vpc-cni", "else")},
        "add_ons.vpc-cni: aws-node does not run on nodes of gpu, since it does not tolerate "
        "nvidia.com/gpu=true:NoSchedule, so its pods get no addresses; write {add_ons: {vpc-cni: "
        "{configuration: {tolerations: [{operator: Exists}, {key: nvidia.com/gpu, operator: "
        "Exists}]}}}}",
    ),
]


@pytest.mark.parametrize(("sections", "expected"), REFUSED)
def test_pods_without_which_an_apply_fails_have_somewhere_to_run(
    tmp_path: Path, sections: dict[str, Any], expected: str
) -> None:
    [line] = refusals(tmp_path, text(**sections))
    assert line.partition(": ")[2] == expected


@pytest.mark.parametrize(
    "sections",
    [
        {
            "node_groups": {
                "system": SYSTEM | {"taints": [KEEP_OUT | {"effect": "PreferNoSchedule"}]}
            }
        },
        {"node_groups": {"system": SYSTEM | {"taints": [CRITICAL]}, "gpu": GPU}},
        {
            "node_groups": {"training": SYSTEM | {"taints": [KEEP_OUT]}},
            "add_ons": {
                "aws-ebs-csi-driver": {"install": False},
                **tolerating("coredns", "workload-type"),
                **tolerating("metrics-server", "workload-type"),
            },
        },
        # Of an add-on of which nothing is known, nothing is asked.
        {
            "node_groups": {"system": SYSTEM | {"taints": [CRITICAL]}},
            "add_ons": {"next-years-add-on": {"unlisted": True}, "snapshot-controller": {}},
        },
    ],
)
def test_tolerations_and_soft_taints_make_room(sections: dict[str, Any]) -> None:
    made = cluster(**sections)
    for add_on in ("coredns", "metrics-server", "aws-ebs-csi-driver"):
        assert groups_to_wait_for(made, add_on)


def test_a_group_for_critical_add_ons_alone_is_tolerated_by_all_that_every_cluster_gets() -> None:
    made = cluster(node_groups={"system": SYSTEM | {"taints": [CRITICAL]}, "gpu": GPU})
    assert add_on_configuration(made, "metrics-server") == {
        "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}]
    }
    assert add_on_configuration(made, "coredns") is None
    assert groups_to_wait_for(made, "metrics-server") == ["system"]


def test_an_untainted_group_needs_no_tolerations() -> None:
    groups = {"system": SYSTEM | {"taints": [CRITICAL]}, "workers": SYSTEM}
    made = cluster(node_groups=groups)
    assert add_on_configuration(made, "metrics-server") is None
    assert groups_to_wait_for(made, "metrics-server") == ["workers"]
    assert groups_to_wait_for(made, "coredns") == ["system", "workers"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (GPU, {"dcgmAgent": {"tolerations": [EXISTS]}}),
        (GPU | {"taints": [KEEP_OUT]}, {"dcgmAgent": {"tolerations": [EXISTS]}}),
        (GPU | {"taints": []}, None),
        # Neither has it there.
        ({"instance_types": ["trn1.2xlarge"]}, None),
        ({"instance_types": ["g5g.xlarge"]}, None),
        (SYSTEM | {"taints": [KEEP_OUT]}, None),
    ],
)
def test_gpus_are_watched_whatever_their_taints(
    group: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    made = cluster(node_groups={"system": SYSTEM, "others": group})
    assert add_on_configuration(made, "eks-node-monitoring-agent") == expected


def test_settings_of_the_file_stand_beside_those_that_follow() -> None:
    own = {"dcgmAgent": {"resources": {"limits": {"cpu": "1"}}}}
    made = cluster(
        node_groups={"system": SYSTEM, "gpu": GPU},
        add_ons={"eks-node-monitoring-agent": {"configuration": own}},
    )
    assert add_on_configuration(made, "eks-node-monitoring-agent") == {
        "dcgmAgent": {"resources": {"limits": {"cpu": "1"}}, "tolerations": [EXISTS]}
    }


NOT_WATCHED = (
    "add_ons.eks-node-monitoring-agent: dcgm-server does not run on nodes of gpu, since it does "
    "not tolerate nvidia.com/gpu=true:NoSchedule, so faults of its GPUs are not seen, and node "
    "repair knows of none; write {add_ons: {eks-node-monitoring-agent: {configuration: {dcgmAgent: "
    "{tolerations: [{key: nvidia.com/gpu, operator: Exists}]}}}}} and release v1.3.0 or newer"
)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({}, []),
        # Older releases know nothing of the setting, and would refuse it.
        (
            {"add_ons": {"eks-node-monitoring-agent": {"version": "v1.2.0-eksbuild.1"}}},
            [NOT_WATCHED],
        ),
        (
            {
                "add_ons": {
                    "eks-node-monitoring-agent": {
                        "configuration": {"dcgmAgent": {"tolerations": []}}
                    }
                }
            },
            [NOT_WATCHED],
        ),
        (
            {"add_ons": {"fluent-bit": {}}},
            [
                "add_ons.fluent-bit: fluent-bit does not run on nodes of gpu, since it does not "
                "tolerate nvidia.com/gpu=true:NoSchedule, so its logs are missing; write {add_ons: "
                "{fluent-bit: {configuration: {tolerations: [{key: nvidia.com/gpu, operator: "
                "Exists}]}}}}"
            ],
        ),
        (
            {
                "node_groups": {
                    "h100": BLOCK | {"scaling": {"desired": 4, "max": 4}},
                }
            },
            [
                "node_groups.h100.scaling.desired: before the capacity block has started, and "
                "once it has ended, 4 nodes yield launch errors alone; write desired: 0 until "
                "then, or have it raised by capacity: {scheduled_start: ...}",
                "node_groups.h100.capacity: ebs-csi-controller runs in h100 alone, and stops when "
                f"the reserved capacity ends; add a group that stays, {ADD_A_GROUP}",
            ],
        ),
    ],
)
def test_what_does_not_run_everywhere_is_warned_of(
    sections: dict[str, Any], expected: list[str]
) -> None:
    made = cluster(**{"node_groups": {"system": SYSTEM, "gpu": GPU}, **sections})
    assert warned(made) == expected


def test_every_add_on_that_clusters_get_by_default_is_known_of() -> None:
    by_default = {name for name, facts in ADD_ONS.items() if facts.installed_by_default}
    assert by_default <= set(WORKLOADS) <= set(ADD_ONS)
    for workloads in WORKLOADS.values():
        for workload in workloads:
            assert workload.source
            assert (workload.kind == "daemon set") == bool(workload.without_it), workload.name
