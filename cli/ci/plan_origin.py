"""Where a plan must come from to be applied, held against what GitHub says of the job that made it.

Runs and artifacts do not tell which pull request they ran for: GitHub's REST API lists, as a run's
pull requests, those that are open on the same commit, which after a merge is none. The signed
token of the job does tell.

Source: https://docs.github.com/en/rest/actions/workflow-runs, 2026-11-25
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cli.ci.github_api import ask


class OtherOriginError(Exception):
    """A plan was made elsewhere or otherwise; the text says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """A merged pull request.

    Attributes:
        number: Its number.
        base: The branch it was merged into.
        head: Its last commit, which was merged.
    """

    number: int
    base: str
    head: str


def is_of_pull_request(
    claims: Mapping[str, Any], repository: str, workflow: str, pull: PullRequest
) -> None:
    """Hold a plan against the pull request that was merged.

    Args:
        claims: What GitHub says of the job that planned.
        repository: Owner and name.
        workflow: File name of the workflow.
        pull: The pull request.

    Raises:
        OtherOriginError: If another run planned, on another base, an earlier commit, or by a
            workflow that the pull request changes.
        GitHubRefusedError: If GitHub refuses.
    """
    ref = f"refs/pull/{pull.number}/merge"
    path = f".github/workflows/{workflow}"
    _same(claims, "event_name", "pull_request")
    _same(claims, "repository", repository)
    _same(claims, "ref", ref)
    _same(claims, "base_ref", pull.base)
    _same(claims, "workflow_ref", f"{repository}/{path}@{ref}")
    merge = ask(f"repos/{repository}/git/commits/{claims['sha']}")
    base, *heads = (str(parent["sha"]) for parent in merge["parents"])
    if heads != [pull.head]:
        message = f"it planned {', '.join(heads)}, not {pull.head}, the last commit"
        raise OtherOriginError(message)
    planned_by, held_against = (
        ask(f"repos/{repository}/contents/{path}?ref={commit}")["sha"]
        for commit in (claims["workflow_sha"], base)
    )
    if planned_by != held_against:
        message = f"the pull request changes {path}, so no reviewed workflow planned it"
        raise OtherOriginError(message)


def is_of_run(
    claims: Mapping[str, Any], repository: str, workflow: str, branch: str, commit: str
) -> None:
    """Hold a plan against the run by hand that made it, on the branch that is applied.

    Args:
        claims: What GitHub says of the job that planned.
        repository: Owner and name.
        workflow: File name of the workflow.
        branch: The branch that is applied.
        commit: The commit that is applied.

    Raises:
        OtherOriginError: If another run, branch, commit or workflow planned.
    """
    ref = f"refs/heads/{branch}"
    _same(claims, "event_name", "workflow_dispatch")
    _same(claims, "repository", repository)
    _same(claims, "ref", ref)
    _same(claims, "sha", commit)
    _same(claims, "workflow_ref", f"{repository}/.github/workflows/{workflow}@{ref}")


#: What claims mean, in words.
_WORDS = {
    "event_name": "it was planned on",
    "repository": "it was planned in",
    "ref": "it was planned for",
    "base_ref": "it was planned on the base branch",
    "sha": "it was planned on commit",
    "workflow_ref": "it was planned by",
}


def _same(claims: Mapping[str, Any], name: str, wanted: str) -> None:
    if claims.get(name) != wanted:
        raise OtherOriginError(f"{_WORDS[name]} {claims.get(name)}, not {wanted}")
