"""What a plan does in a few words, gravest first."""

import pytest

from modules.catalog.changes import field_changes
from modules.planning.changes.effects import effects_of, worded
from modules.planning.changes.gravity import Gravity, gravity_of
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
    in_aws,
    missing,
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


ARNS = {
    "aws_vpc.x": "arn:aws:ec2:us-west-2:111122223333:vpc/vpc-1",
    "aws_eks_cluster.x": "arn:aws:eks:us-west-2:111122223333:cluster/demo",
    "aws_eks_node_group.x": "arn:aws:eks:us-west-2:111122223333:nodegroup/demo/x/1",
    "aws_kms_key.x": "arn:aws:kms:us-west-2:111122223333:key/1",
    "aws_cloudwatch_log_group.x": "arn:aws:logs:us-west-2:111122223333:log-group:x",
    "aws_route.x": None,
}
EVERYTHING = [missing(address, arn) for address, arn in ARNS.items()]
ANEW = [change(address, CREATE) for address in ARNS]


def test_what_a_region_does_is_published_in_the_words_of_both_plans() -> None:
    newer = plan(*(change(address, REPLACE) for address in ARNS))
    older = in_aws(*EVERYTHING, region="us-east-1", **plan(*ANEW))
    words = [", ".join(worded(effects_of(each))) for each in (newer, older)]
    published = "; a provider older than 6.0 ".join(words)
    assert field_changes("cluster")["region"].does == {
        "": published.replace("in us-west-2", "in the region before")
    }
    assert gravity_of(words[1]) is Gravity.replaces_cluster


@pytest.mark.parametrize(
    ("gone", "names"),
    [
        (EVERYTHING, "the network, the cluster, node groups, keys and logs"),
        ([missing("aws_eks_node_group.x")], "node groups"),
        ([missing("aws_subnet.x"), missing("aws_route.x")], "subnets"),
        ([missing("aws_route.x"), missing("aws_route.y")], "2 resources"),
        ([missing("aws_route.x")], "1 resource"),
    ],
)
def test_what_was_deleted_outside_of_terraform_is_told(gone: list[Values], names: str) -> None:
    effects = effects_of(in_aws(*gone, **plan(*ANEW)))
    assert worded(effects) == [f"no longer finds {names}, deleted outside of Terraform"]
    assert not effects.only_adds


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
