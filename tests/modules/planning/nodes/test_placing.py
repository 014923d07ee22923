"""Whether a pod can run on a node, and why not."""

import pytest

from modules.catalog.tolerations import EVERYTHING, Toleration
from modules.planning.nodes.placing import PodNeeds, reasons_against
from modules.planning.nodes.taints import Taint, TaintEffect
from modules.planning.nodes.tolerations import as_written, tolerates, toleration_of
from tests.modules.planning.nodes.described import described

H100 = described("p5.48xlarge", efa="efa_only", labels={"team": "a"})
GPU_TAINT = "its taint nvidia.com/gpu=true:NoSchedule is not tolerated"


@pytest.mark.parametrize(
    ("toleration", "taint", "does"),
    [
        (EVERYTHING, ("a", "b", "NoSchedule"), True),
        (Toleration(key="a"), ("a", "b", "NoExecute"), True),
        (Toleration(key="a"), ("c", "", "NoSchedule"), False),
        (Toleration(key="a", value="b"), ("a", "b", "NoSchedule"), True),
        (Toleration(key="a", value=""), ("a", "b", "NoSchedule"), False),
        (Toleration(key="a", effect="NoExecute"), ("a", "b", "NoSchedule"), False),
        (Toleration(effect="NoExecute"), ("a", "b", "NoExecute"), True),
        # It runs for 300 seconds and is taken away then.
        (Toleration(effect="NoExecute", seconds=300), ("a", "b", "NoExecute"), False),
        (Toleration(seconds=300), ("a", "b", "NoSchedule"), True),
    ],
)
def test_tolerations_match_as_those_of_kubernetes(
    toleration: Toleration, taint: tuple[str, str, TaintEffect], does: bool
) -> None:
    key, value, effect = taint
    assert tolerates(toleration, Taint(key=key, value=value, effect=effect)) == does


@pytest.mark.parametrize(
    ("written", "toleration"),
    [
        ({"operator": "Exists"}, EVERYTHING),
        ({"key": "a", "operator": "Exists"}, Toleration(key="a")),
        ({"key": "a", "value": "b"}, Toleration(key="a", value="b")),
        ({"key": "a", "value": ""}, Toleration(key="a", value="")),
        (
            {"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
            Toleration(effect="NoExecute", seconds=300),
        ),
    ],
)
def test_tolerations_are_read_and_written(
    written: dict[str, object], toleration: Toleration
) -> None:
    assert toleration_of(written) == toleration
    assert as_written(toleration) == written


def test_equal_is_what_is_meant_without_an_operator() -> None:
    assert toleration_of({"key": "a", "operator": "Equal"}) == Toleration(key="a", value="")
    assert toleration_of({"key": "a"}) == Toleration(key="a", value="")


@pytest.mark.parametrize(
    ("pod", "reasons"),
    [
        (PodNeeds(), [GPU_TAINT]),
        (PodNeeds(tolerations=[EVERYTHING]), []),
        # EKS gives pods that ask for a device the toleration of the same name.
        (PodNeeds(requests={"nvidia.com/gpu": 8, "vpc.amazonaws.com/efa": 32}), []),
        (
            PodNeeds(requests={"nvidia.com/gpu": "16"}),
            ["it offers 8 of nvidia.com/gpu, and 16 are asked for"],
        ),
        (
            PodNeeds(requests={"aws.amazon.com/neuron": 1}),
            [GPU_TAINT, "it offers 0 of aws.amazon.com/neuron, and 1 are asked for"],
        ),
        (
            PodNeeds(requests={"memory": "2Ti", "cpu": "100"}, tolerations=[EVERYTHING]),
            ["it offers 1928154Mi of memory, and 2Ti are asked for"],
        ),
        (
            PodNeeds(
                node_selector={"team": "b", "zone": "x", "nvidia.com/gpu.present": "true"},
                tolerations=[EVERYTHING],
            ),
            ["its label team is a, not b", "it has no label zone"],
        ),
    ],
)
def test_a_pod_runs_where_nothing_is_against_it(pod: PodNeeds, reasons: list[str]) -> None:
    assert list(reasons_against(pod, H100)) == reasons


def test_labels_that_kubernetes_gives_count_as_well() -> None:
    pod = PodNeeds(node_selector={"kubernetes.io/arch": "amd64"}, tolerations=[EVERYTHING])
    assert reasons_against(pod, H100) == ("it has no label kubernetes.io/arch",)
    assert reasons_against(pod, H100, {"kubernetes.io/arch": "amd64"}) == ()
