"""A training job as a JobSet, which starts all pods again when one fails."""

from collections.abc import Mapping, Sequence

from modules.config import ClusterConfig
from modules.jobs.indexed_job import DISRUPTED
from modules.jobs.metadata import metadata
from modules.jobs.names import REPLICATED_JOB
from modules.jobs.pod import pod_template
from modules.jobs.spec import JobSpec

#: What the JobSet controller labels its pods with.
_JOBSET_NAME = "jobset.sigs.k8s.io/jobset-name"


def jobset(cluster: ClusterConfig, spec: JobSpec) -> Sequence[Mapping[str, object]]:
    """Write the object of a job.

    A pod that fails fails the Job, and that starts the JobSet again; when a node went away it does
    not count.

    Source: https://github.com/kubernetes-sigs/jobset (api/jobset/v1alpha2/jobset_types.go)
    """
    disrupted = {
        "name": "disrupted",
        "action": "RestartJobSetAndIgnoreMaxRestarts",
        "onJobFailureReasons": ["PodFailurePolicy"],
    }
    return [
        {
            "apiVersion": "jobset.x-k8s.io/v1alpha2",
            "kind": "JobSet",
            "metadata": metadata(spec, queued=True),
            "spec": {
                "network": {
                    "enableDNSHostnames": True,
                    "publishNotReadyAddresses": True,
                    "subdomain": spec.name,
                },
                "failurePolicy": {"maxRestarts": spec.restarts, "rules": [disrupted]},
                "replicatedJobs": [
                    {
                        "name": REPLICATED_JOB,
                        "replicas": 1,
                        "template": {"spec": _job(cluster, spec)},
                    }
                ],
            },
        }
    ]


def _job(cluster: ClusterConfig, spec: JobSpec) -> Mapping[str, object]:
    return {
        "completionMode": "Indexed",
        "completions": spec.nodes,
        "parallelism": spec.nodes,
        "backoffLimit": 0,
        "podFailurePolicy": {"rules": [{"action": "FailJob", "onPodConditions": [DISRUPTED]}]},
        "template": pod_template(
            cluster,
            spec,
            first_host=f"{spec.name}-{REPLICATED_JOB}-0-0.{spec.name}",
            siblings={_JOBSET_NAME: spec.name},
        ),
    }
