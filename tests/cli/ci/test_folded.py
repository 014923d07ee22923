"""Many clusters share comments, the worst of them first."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.cli.ci.clock import Clock
from tests.cli.ci.command import ci
from tests.cli.ci.github import REPOSITORY, RUN_URL, GitHub

COMMENTS = "issues/5/comments"
QUIET = "### {}: 1 to change\n**It changes what runs in place**\n"
GRAVE = (
    "### {}: 1 to replace\n**It replaces one node group | all of it**\n\n"
    "> [!CAUTION]\n> - **replace** `aws_eks_node_group.training`\n"
)


def tell(summaries: Path, texts: Mapping[str, str | None], run: int = 7) -> tuple[int, str, str]:
    """Tell of plans: Markdown of each cluster, None where the plan failed."""
    summaries.mkdir(exist_ok=True)
    for name, text in texts.items():
        if text is not None:
            (summaries / f"{name}.md").write_text(text.format(name), encoding="utf-8")
    return ci(
        "pull-request-comments",
        *("--repository", REPOSITORY, "--pull-request", "5", "--run-url", RUN_URL),
        *("--run", str(run), "--commit", "4f2a9c1e", "--removed", "[]"),
        *("--clusters", json.dumps([{"cluster": name} for name in texts])),
        *("--summaries", str(summaries)),
    )


def fleet(count: int, **more: str | None) -> dict[str, str | None]:
    return {**{f"c{number:03}": QUIET for number in range(count)}, **more}


def bodies(github: GitHub) -> list[str]:
    return [comment["body"] for comment in github.holds(COMMENTS)]


def test_twenty_clusters_have_comments_of_their_own(github: GitHub, tmp_path: Path) -> None:
    github.answer(COMMENTS, [])
    assert tell(tmp_path / "s", fleet(20)) == (0, "", "")
    assert len(bodies(github)) == 20


def test_more_share_one_with_the_worst_first_and_its_details(
    github: GitHub, clock: Clock, tmp_path: Path
) -> None:
    github.answer(COMMENTS, [])
    done = tell(tmp_path / "s", fleet(40, worse=GRAVE, zfailed=None, quiet="### {}: no changes"))
    assert done == (1, "", "not planned: zfailed\n")
    (body,) = bodies(github)
    assert clock.slept == []
    marker, heading, _, _, _, *rows = body.splitlines()
    assert marker == "<!-- trainyard plans: 1; run 7, attempt 1 -->"
    assert heading == (
        "### 43 clusters: 1 not planned, 1 of which something is taken down or left behind"
    )
    assert rows[:3] == [
        "| `zfailed` | not planned |  |",
        r"| `worse` | 1 to replace | It replaces one node group \| all of it |",
        "| `c000` | 1 to change | It changes what runs in place |",
    ]
    assert rows[42] == "| `quiet` | no changes |  |"
    assert f"<details><summary>worse</summary>\n\n{GRAVE.format('worse').strip()}\n" in body
    assert body.count("<details>") == 1
    assert body.endswith(f"Commit 4f2a9c1e: [the plan and its log]({RUN_URL})")


def test_three_hundred_clusters_fit_three_comments_that_github_takes(
    github: GitHub, clock: Clock, tmp_path: Path
) -> None:
    github.answer(COMMENTS, [])
    long = GRAVE + "> - **destroy** `aws_vpc.network`\n" * 1000
    texts = {f"{name}-{'x' * 60}": long for name in fleet(300)}
    assert tell(tmp_path / "s", texts) == (0, "", "")
    assert [len(body) <= 65_536 for body in bodies(github)] == [True] * 3
    assert [body.splitlines()[1].rpartition(" (")[2] for body in bodies(github)] == [
        f"part {part} of 3)" for part in (1, 2, 3)
    ]
    assert sum(body.count("| `c") for body in bodies(github)) == 300
    assert clock.slept == [1, 1]


def test_comments_are_shared_and_parted_again_in_place(github: GitHub, tmp_path: Path) -> None:
    github.answer(COMMENTS, [])
    tell(tmp_path / "s", fleet(2))
    tell(tmp_path / "s", fleet(21), run=8)
    first, second, shared = bodies(github)
    assert first.endswith("### c000: told in the comment on all clusters")
    assert second.endswith("### c001: told in the comment on all clusters")
    assert shared.splitlines()[1] == "### 21 clusters"
    tell(tmp_path / "s", fleet(1), run=9)
    first, second, shared = bodies(github)
    assert first.splitlines()[1] == "### c000: 1 to change"
    assert second.endswith("### c001: no longer changed by this pull request")
    assert shared.endswith("### Plans: told in other comments of this pull request")
