"""What is said of a plan in Markdown, and in which order."""

from typing import Any

import pytest

from cli.summary import markdown
from cli.summary.kinds import GRAVE
from tests.cli.summary.plans import CREATE, DELETE, EVERYTHING, GROUP, REPLACE, UPDATE, change, plan
from tests.modules.planning.changes.plan_documents import in_aws, missing


def summary(document: dict[str, Any], limit: int = 60_000) -> str:
    return markdown.summary(document, "demo", limit=limit)


def test_what_is_lost_is_told_first_then_what_changes_then_what_is_new() -> None:
    assert summary(EVERYTHING).splitlines() == [
        "### demo: loses network, node groups: "
        "2 to destroy, 1 to replace, 1 to change, 2 to create, 1 to forget",
        "**It destroys the network, replaces one node group**",
        "",
        "**Node groups**",
        "",
        "- `training`: destroyed and made anew: 8 nodes stop, all at once",
        "",
        "> [!CAUTION]",
        "> This takes down what work may be running on, or what data needs:",
        "> - **replace** `aws_eks_node_group.training`, because of `instance_types`",
        "> - **destroy** `aws_vpc.main`",
        "",
        "**Destroyed or replaced**",
        "",
        "- **destroy** `aws_launch_template.old`",
        "",
        "**Changed in place**",
        "",
        "- `aws_iam_role.node`: `tags.Team`",
        "",
        "**Created**",
        "",
        "- 2 `aws_subnet`",
        "",
        "**No longer managed, but left running**",
        "",
        "- `aws_iam_role.kept`",
        "",
        "**Outputs that change**: `kubeconfig`",
    ]


@pytest.mark.parametrize("type_", GRAVE)
@pytest.mark.parametrize("actions", [DELETE, REPLACE, ["create", "delete"]])
def test_losing_what_runs_or_what_data_needs_is_a_caution(type_: str, actions: list[str]) -> None:
    assert "[!CAUTION]" in summary(plan(change(f"{type_}.x", actions)))


ARN = "arn:aws:eks:us-west-2:111122223333:cluster/demo"


def test_what_runs_on_where_the_plan_no_longer_looks_is_in_the_first_line_and_in_the_box() -> None:
    gone = [missing("aws_eks_cluster.x", ARN), missing("aws_route.x")]
    anew = plan(change("aws_eks_cluster.x", CREATE), change("aws_route.x", CREATE))
    assert summary(in_aws(*gone, region="us-east-1", **anew)).splitlines() == [
        "### demo: loses cluster: 2 to create, 2 to forget",
        "**It forgets the cluster, left running in us-west-2**",
        "",
        "> [!CAUTION]",
        "> This runs on, is paid for, and Terraform no longer knows of it:",
        "> - **forget** `aws_eks_cluster.x` in us-west-2",
        "",
        "**Created**",
        "",
        "- 1 `aws_eks_cluster`",
        "- 1 `aws_route`",
        "",
        "**No longer managed, but left running**",
        "",
        "- `aws_route.x`",
    ]


def test_what_was_deleted_outside_of_terraform_is_told_by_name() -> None:
    gone = missing("aws_eks_node_group.training", ARN.replace("cluster/", "nodegroup/"))
    told = summary(in_aws(gone, **plan(change("aws_eks_node_group.training", CREATE))))
    assert told.splitlines()[:2] == [
        "### demo: 1 to create",
        "**It no longer finds node groups, deleted outside of Terraform**",
    ]
    assert told.endswith(
        "**No longer found: deleted outside of Terraform**\n\n- `aws_eks_node_group.training`"
    )


def test_changing_it_in_place_is_none() -> None:
    assert "[!CAUTION]" not in summary(plan(change("aws_eks_cluster.x", UPDATE)))


@pytest.mark.parametrize(
    ("actions", "sentence"),
    [
        (CREATE, "**It only adds**"),
        (UPDATE, "**It changes what runs in place**"),
        (DELETE, "**It schedules the deletion of keys**"),
    ],
)
def test_the_worst_is_said_first(actions: list[str], sentence: str) -> None:
    assert summary(plan(change("aws_kms_key.x", actions))).splitlines()[1] == sentence


def test_a_group_whose_nodes_roll_has_a_line_of_its_own() -> None:
    rolled = change("aws_eks_node_group.x", UPDATE, before=GROUP, after=GROUP | {"version": "1.36"})
    told = summary(plan(rolled)).splitlines()
    assert told[1] == "**It rolls the nodes of one node group**"
    assert told[5] == (
        "- `training`: every node is replaced, 8 in all, at most 1 at once, "
        "up to 2 new ones start first (on demand)"
    )


def test_no_value_is_told() -> None:
    values = {"before": {"a": "old-value", "b": 1}, "after": {"a": "new-value", "b": 1}}
    told = summary(plan(change("aws_x.y", UPDATE, **values)))
    assert "`aws_x.y`: `a`" in told
    assert "-value" not in told


def test_a_name_cannot_write_markdown() -> None:
    key = "a`\n\n# @everyone <!-- `"
    told = summary(plan(change("aws_x.y", UPDATE, before={key: 1}, after={key: 2})))
    assert told.splitlines()[-1] == "- `aws_x.y`: `a' # @everyone <!-- '`"


def test_many_attributes_are_counted() -> None:
    before, after = ({f"a{i:02}": side for i in range(20)} for side in (1, 2))
    told = summary(plan(change("aws_x.y", UPDATE, before=before, after=after)))
    assert told.endswith("`a11` and 8 more")


def test_a_long_summary_is_cut_between_lines_with_a_note() -> None:
    many = plan(*(change(f"aws_x.y{i}", UPDATE) for i in range(5000)))
    *_, last, empty, note = summary(many).splitlines()
    assert len(summary(many)) <= 60_000
    assert last.endswith(": `a`")
    assert (empty, note) == ("", "*Cut here: the whole plan is in the log of the run.*")


def test_no_changes_are_said_to_be_none() -> None:
    assert summary(plan(applyable=False)) == "### demo: no changes"


def test_a_move_changes_the_state_alone() -> None:
    told = summary(plan(change("aws_x.y", ["no-op"]), applyable=True))
    assert told == "### demo: only outputs and entries of the state change"
