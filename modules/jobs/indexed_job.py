"""A training job that needs no operator: an Indexed Job, and the service that names its pods."""

from collections.abc import Mapping, Sequence

from modules.config import ClusterConfig
from modules.jobs.metadata import metadata
from modules.jobs.pod import pod_template
from modules.jobs.spec import JobSpec

#: What the Job controller labels its pods with.
_JOB_NAME = "batch.kubernetes.io/job-name"
#: A node that is drained, taken back or ends: nothing the program did.
#: Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
DISRUPTED = {"type": "DisruptionTarget", "status": "True"}


def indexed_job(cluster: ClusterConfig, spec: JobSpec) -> Sequence[Mapping[str, object]]:
    """Write the objects of a job, the service first.

    Source: https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication/
    """
    return [_service(spec), _job(cluster, spec)]


def _service(spec: JobSpec) -> Mapping[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(spec, queued=False),
        "spec": {
            "clusterIP": "None",
            # They find each other before they are ready: that is how they become it.
            "publishNotReadyAddresses": True,
            "selector": {_JOB_NAME: spec.name},
        },
    }


def _job(cluster: ClusterConfig, spec: JobSpec) -> Mapping[str, object]:
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata(spec, queued=True),
        "spec": {
            "completionMode": "Indexed",
            "completions": spec.nodes,
            "parallelism": spec.nodes,
            # When one pod fails, those that talk to it fail as well, and each is counted.
            "backoffLimit": spec.restarts * spec.nodes,
            # No second pod for the devices of one that still ends.
            "podReplacementPolicy": "Failed",
            "podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [DISRUPTED]}]},
            "template": pod_template(
                cluster,
                spec,
                first_host=f"{spec.name}-0.{spec.name}",
                siblings={_JOB_NAME: spec.name},
                subdomain=spec.name,
            ),
        },
    }
