"""Bottlerocket's settings, add-ons' configuration and node repair are held against definitions."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, warned
from tests.modules.config.typed.cases import NEWER, group, said_of

BOTTLEROCKET = "Bottlerocket's settings (Bottlerocket 1.57)"


def bottlerocket(**settings: Any) -> dict[str, Any]:
    return group(ami_type="BOTTLEROCKET_x86_64", bottlerocket_settings=settings)


WRONG_SETTINGS: list[tuple[dict[str, Any], str]] = [
    (
        {"kernel": {"sysctl": {"vm.max_map_count": 262144}}},
        "kernel.sysctl.vm.max_map_count: text is wanted here; put it in quotes (got 262144)",
    ),
    (
        {"kubernets": {}},
        f"kubernets: no such key in {BOTTLEROCKET}; did you mean 'kubernetes'? {NEWER}",
    ),
    (
        {"kubernetes": {"maxPods": 20}},
        f"kubernetes.maxPods: no such key in {BOTTLEROCKET}; did you mean 'max-pods'? {NEWER}",
    ),
    (
        {"kubernetes": {"cpu-manager-policy": "dynamic"}},
        "kubernetes.cpu-manager-policy: 'dynamic' is not one of none, static, None, Static",
    ),
    (
        {"kubernetes": {"kube-reserved": {"memory": 1}}},
        "kubernetes.kube-reserved.memory: text is wanted here; put it in quotes (got 1)",
    ),
    (
        {"host-containers": {"admin": {"enabled": "true"}}},
        "host-containers.admin.enabled: true or false is wanted here, without quotes (got 'true')",
    ),
    (
        {"host-containers": {"admin": {"user-data": "not base64!"}}},
        "host-containers.admin.user-data: 'not base64!' is not base64",
    ),
    (
        {"bootstrap-commands": {"a": {"commands": [["ls"]], "mode": "twice"}}},
        "bootstrap-commands.a.mode: 'twice' is not one of always, once, off",
    ),
    (
        {"bootstrap-commands": {"a b": {"commands": [["ls"]], "mode": "once"}}},
        "bootstrap-commands.a b: 'a b' is not a name; use letters, digits, '-' and '_'",
    ),
    (
        {"kubelet-device-plugins": {"nvidia": {"time-slicing": {"replicas": 1}}}},
        "kubelet-device-plugins.nvidia.time-slicing.replicas: 1 is too small; write 2 or more",
    ),
    (
        {
            "kubelet-device-plugins": {
                "nvidia": {
                    "device-sharing-strategy": "mps",
                    "device-partitioning-strategy": "mig",
                }
            }
        },
        "kubelet-device-plugins.nvidia.device-sharing-strategy: mps does not go with "
        "device-partitioning-strategy: mig, and the node would offer no GPU; write one of the two",
    ),
]


@pytest.mark.parametrize(
    ("settings", "message"), WRONG_SETTINGS, ids=[m for _, m in WRONG_SETTINGS]
)
def test_what_bottlerocket_cannot_read_is_refused(
    settings: dict[str, Any], message: str, tmp_path: Path
) -> None:
    said = said_of(tmp_path, **bottlerocket(**settings))
    assert said == [f"node_groups.training.bottlerocket_settings.{message}"]


def test_what_bottlerocket_reads_is_taken(tmp_path: Path) -> None:
    settings = {
        "kubernetes": {
            "max-pods": 20,
            "node-taints": {"example.com/a": ["true:NoSchedule"]},
            "eviction-hard": {"memory.available": "15%"},
            "image-gc-high-threshold-percent": "85",
            "cluster-dns-ip": ["10.0.0.10"],
        },
        "container-registry": {"mirrors": [{"registry": "docker.io", "endpoint": ["https://a"]}]},
        "oci-defaults": {
            "resource-limits": {"max-open-files": {"soft-limit": 1, "hard-limit": -1}}
        },
        "boot": {"kernel-parameters": {"hugepages": ["512"]}},
    }
    assert said_of(tmp_path, **bottlerocket(**settings)) == []


def add_on(name: str, **configuration: Any) -> dict[str, Any]:
    return {"add_ons": {name: {"configuration": configuration}}}


WRONG_CONFIGURATION: list[tuple[str, dict[str, Any], str]] = [
    (
        "vpc-cni",
        {"env": {"ENABLE_PREFIX_DELEGATION": True}},
        "env.ENABLE_PREFIX_DELEGATION: text is wanted here; put it in quotes (got true)",
    ),
    (
        "vpc-cni",
        {"env": {"WARM_IP_TARGET": "five"}},
        "env.WARM_IP_TARGET: 'five' is not a whole number in quotes",
    ),
    (
        "vpc-cni",
        {"env": {"ENABLE_PREFIX_DELEGATON": "true"}},
        "env.ENABLE_PREFIX_DELEGATON: no such key in vpc-cni's configuration (v1.23.1); did you "
        f"mean 'ENABLE_PREFIX_DELEGATION'? {NEWER}",
    ),
    (
        "coredns",
        {"replicaCounts": 3},
        "replicaCounts: no such key in coredns's configuration (v1.10.1-eksbuild.11); did you mean "
        f"'replicaCount'? {NEWER}",
    ),
    (
        "coredns",
        {"podDisruptionBudget": {"maxUnavailable": "half"}},
        "podDisruptionBudget.maxUnavailable: 'half' is neither a whole number nor a share; write "
        'one like 1 or "50%"',
    ),
    (
        "coredns",
        {"autoScaling": {"enabled": True, "minReplicas": 1}},
        "autoScaling.minReplicas: 1 is too small; write 2 or more",
    ),
    (
        "kube-proxy",
        {"mode": "ebpf"},
        "mode: 'ebpf' is not one of iptables, ipvs, nftables",
    ),
    (
        "kube-proxy",
        {"resources": {"limits": {"cpu": 1}}},
        "resources.limits.cpu: text is wanted here; put it in quotes (got 1)",
    ),
    (
        "aws-ebs-csi-driver",
        {"controller": {"replicaCount": "2"}},
        "controller.replicaCount: a whole number is wanted here, without quotes (got '2')",
    ),
    (
        "eks-node-monitoring-agent",
        {"dcgmAgent": {"tolerations": {}}},
        "dcgmAgent.tolerations: a list is wanted here, as in [one, two] (got {})",
    ),
    (
        "eks-pod-identity-agent",
        {"agent": {"additionalArg": {}}},
        "agent.additionalArg: no such key in eks-pod-identity-agent's configuration (v0.1.37); "
        f"did you mean 'additionalArgs'? {NEWER}",
    ),
    (
        "metrics-server",
        {"replicas": "2"},
        "replicas: a whole number is wanted here, without quotes (got '2')",
    ),
]


@pytest.mark.parametrize(
    ("name", "configuration", "message"),
    WRONG_CONFIGURATION,
    ids=[f"{name} {said}" for name, _, said in WRONG_CONFIGURATION],
)
def test_what_an_add_on_would_refuse_is_refused(
    name: str, configuration: dict[str, Any], message: str, tmp_path: Path
) -> None:
    said = said_of(tmp_path, **add_on(name, **configuration))
    assert said == [f"add_ons.{name}.configuration.{message}"]


@pytest.mark.parametrize(
    ("name", "configuration"),
    [
        ("vpc-cni", {"env": {"ENABLE_PREFIX_DELEGATION": "true"}, "enableNetworkPolicy": "true"}),
        ("coredns", {"tolerations": [{"operator": "Exists"}], "corefile": ".:53 {}"}),
        ("aws-ebs-csi-driver", {"node": {"tolerateAllTaints": True, "resources": {}}}),
        ("eks-node-monitoring-agent", {"dcgmAgent": {"tolerations": [{"operator": "Exists"}]}}),
        ("metrics-server", {"replicas": 2, "args": ["--v=2"]}),
        ("aws-efs-csi-driver", {"anything": {"goes": 1}}),
    ],
)
def test_what_an_add_on_takes_is_taken(
    name: str, configuration: dict[str, Any], tmp_path: Path
) -> None:
    assert said_of(tmp_path, **add_on(name, **configuration)) == []


def override(condition: str, reason: str) -> dict[str, Any]:
    entry = {
        "node_monitoring_condition": condition,
        "node_unhealthy_reason": reason,
        "min_repair_wait_time_mins": 5,
        "repair_action": "Replace",
    }
    return group(node_repair={"overrides": [entry]})


WRONG_OVERRIDES = [
    (
        ("AcceleratedHardwareRady", "NvidiaXID64Error"),
        "node_monitoring_condition: 'AcceleratedHardwareRady' is not one of "
        "AcceleratedHardwareReady, ContainerRuntimeReady, KernelReady, NetworkingReady, "
        "StorageReady; did you mean AcceleratedHardwareReady?",
    ),
    (
        ("AcceleratedHardwareReady", "NvidiaXidError"),
        "node_unhealthy_reason: 'NvidiaXidError' is no reason of AcceleratedHardwareReady; did you "
        "mean 'NvidiaXID64Error'?",
    ),
    (
        ("KernelReady", "DCGMError"),
        "node_unhealthy_reason: 'DCGMError' is a reason of AcceleratedHardwareReady, not of "
        "KernelReady; write that condition",
    ),
    (
        ("AcceleratedHardwareReady", "NvidiaThermalError"),
        "node_unhealthy_reason: 'NvidiaThermalError' is told as an event only, and EKS repairs "
        "nothing for it; remove this",
    ),
    (
        ("StorageReady", "Broken"),
        "node_unhealthy_reason: 'Broken' is no reason of StorageReady, for which there is none; "
        "remove this",
    ),
    (
        ("KernelReady", "Zzz"),
        "node_unhealthy_reason: 'Zzz' is no reason of KernelReady; there are ForkFailedOutOfPIDs",
    ),
]


@pytest.mark.parametrize(("names", "message"), WRONG_OVERRIDES, ids=[m for _, m in WRONG_OVERRIDES])
def test_a_repair_that_would_never_happen_is_refused(
    names: tuple[str, str], message: str, tmp_path: Path
) -> None:
    said = said_of(tmp_path, **override(*names))
    assert said == [f"node_groups.training.node_repair.overrides[0].{message}"]


@pytest.mark.parametrize(
    ("condition", "reason"),
    [("AcceleratedHardwareReady", "NvidiaXID64Error"), ("NetworkingReady", "IPAMDNotRunning")],
)
def test_a_repair_that_can_happen_is_taken(condition: str, reason: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, **override(condition, reason)) == []


UNCHECKED: list[tuple[str, dict[str, Any]]] = [
    ("kubelet.new", {"kubelet": {"new": 1, "maxPods": 20}}),
    ("kubelet.logging", {"kubelet": {"logging": {"new": {"deep": 1}}}}),
    ("user_data[0]", {"user_data": [{"content": "#!/bin/sh\nsystemctl restart kubelet\n"}]}),
    (
        "node_repair.overrides[0].node_unhealthy_reason",
        override("KernelReady", "New")["node_groups"]["training"],
    ),
]


@pytest.mark.parametrize(("path", "keys"), UNCHECKED, ids=[path for path, _ in UNCHECKED])
def test_what_is_newer_than_a_definition_has_a_way_through(
    path: str, keys: dict[str, Any], tmp_path: Path
) -> None:
    assert said_of(tmp_path, **group(**keys)) != []
    assert said_of(tmp_path, **group(**keys, unchecked=[path])) == []
    assert warned(cluster(**group(**keys, unchecked=[path]))) == []


def test_a_way_through_is_no_wider_than_it_says(tmp_path: Path) -> None:
    keys = {"kubelet": {"new": 1, "newer": 1}, "unchecked": ["kubelet.new"]}
    assert said_of(tmp_path, **group(**keys)) == [
        f"node_groups.training.kubelet.newer: no such key in KubeletConfiguration (Kubernetes "
        f"1.37); {NEWER}"
    ]


def test_a_setting_of_an_add_on_has_a_way_through_too(tmp_path: Path) -> None:
    sections = add_on("vpc-cni", env={"NEW_VARIABLE": "1"})
    assert said_of(tmp_path, **sections) != []
    sections["add_ons"]["vpc-cni"]["unchecked"] = ["configuration.env.NEW_VARIABLE"]
    assert said_of(tmp_path, **sections) == []


def test_a_way_through_that_nothing_needs_is_warned_of() -> None:
    made = cluster(
        **group(kubelet={"maxPods": 20}, unchecked=["kubelet.maxPods"]),
        add_ons={"coredns": {"unchecked": ["configuration.new"]}},
    )
    assert warned(made) == [
        "node_groups.training.unchecked: nothing is wrong with kubelet.maxPods, or it is not "
        "there; remove it",
        "add_ons.coredns.unchecked: nothing is wrong with configuration.new, or it is not there; "
        "remove it",
    ]
