"""What is told of subnets, zones and support."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.surveyed import Offer, Survey, as_members, survey, told
from modules.config import load_cluster
from modules.config.derived.addresses import demands_of
from tests.cluster_files import FILES, ROOT

BLOCK = load_cluster(ROOT / "examples" / "p5-capacity-block.yaml")


def test_check_tells_support_addresses_and_offers() -> None:
    result = CliRunner().invoke(app, ["check", str(ROOT / "examples" / "p5-capacity-block.yaml")])
    lines = [line.strip() for line in result.stdout.splitlines()]
    for line in (
        "Kubernetes 1.35: standard support until 2027-03-27, extended support, which costs more, "
        "until 2028-03-27",
        "addresses in us-west-2a: 344 of 16,373 in 10.120.0.0/18 at the most, while every group is "
        "updated",
        "p5.48xlarge: offered in us-west-2a (2026-08)",
    ):
        assert line in lines


def test_programs_get_the_same() -> None:
    members = json.loads(json.dumps(as_members(survey(BLOCK))))
    assert members["kubernetes_support"] == {
        "standard_until": "2027-03-27",
        "extended_until": "2028-03-27",
    }
    assert members["subnets"][0] == {
        "zone": "us-west-2a",
        "cidr": "10.120.0.0/18",
        "addresses_for_nodes": 16373,
        "addresses_at_most": 344,
    }
    assert members["offerings"]["types"][0] == {
        "node_group": "h100",
        "instance_type": "p5.48xlarge",
        "zones": ["us-west-2a"],
        "offered_in": ["us-west-2a"],
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_file_is_told_of_more_addresses_than_there_are(file: Path) -> None:
    cluster = load_cluster(file)
    found = survey(cluster)
    assert bool(found.subnets) is (cluster.network.existing is None)
    assert all(room.addresses_at_most <= room.addresses_for_nodes for room in found.subnets)
    asked = sum(d.addresses_in_a_zone * len(d.zones) for d in demands_of(cluster).values())
    if found.subnets:
        assert sum(room.addresses_at_most for room in found.subnets) == asked


@pytest.mark.parametrize(
    ("offered_in", "line"),
    [
        (["a", "b"], "p5.48xlarge: offered in a, b (2026-08)"),
        (["b"], "p5.48xlarge: offered in b, not in a (2026-08)"),
        ([], "p5.48xlarge: offered in none of the zones (2026-08)"),
        (None, "p5.48xlarge: where AWS offers it is not known; trainyard preflight asks"),
    ],
)
def test_zones_without_the_type_are_told_and_what_is_not_known(
    offered_in: list[str] | None, line: str
) -> None:
    offer = Offer(group="h", instance_type="p5.48xlarge", zones=["a", "b"], offered_in=offered_in)
    found = Survey(standard_until=None, extended_until=None, subnets=[], offers=[offer, offer])
    assert told(found, "1.37") == [
        "Kubernetes 1.37: until when EKS supports it is not known "
        "(https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html)",
        line,
    ]
