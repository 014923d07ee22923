"""What EKS add-ons run in the cluster: daemon sets and deployments, and what they tolerate."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from modules.catalog.instance_types import Accelerator, Architecture
from modules.catalog.tolerations import EVERYTHING, Toleration

#: Source: the README of each chart at the commits read, 2026-08; EKS's builds follow them.
_VPC_CNI = "https://github.com/aws/amazon-vpc-cni-k8s (charts/aws-vpc-cni/values.yaml)"
_POD_IDENTITY = "https://github.com/aws/eks-pod-identity-agent (charts, values.yaml)"
_MONITORING = "https://github.com/aws/eks-node-monitoring-agent (charts, values.yaml)"
_EBS = "https://github.com/kubernetes-sigs/aws-ebs-csi-driver (charts, values.yaml)"
_EFS = "https://github.com/kubernetes-sigs/aws-efs-csi-driver (charts, values.yaml)"
_FSX = "https://github.com/kubernetes-sigs/aws-fsx-csi-driver (charts, values.yaml)"
_S3 = "https://github.com/awslabs/mountpoint-s3-csi-driver (charts, values.yaml)"
_NODE_EXPORTER = "https://github.com/prometheus-community/helm-charts (prometheus-node-exporter)"
_FLUENT_BIT = "https://github.com/fluent/helm-charts (charts/fluent-bit, values.yaml)"
_KUBE_PROXY = "not published; what EKS's nodes list (kubectl describe node), not confirmed here"
_CLOUDWATCH = "https://github.com/aws-observability/helm-charts (values.yaml)"

CRITICAL_ADDONS_ONLY = "CriticalAddonsOnly"
_CRITICAL = Toleration(key=CRITICAL_ADDONS_ONLY)
_NO_EXECUTE_FOR_A_WHILE = Toleration(effect="NoExecute", seconds=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What a pod asks for at the least, all its containers together.

    Attributes:
        cpu_milli: Thousandths of a processor.
        memory_mib: Memory in MiB.
        source: Where that was read.
    """

    cpu_milli: int = 0
    memory_mib: int = 0
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A daemon set or deployment of an add-on.

    Attributes:
        add_on: Name of the add-on.
        name: Name of the daemon set or deployment.
        kind: A pod on every node it is for, or somewhere in the cluster.
        tolerations: What it tolerates unless told otherwise.
        configured_at: Where in the add-on's configuration tolerations stand; None if nowhere.
        configured_since: From which release of the add-on on; None for as long as can be told.
        switched_at: Where a switch stands that lets it tolerate everything, on by default.
        accelerators: Kinds of node a daemon set is for; empty for all.
        architectures: Architectures it is for; empty for all.
        on_host_network: Whether its pods share the node's addresses.
        without_it: What is amiss on a node it does not run on.
        nodes_need_it: Whether a node without it never becomes ready.
        requests: What its pods ask for unless told otherwise; None where nobody looked.
        source: Where that was read.
    """

    add_on: str
    name: str
    kind: Literal["daemon set", "deployment"]
    tolerations: tuple[Toleration, ...] = ()
    configured_at: tuple[str, ...] | None = None
    configured_since: tuple[int, int, int] | None = None
    switched_at: tuple[str, ...] | None = None
    accelerators: frozenset[Accelerator] = frozenset()
    architectures: frozenset[Architecture] = frozenset()
    on_host_network: bool = False
    without_it: str = ""
    nodes_need_it: bool = False
    requests: Requests | None = None
    source: str


_ALL = (
    Workload(
        add_on="vpc-cni",
        name="aws-node",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        configured_at=("tolerations",),
        on_host_network=True,
        without_it="its pods get no addresses",
        nodes_need_it=True,
        # Two containers: the CNI and the agent of network policies.
        requests=Requests(cpu_milli=50, source=_VPC_CNI),
        source=_VPC_CNI,
    ),
    # Its configuration takes no tolerations: aws/containers-roadmap #2604.
    Workload(
        add_on="kube-proxy",
        name="kube-proxy",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        on_host_network=True,
        without_it="its pods reach no Kubernetes service",
        nodes_need_it=True,
        requests=Requests(cpu_milli=100, source=_KUBE_PROXY),
        source="https://github.com/aws/containers-roadmap/issues/2604",
    ),
    Workload(
        add_on="eks-pod-identity-agent",
        name="eks-pod-identity-agent",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        configured_at=("tolerations",),
        on_host_network=True,
        without_it="pods there get no AWS roles, the VPC CNI among them",
        nodes_need_it=True,
        requests=Requests(source=_POD_IDENTITY),
        source=_POD_IDENTITY,
    ),
    Workload(
        add_on="coredns",
        name="coredns",
        kind="deployment",
        tolerations=(_CRITICAL, Toleration(key="node-role.kubernetes.io/control-plane")),
        configured_at=("tolerations",),
        source="https://github.com/aws/containers-roadmap/issues/1930",
    ),
    Workload(
        add_on="metrics-server",
        name="metrics-server",
        kind="deployment",
        configured_at=("tolerations",),
        source="https://github.com/kubernetes-sigs/metrics-server (charts, values.yaml)",
    ),
    Workload(
        add_on="aws-ebs-csi-driver",
        name="ebs-csi-controller",
        kind="deployment",
        tolerations=(_CRITICAL, _NO_EXECUTE_FOR_A_WHILE),
        configured_at=("controller", "tolerations"),
        source=_EBS,
    ),
    Workload(
        add_on="aws-ebs-csi-driver",
        name="ebs-csi-node",
        kind="daemon set",
        tolerations=(_NO_EXECUTE_FOR_A_WHILE,),
        configured_at=("node", "tolerations"),
        switched_at=("node", "tolerateAllTaints"),
        without_it="pods there have no EBS volumes",
        # Three containers; the two beside the driver ask for as much.
        requests=Requests(cpu_milli=30, memory_mib=120, source=_EBS),
        source=_EBS,
    ),
    Workload(
        add_on="eks-node-monitoring-agent",
        name="eks-node-monitoring-agent",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        configured_at=("nodeAgent", "tolerations"),
        on_host_network=True,
        without_it="faults of its nodes are not seen, and node repair knows of none",
        requests=Requests(cpu_milli=10, memory_mib=30, source=_MONITORING),
        source=_MONITORING,
    ),
    # It runs on x86_64 alone.
    Workload(
        add_on="eks-node-monitoring-agent",
        name="dcgm-server",
        kind="daemon set",
        configured_at=("dcgmAgent", "tolerations"),
        configured_since=(1, 3, 0),
        accelerators=frozenset({"nvidia"}),
        architectures=frozenset({"x86_64"}),
        without_it="faults of its GPUs are not seen, and node repair knows of none",
        requests=Requests(source=_MONITORING),
        source=_MONITORING,
    ),
    Workload(
        add_on="aws-efs-csi-driver",
        name="efs-csi-controller",
        kind="deployment",
        tolerations=(_CRITICAL, Toleration(key="efs.csi.aws.com/agent-not-ready")),
        configured_at=("controller", "tolerations"),
        source=_EFS,
    ),
    Workload(
        add_on="aws-efs-csi-driver",
        name="efs-csi-node",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        configured_at=("node", "tolerations"),
        on_host_network=True,
        without_it="pods there have no EFS file systems",
        requests=Requests(source=_EFS),
        source=_EFS,
    ),
    Workload(
        add_on="aws-fsx-csi-driver",
        name="fsx-csi-controller",
        kind="deployment",
        tolerations=(_CRITICAL, _NO_EXECUTE_FOR_A_WHILE),
        configured_at=("controller", "tolerations"),
        source=_FSX,
    ),
    Workload(
        add_on="aws-fsx-csi-driver",
        name="fsx-csi-node",
        kind="daemon set",
        tolerations=(_NO_EXECUTE_FOR_A_WHILE,),
        configured_at=("node", "tolerations"),
        switched_at=("node", "tolerateAllTaints"),
        without_it="pods there have no FSx file systems",
        requests=Requests(cpu_milli=30, memory_mib=104, source=_FSX),
        source=_FSX,
    ),
    # Its configuration takes no tolerations: aws/containers-roadmap #2676.
    Workload(
        add_on="aws-mountpoint-s3-csi-driver",
        name="s3-csi-controller",
        kind="deployment",
        source=_S3,
    ),
    Workload(
        add_on="aws-mountpoint-s3-csi-driver",
        name="s3-csi-node",
        kind="daemon set",
        tolerations=(_CRITICAL, _NO_EXECUTE_FOR_A_WHILE),
        configured_at=("node", "tolerations"),
        switched_at=("node", "tolerateAllTaints"),
        without_it="pods there have no buckets",
        requests=Requests(cpu_milli=30, memory_mib=120, source=_S3),
        source=_S3,
    ),
    Workload(
        add_on="amazon-cloudwatch-observability",
        name="amazon-cloudwatch-observability-controller-manager",
        kind="deployment",
        configured_at=("manager", "tolerations"),
        source=_CLOUDWATCH,
    ),
    Workload(
        add_on="amazon-cloudwatch-observability",
        name="cloudwatch-agent",
        kind="daemon set",
        tolerations=(EVERYTHING,),
        configured_at=("tolerations",),
        without_it="its metrics and logs are missing",
        requests=Requests(cpu_milli=250, memory_mib=128, source=_CLOUDWATCH),
        source=_CLOUDWATCH,
    ),
    Workload(
        add_on="prometheus-node-exporter",
        name="prometheus-node-exporter",
        kind="daemon set",
        tolerations=(Toleration(effect="NoSchedule"),),
        configured_at=("tolerations",),
        on_host_network=True,
        without_it="its metrics are missing",
        requests=Requests(source=_NODE_EXPORTER),
        source=_NODE_EXPORTER,
    ),
    Workload(
        add_on="fluent-bit",
        name="fluent-bit",
        kind="daemon set",
        configured_at=("tolerations",),
        without_it="its logs are missing",
        requests=Requests(source=_FLUENT_BIT),
        source=_FLUENT_BIT,
    ),
)


def _by_add_on() -> Mapping[str, tuple[Workload, ...]]:
    names = dict.fromkeys(workload.add_on for workload in _ALL)
    return {name: tuple(w for w in _ALL if w.add_on == name) for name in names}


#: What is known of, keyed by add-on. Of add-ons that are not here nothing is known, and nothing is
#: refused: EKS builds some community charts with settings that are published nowhere.
WORKLOADS: Mapping[str, tuple[Workload, ...]] = MappingProxyType(_by_add_on())
