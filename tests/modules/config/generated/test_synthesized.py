"""Of files that are right, what AWS and Terraform get."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from itertools import combinations

import pytest

from modules.config import ClusterConfig
from tests.cluster_files import synthesize_clusters
from tests.modules.config.generated.limits import LONGEST, SHAPES, used, violations
from tests.modules.config.generated.right import right_file
from tests.synthesis import Json, resources

#: Each tenth of the right files; all of them would take a minute.
SEEDS = range(0, 500, 10)


@pytest.fixture(scope="module")
def stacks() -> Mapping[str, Json]:
    clusters = {seed: ClusterConfig.model_validate(right_file(seed)) for seed in SEEDS}
    by_name = {cluster.name.casefold(): cluster for cluster in clusters.values()}
    return synthesize_clusters(list(by_name.values()))


def test_aws_takes_every_name_size_and_choice(stacks: Mapping[str, Json]) -> None:
    found = {name: sorted(violations(stack)) for name, stack in stacks.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_limit_is_tried(stacks: Mapping[str, Json]) -> None:
    tried = set[str]().union(*(used(stack) for stack in stacks.values()))
    assert (SHAPES.keys() | LONGEST.keys()) - tried == set()


def test_subnets_are_apart_and_in_the_vpc(stacks: Mapping[str, Json]) -> None:
    for stack in stacks.values():
        blocks = [IPv4Network(s["cidr_block"]) for s in resources(stack, "aws_subnet").values()]
        assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))
        for vpc in resources(stack, "aws_vpc").values():
            assert all(block.subnet_of(IPv4Network(vpc["cidr_block"])) for block in blocks)


def interfaces(stack: Json) -> Iterator[list[Json]]:
    for template in resources(stack, "aws_launch_template").values():
        yield template.get("network_interfaces", [])


def test_no_two_interfaces_share_a_place(stacks: Mapping[str, Json]) -> None:
    for stack in stacks.values():
        for of_a_node in interfaces(stack):
            places = [(each["network_card_index"], each["device_index"]) for each in of_a_node]
            assert len(places) == len(set(places))
            assert not places or (0, 0) in places


def test_nodes_with_efa_are_in_one_subnet(stacks: Mapping[str, Json]) -> None:
    for stack in stacks.values():
        templates = resources(stack, "aws_launch_template")
        for name, group in resources(stack, "aws_eks_node_group").items():
            if templates[name].get("network_interfaces"):
                assert len(group["subnet_ids"]) == 1


def test_sizes_are_in_order(stacks: Mapping[str, Json]) -> None:
    for stack in stacks.values():
        for group in resources(stack, "aws_eks_node_group").values():
            sizes = group["scaling_config"]
            assert sizes["min_size"] <= sizes["desired_size"] <= sizes["max_size"]
            assert group["update_config"].get("max_unavailable", 1) <= sizes["max_size"]
