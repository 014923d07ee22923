"""``kubelet`` holds what a KubeletConfiguration may hold, and with which a kubelet starts."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import refusals
from tests.modules.config.typed.cases import NEWER, group, said_of

DEFINITION = "KubeletConfiguration (Kubernetes 1.37)"
AT = "node_groups.training.kubelet"


def test_each_fault_is_told_with_its_path_and_line(tmp_path: Path) -> None:
    written = """\
name: demo
region: us-west-2
node_groups:
  system:
    instance_types: [m7i.large]
    kubelet:
      kubeReserved:
        cpu: 1
      topologyManagerPolicy: single-numa
      cpuManagerPolicy: Static
      serializeImagePuls: false
"""
    at = "node_groups.system.kubelet"
    assert refusals(tmp_path, written) == [
        f":8: {at}.kubeReserved.cpu: text is wanted here; put it in quotes (got 1)",
        f":9: {at}.topologyManagerPolicy: 'single-numa' is not one of none, best-effort, "
        "restricted, single-numa-node; did you mean single-numa-node?",
        f":10: {at}.cpuManagerPolicy: 'Static' is not one of none, static; did you mean static?",
        f":11: {at}.serializeImagePuls: no such key in {DEFINITION}; did you mean "
        f"'serializeImagePulls'? {NEWER}",
    ]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"zzz": 1}, f"zzz: no such key in {DEFINITION}; {NEWER}"),
    (
        {"maxPods": "20"},
        "maxPods: a whole number is wanted here, without quotes (got '20')",
    ),
    ({"maxPods": -1}, "maxPods: -1 is too small; write 0 or more"),
    (
        {"failSwapOn": "false"},
        "failSwapOn: true or false is wanted here, without quotes (got 'false')",
    ),
    (
        {"clusterDNS": "10.0.0.10"},
        "clusterDNS: a list is wanted here, as in [one, two] (got '10.0.0.10')",
    ),
    ({"clusterDNS": ["ten"]}, "clusterDNS[0]: 'ten' is not an IP address"),
    (
        {"authentication": True},
        "authentication: keys and values are wanted here, as in {key: value} (got true)",
    ),
    (
        {"authentication": {"anonymus": {}}},
        f"authentication.anonymus: no such key in {DEFINITION}; did you mean 'anonymous'? {NEWER}",
    ),
    (
        {"syncFrequency": 60},
        "syncFrequency: text is wanted here; put it in quotes (got 60)",
    ),
    (
        {"syncFrequency": "1 minute"},
        "syncFrequency: '1 minute' is not a duration; write one like 30s or 1h30m",
    ),
    (
        {"containerLogMonitorInterval": "1s"},
        "containerLogMonitorInterval: 1s is too small; write 3s or more",
    ),
    (
        {"crashLoopBackOff": {"maxContainerRestartPeriod": "10m"}},
        "crashLoopBackOff.maxContainerRestartPeriod: 10m is too large; write 300s or less",
    ),
    (
        {"containerLogMaxSize": "10MB"},
        "containerLogMaxSize: '10MB' is not a quantity; write one like 500m or 2Gi",
    ),
    (
        {"evictionHard": {"memory.free": "1Gi"}},
        f"evictionHard.memory.free: no such key in {DEFINITION}; allowed are "
        "allocatableMemory.available, imagefs.available, imagefs.inodesFree, memory.available, "
        f"nodefs.available, nodefs.inodesFree, pid.available; {NEWER}",
    ),
    (
        {"evictionHard": {"memory.available": "5 %"}},
        "evictionHard.memory.available: '5 %' is neither a quantity nor a share; write one like "
        "500Mi or 10%",
    ),
    (
        {"reservedMemory": [{"numaNode": 0, "limits": {"swap": "1Gi"}}]},
        "reservedMemory[0].limits.swap: 'swap' is not a kind of memory; write memory or one like "
        "hugepages-2Mi",
    ),
    ({"reservedMemory": [{"limits": {}}]}, "reservedMemory[0].numaNode: is missing; add it"),
    ({"runOnce": True}, "runOnce: true is not one of false"),
    ({"shutdownGracePeriod": "500ms"}, "shutdownGracePeriod: 500ms is too small; write 1s or more"),
    ({"registerWithTaints": [{"key": "a"}]}, "registerWithTaints[0].effect: is missing; add it"),
    ({"maxPods": None}, "maxPods: a whole number is wanted here, without quotes (got nothing)"),
]


@pytest.mark.parametrize(("settings", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_a_kubelet_cannot_read_is_refused(
    settings: dict[str, Any], message: str, tmp_path: Path
) -> None:
    assert said_of(tmp_path, **group(kubelet=settings)) == [f"{AT}.{message}"]


def test_a_setting_is_refused_for_a_kubernetes_that_does_not_know_it(tmp_path: Path) -> None:
    settings = {"userNamespaces": {"idsPerPod": 65536}}
    old = said_of(tmp_path, kubernetes_version="1.32", **group(kubelet=settings))
    assert old == [
        f"{AT}.userNamespaces: Kubernetes knows it since 1.33, and this is 1.32; remove it"
    ]
    assert said_of(tmp_path, kubernetes_version="1.33", **group(kubelet=settings)) == []


TOGETHER: list[tuple[dict[str, Any], str]] = [
    (
        {"imageGCHighThresholdPercent": 70},
        "imageGCHighThresholdPercent: imageGCLowThresholdPercent 80 must be less than "
        "imageGCHighThresholdPercent 70",
    ),
    (
        {"imageMaximumGCAge": "90s"},
        "imageMaximumGCAge: 90s must be more than imageMinimumGCAge, 2m",
    ),
    (
        {"serializeImagePulls": True, "maxParallelImagePulls": 4},
        "maxParallelImagePulls: 4 pulls at once do not go with serializeImagePulls: true; remove "
        "one",
    ),
    (
        {"preloadedImagesVerificationAllowlist": ["example.com/*"]},
        "preloadedImagesVerificationAllowlist: needs imagePullCredentialsVerificationPolicy: "
        "NeverVerifyAllowlistedImages",
    ),
    (
        {"shutdownGracePeriod": "20s"},
        "shutdownGracePeriod: shutdownGracePeriodCriticalPods, 30s, is more than "
        "shutdownGracePeriod, 20s; write both",
    ),
    (
        {"shutdownGracePeriodByPodPriority": [{"priority": 0, "shutdownGracePeriodSeconds": 60}]},
        "shutdownGracePeriodByPodPriority: does not go with shutdownGracePeriod, here 2m30s; write "
        "shutdownGracePeriod: 0s and shutdownGracePeriodCriticalPods: 0s",
    ),
    (
        {"enforceNodeAllocatable": ["none", "pods"]},
        "enforceNodeAllocatable: none goes with nothing else; remove it, or the others",
    ),
    (
        {"enforceNodeAllocatable": ["pods", "pods"]},
        "enforceNodeAllocatable: 'pods' stands twice; remove one",
    ),
    (
        {"enforceNodeAllocatable": ["kube-reserved", "kube-reserved-compressible"]},
        "enforceNodeAllocatable: kube-reserved and kube-reserved-compressible do not go together; "
        "remove one",
    ),
    (
        {"enforceNodeAllocatable": ["system-reserved"], "systemReservedCgroup": ""},
        "systemReservedCgroup: enforceNodeAllocatable with system-reserved needs a cgroup here; "
        "remove one of the two",
    ),
    (
        {"cgroupsPerQOS": False},
        "cgroupsPerQOS: false goes with enforceNodeAllocatable: [none] only",
    ),
    (
        {"reservedSystemCPUs": "0-3"},
        "reservedSystemCPUs: does not go with the cgroups that nodeadm names; write "
        'systemReservedCgroup: "" and kubeReservedCgroup: "" too',
    ),
    (
        {"cpuManagerPolicyOptions": {"full-pcpus-only": "true"}},
        "cpuManagerPolicyOptions: has a meaning with cpuManagerPolicy: static only; write that, or "
        "remove it",
    ),
    (
        {
            "cpuManagerPolicy": "static",
            "topologyManagerPolicy": "single-numa-node",
            "cpuManagerPolicyOptions": {"align-by-socket": "true"},
        },
        "cpuManagerPolicyOptions: align-by-socket does not go with topologyManagerPolicy: "
        "single-numa-node",
    ),
    (
        {"cpuManagerPolicy": "static", "kubeReserved": {"cpu": "0"}},
        "cpuManagerPolicy: static needs a reservation of processors, and kubeReserved says 0; "
        "write a cpu there",
    ),
    (
        {"evictionSoft": {"memory.available": "1Gi"}},
        "evictionSoft: memory.available needs a time in evictionSoftGracePeriod; write one",
    ),
    (
        {"enableSystemLogQuery": True, "enableSystemLogHandler": False},
        "enableSystemLogQuery: needs enableSystemLogHandler: true",
    ),
    (
        {"userNamespaces": {"idsPerPod": 70000}},
        "userNamespaces: idsPerPod 70000 is not a multiple of 65536; write one",
    ),
    (
        {"reservedMemory": [{"numaNode": 0, "limits": {"memory": "0"}}]},
        "reservedMemory: memory of NUMA node 0 is 0; remove it",
    ),
    (
        {"memoryManagerPolicy": "Static"},
        "memoryManagerPolicy: Static wants reservedMemory of all NUMA nodes together to be what "
        "the kubelet keeps, 674Mi (kubeReserved, systemReserved and evictionHard), and it is 0Mi; "
        "write reservedMemory: [{numaNode: 0, limits: {memory: 674Mi}}], or spread it over the "
        "NUMA nodes",
    ),
    (
        {
            "memoryManagerPolicy": "Static",
            "kubeReserved": {"memory": "1Gi"},
            "systemReserved": {"memory": "1Gi"},
            "evictionHard": {"memory.available": "1Gi"},
            "reservedMemory": [{"numaNode": 0, "limits": {"memory": "2Gi"}}],
        },
        "reservedMemory: Static wants reservedMemory of all NUMA nodes together to be what the "
        "kubelet keeps, 3072Mi (kubeReserved, systemReserved and evictionHard), and it is 2048Mi; "
        "write reservedMemory: [{numaNode: 0, limits: {memory: 3072Mi}}], or spread it over the "
        "NUMA nodes",
    ),
]


@pytest.mark.parametrize(("settings", "message"), TOGETHER, ids=[said for _, said in TOGETHER])
def test_settings_with_which_a_kubelet_does_not_start_are_refused(
    settings: dict[str, Any], message: str, tmp_path: Path
) -> None:
    assert said_of(tmp_path, **group(kubelet=settings)) == [f"{AT}.{message}"]


RIGHT: list[dict[str, Any]] = [
    {"cpuManagerPolicy": "static", "topologyManagerPolicy": "restricted"},
    {"reservedSystemCPUs": "0-3", "systemReservedCgroup": "", "kubeReservedCgroup": ""},
    {"shutdownGracePeriod": "60s", "shutdownGracePeriodCriticalPods": "20s"},
    {"evictionHard": {"memory.available": "5%"}, "memoryManagerPolicy": "Static"},
    {"featureGates": {"AnyGate": True}, "logging": {"verbosity": 4, "flushFrequency": 5000000000}},
    {
        "memoryManagerPolicy": "Static",
        "kubeReserved": {"memory": "1Gi"},
        "reservedMemory": [
            {"numaNode": 0, "limits": {"memory": "562Mi"}},
            {"numaNode": 1, "limits": {"memory": "562Mi"}},
        ],
    },
    {"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration"},
]


@pytest.mark.parametrize("settings", RIGHT, ids=str)
def test_what_a_kubelet_starts_with_is_taken(settings: dict[str, Any], tmp_path: Path) -> None:
    assert said_of(tmp_path, **group(kubelet=settings)) == []
