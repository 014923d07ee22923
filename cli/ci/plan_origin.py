"""Where a plan must come from to be applied, held against what GitHub says of the job that made it.

Runs and artifacts do not tell which pull request they ran for: GitHub's REST API lists, as a run's
pull requests, those that are open on the same commit, which after a merge is none. The signed
token of the job does tell.

Source: https://docs.github.com/en/rest/actions/workflow-runs, 2026-11-25
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cli.ci.github_api import GitHubRefusedError, ask

_NOT_FOUND = 404


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


class OfPullRequest:
    """Holds plans against the pull request that was merged, asking GitHub nothing twice."""

    def __init__(self, repository: str, workflow: str, pull: PullRequest) -> None:
        """Know what was merged.

        Args:
            repository: Owner and name.
            workflow: File name of the workflow.
            pull: The pull request.
        """
        self._repository = repository
        self._path = f".github/workflows/{workflow}"
        self._pull = pull
        self._held: set[tuple[str, str]] = set()

    def __call__(self, claims: Mapping[str, Any]) -> None:
        """Hold a plan against it.

        Args:
            claims: What GitHub says of the job that planned.

        Raises:
            OtherOriginError: If another run planned, on another base, an earlier commit, or by a
                workflow that the pull request changes.
            GitHubRefusedError: If GitHub refuses.
        """
        ref = f"refs/pull/{self._pull.number}/merge"
        _same(claims, "event_name", "pull_request")
        _same(claims, "repository", self._repository)
        _same(claims, "ref", ref)
        _same(claims, "base_ref", self._pull.base)
        _same(claims, "workflow_ref", f"{self._repository}/{self._path}@{ref}")
        commits = str(claims.get("sha")), str(claims.get("workflow_sha"))
        if commits not in self._held:
            self._hold(*commits)
            self._held.add(commits)

    def _hold(self, merge: str, workflow: str) -> None:
        # It is on no branch. GitHub keeps such commits, and promises nothing.
        try:
            commit = ask(f"repos/{self._repository}/git/commits/{merge}")
        except GitHubRefusedError as error:
            if error.status != _NOT_FOUND:
                raise
            message = f"GitHub no longer has {merge}, the merge that was planned"
            raise OtherOriginError(message) from error
        base, *heads = (str(parent["sha"]) for parent in commit["parents"])
        if heads != [self._pull.head]:
            message = f"it planned {', '.join(heads)}, not {self._pull.head}, the last commit"
            raise OtherOriginError(message)
        files = f"repos/{self._repository}/contents/{self._path}"
        planned_by, held_against = (ask(f"{files}?ref={at}")["sha"] for at in (workflow, base))
        if planned_by != held_against:
            message = f"the pull request changes {self._path}, so no reviewed workflow planned it"
            raise OtherOriginError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRunByHand:
    """Holds plans against the run by hand that applies them.

    Attributes:
        repository: Owner and name.
        workflow: File name of the workflow.
        branch: The branch that is applied.
        commit: The commit that is applied.
    """

    repository: str
    workflow: str
    branch: str
    commit: str

    def __call__(self, claims: Mapping[str, Any]) -> None:
        """Hold a plan against it.

        Args:
            claims: What GitHub says of the job that planned.

        Raises:
            OtherOriginError: If another event, branch, commit or workflow planned.
        """
        ref = f"refs/heads/{self.branch}"
        path = f".github/workflows/{self.workflow}"
        _same(claims, "event_name", "workflow_dispatch")
        _same(claims, "repository", self.repository)
        _same(claims, "ref", ref)
        _same(claims, "sha", self.commit)
        _same(claims, "workflow_ref", f"{self.repository}/{path}@{ref}")


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
