"""The options of ``trainyard ci``."""

import json
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from cli.exit_codes import exit_code
from cli.summary.options import FileIs, FileOption, StateWas, before

# Imports what it needs when it runs, as the other commands do.
# ruff: noqa: PLC0415

ci = typer.Typer(
    no_args_is_help=True,
    help="What workflows call: which clusters to plan, the gate, comments, issues, reviewed plans.",
)


class ChangesStyle(str, Enum):
    """How changed clusters are told."""

    text = "text"
    json = "json"
    github = "github"


_Repository: TypeAlias = Annotated[
    str, typer.Option(metavar="OWNER/NAME", help="Repository on GitHub")
]
_Clusters: TypeAlias = Annotated[
    str, typer.Option(metavar="JSON", help="The output clusters of ci changed-clusters")
]
_Summaries: TypeAlias = Annotated[
    Path, typer.Option(metavar="FOLDER", help="Folder with NAME.md of each cluster planned")
]
_Environments: TypeAlias = Annotated[
    str, typer.Option(metavar="JSON", help="Environments in the order in which they are applied")
]
_ORDER = '["development", "staging", "production"]'
_RunUrl: TypeAlias = Annotated[str, typer.Option(metavar="URL", help="Address of the run")]


@ci.command("changed-clusters")
def changed_clusters(
    base: Annotated[
        Path, typer.Argument(metavar="BASE", help="Synthesis of what is compared with")
    ],
    head: Annotated[Path, typer.Argument(metavar="HEAD", help="Synthesis of what is proposed")],
    *,
    every: Annotated[bool, typer.Option("--all", help="Every cluster, as if all differed")] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="NAME", help="This cluster alone, differing or not")
    ] = None,
    prove_removed: Annotated[
        bool,
        typer.Option(
            "--prove-removed",
            help="Also those that were decommissioned and are removed, as BASE has them, so that a "
            "plan shows whether anything is left",
        ),
    ] = False,
    refuse_left_behind: Annotated[
        bool,
        typer.Option(
            "--refuse-left-behind", help="Fail where a cluster is left with nothing to plan it"
        ),
    ] = False,
    environments: _Environments = _ORDER,
    style: Annotated[
        ChangesStyle,
        typer.Option("--format", help="For people, for programs, or the outputs of a step"),
    ] = ChangesStyle.text,
) -> None:
    """Tell which clusters differ between two syntheses, folders such as cdktf.out.

    One that is missing has no clusters. A cluster whose state is a local file is left out.
    """
    if every and cluster is not None:
        message = "--all and --cluster exclude each other"
        raise typer.BadParameter(message)

    def run() -> None:
        from cli.ci.changed_clusters import changed_clusters as run_changed_clusters
        from cli.ci.matrices import order_of

        run_changed_clusters(
            None if every else base,
            head,
            style.value,
            only=cluster,
            prove_removed=prove_removed,
            refuse_left_behind=refuse_left_behind,
            order=order_of(environments),
        )

    raise typer.Exit(exit_code(run))


class Purpose(str, Enum):
    """What a pipeline of GitLab is for."""

    plan = "plan"
    apply = "apply"
    drift = "drift"


@ci.command("gitlab-pipeline")
def gitlab_pipeline(
    base: Annotated[
        Path, typer.Argument(metavar="BASE", help="Synthesis of what is compared with")
    ],
    head: Annotated[Path, typer.Argument(metavar="HEAD", help="Synthesis of what is proposed")],
    *,
    purpose: Annotated[
        Purpose, typer.Option("--for", help="To plan, to plan and apply by hand, or to find drift")
    ],
    jobs: Annotated[
        Path, typer.Option(metavar="FILE", help="What jobs do, as ci/gitlab/clusters.yml")
    ],
    every: Annotated[bool, typer.Option("--all", help="Every cluster, as if all differed")] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="NAME", help="This cluster alone, differing or not")
    ] = None,
    environments: _Environments = _ORDER,
    folder: Annotated[str, typer.Option(help="Folder that clusters/ lies in")] = ".",
    trainyard: Annotated[str, typer.Option(help="Folder of Trainyard, from there")] = ".",
    plan_roles: Annotated[str, typer.Option(metavar="JSON", help="Roles that plan")] = "",
    apply_roles: Annotated[str, typer.Option(metavar="JSON", help="Roles that apply")] = "",
) -> None:
    """Write the pipeline that plans and applies the clusters that differ, for GitLab.

    Roles are an object in JSON, by cluster, by environment as environment:NAME, or default.
    """

    def run() -> None:
        from cli.ci.gitlab_pipeline import Setting, roles_of, write_pipeline
        from cli.ci.matrices import order_of

        setting = Setting(
            folder=folder,
            trainyard=trainyard,
            order=order_of(environments),
            plan_roles=roles_of(plan_roles, "PLAN_ROLES"),
            apply_roles=roles_of(apply_roles, "APPLY_ROLES"),
        )
        whole = None if every else base
        write_pipeline(whole, head, purpose.value, jobs, setting, only=cluster)

    raise typer.Exit(exit_code(run))


@ci.command("pull-request-comments")
def pull_request_comments(
    *,
    repository: _Repository,
    pull_request: Annotated[int, typer.Option(metavar="NUMBER", help="The pull request")],
    clusters: _Clusters,
    removed: Annotated[
        str, typer.Option(metavar="JSON", help="The output removed of ci changed-clusters")
    ],
    left_behind: Annotated[
        str, typer.Option(metavar="JSON", help="The output left_behind of ci changed-clusters")
    ] = "[]",
    summaries: _Summaries,
    run: Annotated[int, typer.Option(metavar="NUMBER", help="Id of the run")],
    attempt: Annotated[int, typer.Option(metavar="NUMBER", help="Which try of it this is")] = 1,
    run_url: _RunUrl,
    commit: Annotated[str, typer.Option(metavar="SHA", help="Last commit of the pull request")],
) -> None:
    """Keep one comment for each cluster on a pull request; ends with 1 if one was not planned.

    More than 20 clusters share comments with a table. What a later run has written stays.
    """
    names = _names(clusters, "--clusters")
    gone = _list(removed, "--removed")
    left = dict(
        zip(_names(left_behind, "--left-behind"), _list(left_behind, "--left-behind"), strict=True)
    )

    def tell() -> None:
        from cli.ci.comments import Run
        from cli.ci.pull_request_comments import tell_of_plans

        tell_of_plans(
            repository,
            pull_request,
            clusters=names,
            removed=gone,
            left_behind={name: str(each.get("why")) for name, each in left.items()},
            summaries=summaries,
            run=Run(number=run, attempt=attempt, url=run_url, commit=commit),
        )

    raise typer.Exit(exit_code(tell))


@ci.command("drift-issues")
def drift_issues(
    *,
    repository: _Repository,
    clusters: _Clusters,
    summaries: _Summaries,
    run_url: _RunUrl,
) -> None:
    """Keep one issue for each cluster that has drifted; ends with 1 if one was not planned.

    The summary of a cluster is empty where nothing differs. Without one, its issue stays as it is.
    """
    names = _names(clusters, "--clusters")

    def run() -> None:
        from cli.ci.drift_issues import keep_drift_issues

        keep_drift_issues(repository, names, summaries, run_url)

    raise typer.Exit(exit_code(run))


@ci.command("reviewed-plan")
def reviewed_plan(
    stack: Annotated[
        Path, typer.Argument(metavar="STACK", help="Folder of the stack, named after the cluster")
    ],
    *,
    repository: _Repository,
    workflow: Annotated[
        str, typer.Option(metavar="FILE", help="File name of the workflow that planned")
    ] = "clusters.yml",
    branch: Annotated[str, typer.Option(metavar="NAME", help="Branch that is applied")],
    commit: Annotated[str, typer.Option(metavar="SHA", help="Commit of it that is applied")],
    run: Annotated[
        int | None, typer.Option(help="Run by hand that made the plan, if one did")
    ] = None,
    issuer: Annotated[
        str, typer.Option(metavar="URL", help="Who signs what jobs run for")
    ] = "https://token.actions.githubusercontent.com",
    shown: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="Hash of the plan that whoever approved was shown"),
    ] = None,
) -> None:
    """Put the plan that was reviewed on a pull request into the stack that is to be applied.

    It is refused when GitHub does not say that a run of this pull request made it, or when what was
    planned is not what was merged.
    """

    def take() -> None:
        from cli.ci.reviewed_plan import Merge, take_reviewed_plan

        merge = Merge(
            repository=repository,
            workflow=workflow,
            branch=branch,
            commit=commit,
            run=run,
            issuer=issuer,
        )
        take_reviewed_plan(stack, merge, shown=shown)

    raise typer.Exit(exit_code(take))


@ci.command("gate")
def gate(
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN", help="What terraform show -json PLAN wrote")
    ],
    *,
    stack: Annotated[Path, typer.Option(metavar="FOLDER", help="The stack that was planned")],
    state_was: StateWas = "",
    file: FileOption = FileIs.new,
) -> None:
    """Fail if a plan loses what its cluster file does not allow to be lost today.

    That is whatever it destroys, replaces or forgets of the kinds that allow_destroy names; a
    cluster whose state was left where it was; and what is left where a file is removed.
    """

    def run() -> None:
        from cli.ci.gate import gate as run_gate

        run_gate(plan, stack, before(state_was, file))

    raise typer.Exit(exit_code(run))


def _names(text: str, option: str) -> list[str]:
    """Give the names of clusters in an output of a step.

    Raises:
        typer.BadParameter: If it is no such output.
    """
    try:
        return [str(each["cluster"]) for each in _list(text, option)]
    except (KeyError, TypeError) as error:
        raise _not_an_output(text, option) from error


def _list(text: str, option: str) -> list[Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _not_an_output(text, option) from error
    if not isinstance(found, list):
        raise _not_an_output(text, option)
    return found


def _not_an_output(text: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(f"{option} is no output of ci changed-clusters: {text}")
