"""The pods of a job."""

from collections.abc import Mapping

from modules.config import ClusterConfig
from modules.config.derived.nodes import nodes_of
from modules.jobs.environment import environment
from modules.jobs.literal import literal
from modules.jobs.placement import placement
from modules.jobs.share import PodShare, share_of
from modules.jobs.spec import JobSpec

#: A pod that has it is not taken away to empty a node that has little to do.
#: Source: https://github.com/kubernetes/autoscaler (cluster-autoscaler/FAQ.md)
_STAYS = "cluster-autoscaler.kubernetes.io/safe-to-evict"
_SHARED_MEMORY = "shared-memory"


def pod_template(
    cluster: ClusterConfig,
    spec: JobSpec,
    *,
    first_host: str,
    siblings: Mapping[str, str],
    subdomain: str | None = None,
) -> Mapping[str, object]:
    """Write the pods of a job.

    Args:
        cluster: The cluster.
        spec: The job, which fits.
        first_host: Host name of the first pod.
        siblings: Labels that the pods of this job have, and no others.
        subdomain: Service that gives pods their host names; None where an operator sets it.
    """
    owner = cluster.node_groups[spec.group].scaling.owner
    metadata = {"metadata": {"annotations": {_STAYS: "false"}}} if owner == "autoscaler" else {}
    named = {
        "subdomain": subdomain,
        "priorityClassName": spec.priority_class,
        "serviceAccountName": spec.service_account,
    }
    return {
        **metadata,
        "spec": {
            # Kubernetes counts failures by pods that ended, not by containers started again.
            "restartPolicy": "Never",
            **{key: value for key, value in named.items() if value is not None},
            "automountServiceAccountToken": False,
            # Variables for every service of a namespace would stand beside those of the job.
            "enableServiceLinks": False,
            **placement(cluster, spec, siblings=siblings),
            **_containers(cluster, spec, share_of(cluster, spec), first_host),
        },
    }


def _containers(
    cluster: ClusterConfig, spec: JobSpec, share: PodShare, first_host: str
) -> Mapping[str, object]:
    node = nodes_of(cluster)[spec.group]
    container = {
        "name": "training",
        "image": spec.image,
        "command": [literal(word) for word in spec.command],
        "env": environment(node, spec, share, first_host=first_host),
        # The same twice makes it the last that a node short of memory ends, and gives it
        # processors of its own where the kubelet binds pods to them.
        "resources": {"requests": share.resources, "limits": share.resources},
        "securityContext": _security(share),
        "volumeMounts": [{"name": _SHARED_MEMORY, "mountPath": "/dev/shm"}],  # noqa: S108
    }
    size = f"{share.shared_memory_mib}Mi"
    memory = {"name": _SHARED_MEMORY, "emptyDir": {"medium": "Memory", "sizeLimit": size}}
    return {"containers": [container], "volumes": [memory]}


def _security(share: PodShare) -> Mapping[str, object]:
    """Give what a container may do; with EFA, lock as much memory as it registers.

    Kubernetes has no setting for the limit of locked memory; who has this capability has none.
    """
    locks = {"capabilities": {"add": ["IPC_LOCK"]}} if share.has_efa else {}
    return {"allowPrivilegeEscalation": False, **locks}
