"""What a pull request is told of its plans.

A few clusters have a comment each. Many share comments with a table, since nobody reads a hundred
and GitHub slows down whoever writes them.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.ci.comments import Run, keep, our_comments
from cli.ci.folded import folded

#: More clusters than this share comments.
_MOST_COMMENTS = 20


class PlansMissingError(Exception):
    """A cluster was not planned; its comment says so, and a check that is required fails."""


def tell_of_plans(
    repository: str,
    pull_request: int,
    *,
    clusters: Sequence[str],
    removed: Sequence[str],
    left_behind: Mapping[str, str],
    summaries: Path,
    run: Run,
) -> None:
    """Tell on a pull request what was planned, what was not, and what nobody destroys.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        clusters: Clusters that should have been planned.
        removed: Clusters whose files are removed.
        left_behind: What to do about each cluster that nothing would plan any more.
        summaries: Folder with NAME.md of each cluster that was planned.
        run: The run that planned.

    Raises:
        PlansMissingError: If a cluster was not planned.
        GitHubRefusedError: If GitHub refuses.
    """
    files = {name: summaries / f"{name}.md" for name in clusters}
    texts = {
        **{name: _removed(name) for name in removed},
        **{name: _planned(name, file) for name, file in files.items()},
        **{name: _left_behind(name, why) for name, why in left_behind.items()},
    }
    later = keep_comments(repository, pull_request, texts, run)
    for about in later:
        print(f"{about}: left as it is, since a later run has written it", file=sys.stderr)
    missing = [name for name, file in files.items() if not file.is_file()]
    if missing:
        raise PlansMissingError(f"not planned: {', '.join(missing)}")


def keep_comments(repository: str, pull_request: int, texts: dict[str, str], run: Run) -> list[str]:
    """Make the comments on clusters say what they should, and write those that are missing.

    Args:
        repository: Owner and name.
        pull_request: Its number.
        texts: What to say, by cluster: Markdown that begins with a heading.
        run: The run that says it.

    Returns:
        What a later run has told of already, and was left as it is.

    Raises:
        GitHubRefusedError: If GitHub refuses.
    """
    found = our_comments(repository, pull_request)
    footer = f"\n\nCommit {run.commit}: [the plan and its log]({run.url})"
    if len(texts) > _MOST_COMMENTS:
        shared = folded(texts)
        wanted = {f"plans: {part}": text + footer for part, text in enumerate(shared, start=1)}
    else:
        wanted = {f"plan: {name}": text + footer for name, text in sorted(texts.items())}
    outdated = {about: _outdated(about, texts) for about in sorted(found.keys() - wanted.keys())}
    return keep(repository, pull_request, found, {**outdated, **wanted}, run)


def _outdated(about: str, texts: dict[str, str]) -> str:
    kind, _, name = about.partition(": ")
    if kind == "plans":
        return "### Plans: told in other comments of this pull request"
    if name in texts:
        return f"### {name}: told in the comment on all clusters"
    return f"### {name}: no longer changed by this pull request"


def _planned(name: str, file: Path) -> str:
    if not file.is_file():
        return f"### {name}: not planned\n\nThe plan failed, or was not made."
    return file.read_text(encoding="utf-8").strip()


def _removed(name: str) -> str:
    return f"### {name}: file removed, after the cluster was decommissioned"


def _left_behind(name: str, why: str) -> str:
    return f"### {name}: left running, with nothing to plan it\n\nThe check fails: {why}."
