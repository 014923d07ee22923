"""What is lost of what a cluster file has to say a word for."""

import pytest

from modules.planning.changes.effects import HOLDS_DATA, effects_of
from modules.planning.changes.losses import KIND_OF, Loss, kinds_lost, losses_of
from tests.modules.planning.changes.plan_documents import (
    CREATE,
    DELETE,
    REPLACE,
    UPDATE,
    Values,
    change,
    group,
    in_aws,
    missing,
    plan,
)

SUBNET = "arn:aws:ec2:us-west-2:111122223333:subnet/subnet-1"


def lost(document: Values) -> tuple[Loss, ...]:
    return losses_of(effects_of(document))


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("aws_eks_cluster", "cluster"),
        ("aws_vpc", "network"),
        ("aws_subnet", "network"),
        ("aws_kms_key", "keys"),
        ("aws_cloudwatch_log_group", "logs"),
        ("aws_s3_bucket", "storage"),
    ],
)
@pytest.mark.parametrize(
    ("actions", "does"),
    [
        (DELETE, "destroy"),
        (REPLACE, "replace"),
        (["create", "delete"], "replace"),
        (["forget"], "forget"),
        (["create", "forget"], "forget"),
    ],
)
def test_each_kind_is_lost_in_each_way(
    type_: str, kind: str, actions: list[str], does: str
) -> None:
    (loss,) = lost(plan(change(f"{type_}.x", actions)))
    assert (loss.kind, loss.does, loss.address) == (kind, does, f"{type_}.x")


@pytest.mark.parametrize("actions", [UPDATE, CREATE, ["no-op"], ["read"]])
def test_what_stays_or_is_new_is_not_lost(actions: list[str]) -> None:
    assert lost(plan(*(change(f"{type_}.x", actions) for type_ in KIND_OF))) == ()


def test_whatever_holds_data_is_guarded() -> None:
    assert HOLDS_DATA.keys() <= KIND_OF.keys()


def test_what_nobody_would_miss_is_not_guarded() -> None:
    gone = ("aws_route.x", "aws_launch_template.x", "aws_iam_role.x", "aws_eks_addon.x")
    assert lost(plan(*(change(address, DELETE) for address in gone))) == ()


@pytest.mark.parametrize("actions", [DELETE, REPLACE])
def test_a_node_group_is_lost_only_while_it_has_nodes(actions: list[str]) -> None:
    address = "aws_eks_node_group.training"
    (loss,) = lost(plan(change(address, actions, before=group(), after=group())))
    assert loss.kind == "node_groups"
    none = group(scaling_config=[{"min_size": 0, "desired_size": 0, "max_size": 8}])
    assert lost(plan(change(address, actions, before=none, after=group()))) == ()


def test_what_runs_on_where_the_plan_no_longer_looks_is_lost_and_what_was_deleted_is_not() -> None:
    (loss,) = lost(in_aws(missing("aws_subnet.x", SUBNET), region="us-east-1"))
    assert (loss.does, loss.where) == ("forget", "us-west-2")
    assert lost(in_aws(missing("aws_subnet.x", SUBNET), region="us-west-2")) == ()


def test_losses_are_told_gravest_first_with_what_forces_them() -> None:
    losses = lost(
        plan(
            change("aws_kms_key.x", DELETE),
            change("aws_vpc.x", REPLACE, replace_paths=[["cidr_block"]]),
            change("aws_eks_cluster.x", DELETE),
            change("aws_subnet.x", DELETE),
        )
    )
    assert kinds_lost(losses) == ("cluster", "network", "keys")
    assert [loss.address for loss in losses] == [
        "aws_eks_cluster.x",
        "aws_subnet.x",
        "aws_vpc.x",
        "aws_kms_key.x",
    ]
    assert losses[2].because == ("cidr_block",)
