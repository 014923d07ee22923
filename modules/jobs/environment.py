"""The environment of a job's processes: how they find each other, and over what they talk."""

from collections.abc import Mapping, Sequence

from modules.jobs.literal import literal
from modules.jobs.share import PodShare
from modules.jobs.spec import JobSpec
from modules.planning.nodes.conventions import ACCELERATOR_RESOURCES, EFA_RESOURCE
from modules.planning.nodes.node import Node

#: The port torchrun uses by default.
RENDEZVOUS_PORT = 29500
#: Where an Indexed Job says which of its pods one is.
#: Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
_COMPLETION_INDEX = "metadata.annotations['batch.kubernetes.io/job-completion-index']"


def environment(
    node: Node, spec: JobSpec, share: PodShare, *, first_host: str
) -> Sequence[Mapping[str, object]]:
    """List the variables of a container, as Kubernetes writes them.

    Args:
        node: The node it runs on.
        spec: The job; its own variables win.
        share: What a pod gets.
        first_host: Host name of the first pod.
    """
    told = {
        **_of_torchrun(spec, share, first_host),
        **_of_libraries(node, share, several=spec.nodes > 1),
        **spec.environment,
    }
    rank = {"name": "PET_NODE_RANK", "valueFrom": {"fieldRef": {"fieldPath": _COMPLETION_INDEX}}}
    variables = [{"name": name, "value": literal(value)} for name, value in told.items()]
    return variables if "PET_NODE_RANK" in told else [rank, *variables]


def _of_torchrun(spec: JobSpec, share: PodShare, first_host: str) -> Mapping[str, str]:
    """Give what torchrun takes its options from, unless they are written.

    Whoever starts it from a script need not pass anything on.

    Source: https://github.com/pytorch/pytorch (torch/distributed/argparse_util.py)
    """
    return {
        "PET_NNODES": str(spec.nodes),
        "PET_NPROC_PER_NODE": str(share.processes),
        "PET_MASTER_ADDR": first_host,
        "PET_MASTER_PORT": str(RENDEZVOUS_PORT),
    }


def _of_libraries(node: Node, share: PodShare, *, several: bool) -> Mapping[str, str]:
    """Give what NCCL and libfabric are told.

    What aws-ofi-nccl finds out by itself is left to it: provider, topology, sizes by instance type.
    A protocol or algorithm of ours would switch its tuner off.

    Source: https://github.com/aws/aws-ofi-nccl (src/platform-aws.cpp, src/nccl_ofi_tuner.cpp)
    """
    told: dict[str, str] = {}
    if ACCELERATOR_RESOURCES["nvidia"] in node.devices:
        told |= {"NCCL_DEBUG": "WARN", "NCCL_SOCKET_IFNAME": "^lo,docker"}
        if share.has_efa:
            # NCCL ends with an error where it finds no network of that name.
            told["NCCL_NET"] = "Libfabric"
        elif several and EFA_RESOURCE in node.devices:
            told["NCCL_NET"] = "Socket"
    elif share.has_efa:
        told["FI_PROVIDER"] = "efa"
    if share.has_efa and not share.has_huge_pages:
        told["FI_EFA_USE_HUGE_PAGE"] = "0"
    return told
