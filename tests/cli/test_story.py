"""What a run tells."""

import io
import re
from collections.abc import Mapping

import pytest
from rich.console import Console

from cli.show import show_built, show_checks, show_plan
from cli.story import Story
from cli.verification import Check
from embedded_aws.progress import Progress, Stage
from modules.planning.changes.effects import effects_of


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def story(out: io.StringIO) -> Story:
    return Story(Console(file=out, width=200))


def progress(address: str, stage: Stage, elapsed_seconds: float = 0.0) -> Progress:
    return Progress(address=address, action="create", stage=stage, elapsed_seconds=elapsed_seconds)


def test_steps_are_numbered_and_timed(story: Story, out: io.StringIO) -> None:
    with story.step("Plan"):
        story.line("[not markup]")
    with story.step("Apply"):
        pass
    assert re.sub(r"\d+\.\d s", "N s", out.getvalue()) == (
        "\n1. Plan\n   [not markup]\n   done in N s\n\n2. Apply\n   done in N s\n"
    )


def test_a_step_that_fails_is_not_done(story: Story, out: io.StringIO) -> None:
    with pytest.raises(LookupError), story.step("Plan"):
        raise LookupError
    assert "done" not in out.getvalue()


def test_every_resource_gets_a_line_when_it_is_done(story: Story, out: io.StringIO) -> None:
    watch = story.resource_lines(2)
    watch(progress("aws_vpc.a", "start"))
    watch(progress("aws_vpc.a", "complete"))
    watch(progress("aws_vpc.b", "errored"))
    assert out.getvalue() == "   [1/2] created aws_vpc.a\n   [2/2] FAILED aws_vpc.b\n"


def test_what_stands_in_the_state_alone_gets_none(story: Story, out: io.StringIO) -> None:
    watch = story.resource_lines(1)
    watch(progress("terraform_data.training_template-version", "complete"))
    watch(progress("aws_vpc.a", "complete"))
    assert out.getvalue() == "   [1/1] created aws_vpc.a\n"


def test_a_resource_that_takes_long_gets_a_line_every_ten_seconds(
    story: Story, out: io.StringIO
) -> None:
    watch = story.resource_lines(1)
    for seconds in (5, 10, 15, 20):
        watch(progress("aws_vpc.a", "progress", seconds))
    assert out.getvalue() == "   ... aws_vpc.a (10 s so far)\n   ... aws_vpc.a (20 s so far)\n"


def planned(type_: str, actions: list[str], **values: Mapping[str, object]) -> dict[str, object]:
    change = {"actions": actions, "before": None, "after": None, **values}
    return {"address": f"{type_}.a", "type": type_, "change": change}


def test_a_plan_is_summed_up(story: Story, out: io.StringIO) -> None:
    show_plan(story, effects_of({"resource_changes": [planned("aws_vpc", ["create"], after={})]}))
    assert out.getvalue() == "   1 to create, 0 to update, 0 to delete\n"


def test_the_worst_of_a_plan_and_each_node_group_are_told(story: Story, out: io.StringIO) -> None:
    group = {"node_group_name": "training", "scaling_config": [{"desired_size": 2}]}
    changes = [
        planned("aws_eks_node_group", ["delete"], before=group),
        planned("aws_kms_key", ["delete"], before={}),
    ]
    show_plan(story, effects_of({"resource_changes": changes}))
    assert out.getvalue().splitlines()[1:] == [
        "   schedules the deletion of keys, removes one node group",
        "   training: removed: 2 nodes of it stop",
    ]


def test_what_was_built_is_counted_by_kind(story: Story, out: io.StringIO) -> None:
    show_built(story, ["aws_eks_addon.b", "aws_eks_addon.a", "data.aws_region.x"])
    assert out.getvalue().splitlines()[-1].split() == ["eks", "addon", "2", "a,", "b"]


def test_a_check_that_fails_shows_both_sides(story: Story, out: io.StringIO) -> None:
    show_checks(
        story,
        [
            Check(subject="version", expected="1.35", actual="1.35"),
            Check(subject="zones", expected=["a"], actual=[]),
        ],
    )
    assert out.getvalue() == ("   ok      version\n   FAILED  zones: ['a'] expected, [] found\n")
