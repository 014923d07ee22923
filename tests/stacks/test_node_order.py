"""What nodes use is made before them and goes after them."""

from functools import cache

import pytest

from modules.config.derived.nodes import nodes_of
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json, resources

EFA_RULES = {f"aws_vpc_security_group_{direction}_rule.efa" for direction in ("ingress", "egress")}
#: What EC2 refuses to delete while nodes use it, or what nodes would miss.
USED_BY_NODES = (
    ("aws_placement_group", "training"),
    ("aws_security_group", "efa"),
    ("aws_vpc_security_group_egress_rule", "efa"),
    ("aws_vpc_security_group_ingress_rule", "efa"),
)
CLUSTER = cluster(
    node_groups={
        "system": {"instance_types": ["m7i.large"]},
        "training": {"instance_types": ["p4d.24xlarge"], "availability_zone": "us-west-2a"},
    }
)


@cache
def stack() -> Json:
    return synthesize_clusters([CLUSTER])[CLUSTER.name]


@pytest.mark.parametrize(("type_", "name"), USED_BY_NODES)
def test_what_nodes_use_goes_after_them(type_: str, name: str) -> None:
    made = resources(stack(), type_)[name]
    assert made["lifecycle"] == {"create_before_destroy": True}


@pytest.mark.parametrize("group", CLUSTER.node_groups)
def test_nodes_with_efa_wait_for_the_rules_that_let_them_talk(group: str) -> None:
    waits_for = set(resources(stack(), "aws_eks_node_group")[group]["depends_on"])
    with_efa = bool(nodes_of(CLUSTER)[group].interfaces)
    assert waits_for & EFA_RULES == (EFA_RULES if with_efa else set())
