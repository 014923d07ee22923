"""The manifest of a job, whole."""

from pathlib import Path

import pytest
import yaml

from modules.config import ClusterConfig
from modules.jobs.fit import problems_of
from modules.jobs.manifest import manifest
from modules.jobs.spec import JobSpec
from tests.modules.config.files import cluster
from tests.modules.jobs.specs import SYSTEM, groups, spec

EXPECTED = Path(__file__).parent / "manifests"
TRAINIUM = {
    "instance_types": ["trn2.48xlarge"],
    "availability_zone": "us-east-2b",
    "huge_pages_2mib": 8192,
    "scaling": {"min": 0, "max": 4, "owner": "autoscaler"},
    "taints": [
        {"key": "aws.amazon.com/neuron", "value": "true", "effect": "NoSchedule"},
        {"key": "team", "effect": "NoExecute"},
    ],
}
CASES = {
    # GPUs and EFA.
    "indexed-job": (cluster(node_groups=groups()), spec()),
    # Neuron, EFA, huge pages, and all that can be asked for.
    "jobset": (
        cluster(region="us-east-2", node_groups={"system": SYSTEM, "Chips_2": TRAINIUM}),
        spec(
            flavor="jobset",
            group="Chips_2",
            nodes=4,
            command=["torchrun", "train.py", "--note", "$(date) $$HOME\n"],
            namespace="research",
            environment={"NOTE": "costs $$5", "SEEDS": "1e3", "PET_MASTER_PORT": "29400"},
            cpu="64",
            memory="512Gi",
            shared_memory="64Gi",
            restarts=10,
            queue="training",
            priority_class="high",
            service_account="trainer",
        ),
    ),
    # GPUs without EFA.
    "tcp": (
        cluster(node_groups=groups(instance_types=["g6.8xlarge"])),
        spec(queue="training"),
    ),
    # No accelerators, no taints, one node.
    "one-node": (cluster(), spec(group="system", nodes=1, restarts=0)),
    # Neither, in any zone.
    "processors": (cluster(), spec(group="system")),
}


@pytest.mark.parametrize("name", CASES)
def test_the_manifest_is(name: str) -> None:
    made, asked = CASES[name]
    assert problems_of(made, asked) == []
    expected = (EXPECTED / f"{name}.yaml").read_text(encoding="utf-8")
    assert manifest(made, asked) == expected


def test_every_manifest_here_is_compared() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


@pytest.mark.parametrize(
    "text", ["1e3", "y", "N", "on", "null", "~", "0o7", "a: b", "#", "é\x07", ""]
)
def test_text_stays_text(text: str) -> None:
    """Kubectl's reader of YAML takes more for numbers and truth than Python's does."""
    made, _ = CASES["indexed-job"]
    written = manifest(made, spec(command=[text]))
    job = [*yaml.safe_load_all(written)][1]
    assert job["spec"]["template"]["spec"]["containers"][0]["command"] == [text]
    line = next(line for line in written.splitlines() if line.startswith("        - "))
    assert line.strip("- ").startswith(('"', "'"))


@pytest.mark.parametrize(("made", "asked"), CASES.values(), ids=CASES)
def test_the_same_job_is_written_the_same(made: ClusterConfig, asked: JobSpec) -> None:
    assert manifest(made, asked) == manifest(made, asked)
