"""Whatever a cluster is, its jobs fit its nodes and go nowhere else."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
import yaml

from modules.config import ClusterConfig
from modules.config.derived.daemons import daemons_on
from modules.config.derived.nodes import nodes_of
from modules.jobs.fit import problems_of
from modules.jobs.manifest import manifest
from modules.jobs.names import name_for
from modules.jobs.spec import JobSpec
from modules.planning.nodes.quantities import amount
from modules.planning.nodes.tolerations import tolerates, toleration_of, untolerated
from tests.modules.config.generated.right import right_file

SEEDS = range(60)
NEVER_SET = {"NCCL_PROTO", "NCCL_ALGO", "FI_EFA_USE_DEVICE_RDMA"}


def jobs(cluster: ClusterConfig, flavor: Any) -> Iterator[tuple[str, JobSpec]]:
    """Make a job for every group, on all the nodes it may have, if it fits."""
    for name, group in cluster.node_groups.items():
        asked = JobSpec(
            name=name_for(name),
            group=name,
            nodes=min(group.scaling.max, 1000),
            image="train:1",
            command=["torchrun", "train.py"],
            flavor=flavor,
        )
        said = [str(problem) for problem in problems_of(cluster, asked)]
        assert all("leaves nothing for a job" in line or "--processes" in line for line in said)
        if not said:
            yield name, asked


def pod_of(cluster: ClusterConfig, asked: JobSpec) -> Mapping[str, Any]:
    """Give the pod of a job, as kubectl would read it."""
    job = [*yaml.safe_load_all(manifest(cluster, asked))][-1]["spec"]
    if asked.flavor == "jobset":
        job = job["replicatedJobs"][0]["template"]["spec"]
    pod: Mapping[str, Any] = job["template"]["spec"]
    return pod


@pytest.mark.parametrize("flavor", ["indexed-job", "jobset"])
def test_jobs_fit_their_nodes(flavor: str) -> None:
    made = 0
    for seed in SEEDS:
        cluster = ClusterConfig.model_validate(right_file(seed))
        for group, asked in jobs(cluster, flavor):
            _fits(cluster, group, pod_of(cluster, asked), nodes=asked.nodes)
            made += 1
    assert made > len(SEEDS)


def _whole(requests: Mapping[str, str]) -> bool:
    return not {"nvidia.com/gpu", "aws.amazon.com/neuron"}.isdisjoint(requests)


def _fits(cluster: ClusterConfig, group: str, pod: Mapping[str, Any], *, nodes: int) -> None:
    node = nodes_of(cluster)[group]
    container = pod["containers"][0]
    requests = container["resources"]["requests"]
    assert requests == container["resources"]["limits"]
    running = [d.workload.requests for d in daemons_on(cluster, group) if not d.kept_away_by]
    taken = {
        "cpu": Fraction(sum(r.cpu_milli for r in running if r), 1000),
        "memory": Fraction(sum(r.memory_mib for r in running if r) * 1024**2),
    }
    for resource, asked in requests.items():
        left = amount(node.left_for_pods[resource]) - taken.get(resource, 0)
        assert 0 < amount(asked) <= left, (resource, asked)
    assert pod["nodeSelector"] == {"eks.amazonaws.com/nodegroup": group}
    tolerations = [toleration_of(each) for each in pod.get("tolerations", [])]
    assert untolerated(node.taints, tolerations) == []
    assert all(any(tolerates(one, taint) for taint in node.taints) for one in tolerations)
    assert ("podAntiAffinity" in pod.get("affinity", {})) is (nodes > 1 and not _whole(requests))
    (volume,) = pod["volumes"]
    assert amount(volume["emptyDir"]["sizeLimit"]) <= amount(requests["memory"])
    names = [variable["name"] for variable in container["env"]]
    assert len(names) == len({*names})
    assert not NEVER_SET & {*names}
    assert ("NCCL_NET" in names or "FI_PROVIDER" in names or "nvidia.com/gpu" not in requests) or (
        "vpc.amazonaws.com/efa" not in requests
    )
