"""Labels that follow from the hardware, and those of the file."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, node, refusals, text

SYSTEM = {"instance_types": ["m7i.large"]}
GPU = {"instance_types": ["g6.8xlarge"]}
MODEL = "k8s.amazonaws.com/accelerator"
FROM_ZERO = {"min": 0, "max": 4, "owner": "autoscaler"}


def test_a_default_label_can_be_left_out() -> None:
    made = node(**GPU, labels={MODEL: None, "team": "a"})
    assert made.labels == {"nvidia.com/gpu.present": "true", "team": "a"}


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (
            {"gpu": GPU | {"labels": {"k8s.amazonaws.com/acelerator": None}}},
            "node_groups.gpu.labels.k8s.amazonaws.com/acelerator: nodes of this group have no "
            f"label 'k8s.amazonaws.com/acelerator'; did you mean {MODEL!r}?",
        ),
        (
            {"plain": SYSTEM | {"labels": {"team": None}}},
            "node_groups.plain.labels.team: nodes of this group have no label 'team'; give it a "
            "value, or remove it",
        ),
        # It would count as a node whose GPUs do not come up.
        (
            {
                "trn": {
                    "instance_types": ["trn1.2xlarge"],
                    "labels": {MODEL: "neuron-trainium"},
                    "scaling": FROM_ZERO,
                }
            },
            f"node_groups.trn.labels.{MODEL}: the cluster autoscaler takes nodes with this label "
            "for ones with GPUs, counts them as not ready until they offer nvidia.com/gpu, and "
            "stops when there are many; use a key of yours",
        ),
        # Whoever's size it sets, it looks at every node.
        (
            {"plain": SYSTEM | {"labels": {MODEL: "none"}}, "gpu": GPU | {"scaling": FROM_ZERO}},
            f"node_groups.plain.labels.{MODEL}: the cluster autoscaler takes nodes with this label "
            "for ones with GPUs, counts them as not ready until they offer nvidia.com/gpu, and "
            "stops when there are many; use a key of yours",
        ),
    ],
)
def test_labels_that_mean_something_else_are_refused(
    tmp_path: Path, groups: dict[str, Any], expected: str
) -> None:
    [line] = refusals(tmp_path, text(node_groups={"system": SYSTEM, **groups}))
    assert line.partition(": ")[2] == expected


def test_the_label_of_gpus_is_anyones_where_no_autoscaler_runs() -> None:
    group = SYSTEM | {"labels": {MODEL: "none"}}
    assert cluster(node_groups={"system": group}).node_groups["system"].labels == {MODEL: "none"}
