"""The gate fails with words, and the summary says them too."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from tests.cli.ci.command import ci
from tests.cli.summary.plans import CREATE, DELETE, UPDATE, change, plan

LOST = plan(change("aws_kms_key.x", DELETE))
MADE = plan(change("aws_eks_cluster.x", CREATE))
OLD = "s3://example-terraform-state/trainyard/demo.tfstate"
ALLOWED = {"what": ["keys"], "until": "2999-01-31"}


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A stack of whose file nothing is known."""
    folder = tmp_path / "stacks" / "demo"
    folder.mkdir(parents=True)
    allow(folder, None)
    return folder


def allow(stack: Path, leave: Any) -> None:
    comment = {} if leave is None else {"allow_destroy": leave}
    (stack / "cdk.tf.json").write_text(json.dumps({"//": comment}), encoding="utf-8")


def gate(stack: Path, document: Any, *options: str) -> tuple[int, str, str]:
    return ci("gate", written(stack, document), f"--stack={stack}", *options)


def written(stack: Path, document: Any) -> str:
    file = stack.parent / "plan.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return str(file)


def summarized(stack: Path, document: Any, *options: str) -> list[str]:
    arguments = ["summarize", written(stack, document), "--title=demo", f"--stack={stack}"]
    done = CliRunner().invoke(app, [*arguments, *options])
    assert done.exit_code == 0
    return done.stdout.splitlines()


def test_a_loss_that_is_not_allowed_fails_with_words_that_the_summary_says_too(stack: Path) -> None:
    code, out, err = gate(stack, LOST)
    assert (code, out) == (1, "")
    assert err.startswith("demo: loses keys (aws_kms_key.x), and its file does not allow that; ")
    refused = err.strip().removeprefix("demo: ")
    assert summarized(stack, LOST)[:6] == [
        "### demo: loses keys: 1 to destroy",
        "**It schedules the deletion of keys**",
        "",
        "> [!WARNING]",
        "> The check fails, as this plan",
        f"> - {refused}",
    ]
    told = json.loads("\n".join(summarized(stack, LOST, "--format=json")))
    assert told["refused"] == [refused]


def test_a_loss_that_is_allowed_passes_and_is_told(stack: Path) -> None:
    allow(stack, ALLOWED)
    assert gate(stack, LOST) == (0, "demo: loses keys, as its file allows\n", "")
    assert not any("check fails" in line for line in summarized(stack, LOST))


def test_a_plan_without_a_loss_passes(stack: Path) -> None:
    document = plan(change("aws_kms_key.x", UPDATE))
    assert gate(stack, document) == (0, "demo: loses nothing\n", "")


def test_a_state_that_was_left_behind_fails_and_stands_in_the_first_line(stack: Path) -> None:
    option = f"--state-was={OLD}"
    code, _, err = gate(stack, MADE, option)
    assert (code, err.startswith("demo: makes a cluster where there may be one")) == (1, True)
    heading, *_ = summarized(stack, MADE, option)
    assert heading == f"### demo: forgets what is in {OLD}: 1 to create"


def test_a_local_state_that_was_left_behind_is_told_and_passes(stack: Path) -> None:
    option = "--state-was=a local file"
    assert gate(stack, MADE, option)[0] == 0
    assert summarized(stack, MADE, option)[0] == (
        "### demo: forgets what is in a local file: 1 to create"
    )


def test_a_cluster_that_was_there_and_whose_state_holds_nothing_fails(stack: Path) -> None:
    code, _, err = gate(stack, MADE, "--file=changed")
    assert code == 1
    assert err.startswith(
        "demo: makes a cluster that was to be there already: its state holds nothing. If that was "
        "emptied, what runs would run on unmanaged; bring its last version back, as docs/state.md "
        "tells. If the cluster was never applied, apply what it was before this change, or write "
        "allow_destroy: {what: [cluster], until: "
    )
    heading, *_ = summarized(stack, MADE, "--file=changed")
    assert heading == "### demo: finds nothing in its state, 1 to create"


def test_the_loss_of_a_state_needs_the_second_approval_too(stack: Path) -> None:
    losses = stack.parent / "losses.json"
    summarized(stack, MADE, "--file=changed", f"--losses={losses}")
    assert json.loads(losses.read_text(encoding="utf-8")) == ["cluster"]


@pytest.mark.parametrize(
    "document",
    [
        # Nothing was known of it, or an apply ended on the way.
        plan(change("aws_eks_cluster.x", CREATE), change("aws_vpc.x", ["no-op"])),
        plan(change("aws_vpc.x", CREATE)),
        plan(change("aws_eks_cluster.x", UPDATE)),
    ],
)
def test_a_state_that_holds_something_passes(stack: Path, document: Any) -> None:
    assert gate(stack, document, "--file=changed")[0] == 0


def test_a_cluster_that_is_to_be_made_again_is_a_word_in_its_file(stack: Path) -> None:
    allow(stack, {"what": ["cluster"], "until": "2999-01-31"})
    assert gate(stack, MADE, "--file=changed")[0] == 0


@pytest.mark.parametrize(("document", "code"), [(LOST, 1), (plan(applyable=False), 0)])
def test_a_file_that_is_removed_leaves_nothing(stack: Path, document: Any, code: int) -> None:
    allow(stack, {"decommission": True})
    assert gate(stack, document, "--file=removed")[0] == code


def test_empty_options_are_as_if_they_were_left_out(stack: Path) -> None:
    assert gate(stack, MADE, "--state-was=", "--file=")[0] == 0


def test_what_is_no_plan_does_not_pass(stack: Path) -> None:
    code, out, err = gate(stack, {"values": {}})
    assert (code, out) == (2, "")
    assert "holds no plan" in err
