"""What a plan does in a few words, gravest first."""

import pytest

from modules.planning.changes.effects import effects_of, worded
from tests.modules.planning.changes.plan_documents import (
    CREATE,
    DELETE,
    NEWER,
    REPLACE,
    UPDATE,
    Values,
    change,
    group,
    group_change,
    plan,
)

CASES: dict[str, tuple[list[Values], list[str]]] = {
    "nothing": ([], ["nothing"]),
    "a move in the state": ([change("aws_iam_role.x", ["no-op"])], ["nothing"]),
    "an update": ([change("aws_eks_cluster.x", UPDATE)], ["in place"]),
    "more of something": ([change("aws_subnet.x", CREATE)], ["in place"]),
    "what only ties things together": ([change("aws_route.x", REPLACE)], ["in place"]),
    "a cluster, and all that goes with it": (
        [
            change("aws_eks_cluster.x", REPLACE),
            change("aws_vpc.x", REPLACE),
            change("aws_eks_node_group.x", REPLACE),
            change("aws_subnet.x", REPLACE),
        ],
        ["replaces the network and the cluster"],
    ),
    "a network from under a cluster": (
        [change("aws_eks_cluster.x", ["no-op"]), change("aws_vpc.x", REPLACE)],
        ["replaces the network, which AWS refuses while the cluster is in it"],
    ),
    "a network alone": (
        [change("aws_vpc.x", REPLACE), change("aws_subnet.x", REPLACE)],
        ["replaces the network"],
    ),
    "a cluster that goes for good": (
        [change("aws_eks_cluster.x", DELETE), change("aws_kms_key.x", DELETE)],
        ["destroys the cluster", "schedules the deletion of keys"],
    ),
    "a key that stays, but no longer Terraform's": (
        [change("aws_kms_key.x", ["forget"])],
        ["lets go of keys, which stay in the account"],
    ),
    "keys and logs": (
        [change("aws_cloudwatch_log_group.x", DELETE), change("aws_kms_key.x", REPLACE)],
        ["schedules the deletion of keys", "deletes logs"],
    ),
    "a group, and its template with it": (
        [change("aws_eks_node_group.x", DELETE), change("aws_launch_template.x", DELETE)],
        ["removes one node group"],
    ),
    "a roll, and a placement group": (
        [
            group_change(group(), launch_template=NEWER),
            change("aws_placement_group.x", DELETE),
            change("aws_nat_gateway.x", REPLACE),
        ],
        ["rolls the nodes of one node group", "replaces NAT gateways", "removes placement groups"],
    ),
}


def test_what_stands_in_the_state_alone_is_no_change() -> None:
    held = change("terraform_data.training_template-version", REPLACE)
    assert effects_of(plan(held)).plan.changes == ()
    assert worded(effects_of(plan(held))) == ["nothing"]


@pytest.mark.parametrize("case", CASES)
def test_a_plan_is_told_gravest_first(case: str) -> None:
    changes, words = CASES[case]
    assert worded(effects_of(plan(*changes))) == words


@pytest.mark.parametrize(
    ("edited", "groups", "word"),
    [
        ("training", 2, "rolls the nodes of the node group"),
        ("other", 2, "rolls the nodes of some node groups"),
        (None, 1, "rolls the nodes of every node group"),
        (None, None, "rolls the nodes of one node group"),
    ],
)
def test_it_is_said_whose_nodes_roll(edited: str | None, groups: int | None, word: str) -> None:
    effects = effects_of(plan(group_change(group(), launch_template=NEWER)))
    assert worded(effects, edited=edited, groups=groups) == [word]
