"""The pipeline of GitLab that plans clusters and applies them, with jobs for each of them.

It is made of what was synthesized, so that no cluster can be missing in it; what a job does stands
in ``ci/gitlab/clusters.yml``. Written as JSON, which is YAML, with values that GitLab does not
expand, so that text stays as it is.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from cli.ci.changed_clusters import find_changes, warn
from cli.ci.matrices import Entry, NoPlaceForClustersError, by_environment, in_order

Job: TypeAlias = dict[str, Any]

#: How many jobs another may need. Source: https://docs.gitlab.com/ci/yaml/#needs
_MOST_NEEDS = 50
#: Of an apply: the job that synthesized, and the plan.
_OWN_NEEDS = 2
_MOST_APPLIES = (_MOST_NEEDS - _OWN_NEEDS) * _MOST_NEEDS
_ANY = "default"
_SYNTHESIZED = {"pipeline": "$PARENT_PIPELINE_ID", "job": "synthesize"}


class NoRoleError(Exception):
    """A cluster has no role to work as; the text says where it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a pipeline works, as whom, and in which order.

    Attributes:
        folder: Folder of the repository that ``clusters/`` lies in.
        trainyard: Folder of Trainyard, from there.
        order: Environments in the order of their turns.
        plan_roles: Roles by cluster, by environment as ``environment:NAME``, or ``default``.
        apply_roles: Likewise; needed for applies alone.
    """

    folder: str
    trainyard: str
    order: Sequence[str]
    plan_roles: Mapping[str, str]
    apply_roles: Mapping[str, str]


def write_pipeline(
    base: Path | None, head: Path, purpose: str, jobs: Path, setting: Setting, *, only: str | None
) -> None:
    """Write the pipeline for the clusters that differ between two syntheses.

    Args:
        base: Synthesis of what is compared with, or None to take every cluster.
        head: Synthesis of what is proposed.
        purpose: ``plan`` alone, as for a merge request; ``apply`` what is planned, by hand;
            ``drift``, which fails where something differs.
        jobs: What jobs do, as ``ci/gitlab/clusters.yml``.
        setting: Where they work, and as whom.
        only: The one cluster to take, differing or not.

    Raises:
        NoSuchClusterError: If the one that is asked for is not there.
        NoPlaceForClustersError: If a cluster has no turn.
        NoRoleError: If a cluster has no role.
    """
    import yaml  # noqa: PLC0415 - small jobs that load this module have no such package

    changes = find_changes(base, head, only=only)
    warn(changes, "text")
    given: Job = yaml.safe_load(jobs.read_text(encoding="utf-8"))
    made = pipeline(changes.clusters, purpose, setting, given)
    left = dict(_left_behind(changes.left_behind)) if purpose == "plan" else {}
    json.dump({**given, **made, **left}, sys.stdout)


def _left_behind(left_behind: Sequence[Entry]) -> Iterator[tuple[str, Job]]:
    for each in left_behind:
        variables = {"WHY": _literal(each["why"])}
        yield f"left behind: {each['cluster']}", {"extends": ".left-behind", "variables": variables}


def roles_of(text: str, variable: str) -> dict[str, str]:
    """Read roles, an object in JSON; nothing is no roles.

    Raises:
        NoRoleError: If it is none.
    """
    try:
        roles = json.loads(text or "{}")
    except ValueError:
        roles = None
    if not isinstance(roles, dict) or not all(isinstance(role, str) for role in roles.values()):
        example = '{"default": "arn:aws:iam::111122223333:role/NAME"}'
        raise NoRoleError(f"{variable} is no object of roles; write one like {example}")
    return roles


def pipeline(
    clusters: Sequence[Entry], purpose: str, setting: Setting, given: Mapping[str, Any]
) -> Job:
    """Give stages, variables and jobs for clusters, as `write_pipeline` writes them."""
    turns = by_environment(in_order(clusters, setting.order))
    applies = purpose == "apply"
    jobs = dict(_plans(turns, "drift" if purpose == "drift" else "plan", setting))
    if applies:
        jobs.update(_applies(turns, setting))
    if not clusters:
        jobs["nothing to plan"] = {"extends": ".applied", "stage": "plan"}
    return {
        "stages": ["plan", *(name for name, _ in turns if applies)],
        "variables": {
            **given.get("variables", {}),
            "FOLDER": _literal(setting.folder),
            "TRAINYARD": _literal(setting.trainyard),
        },
        **jobs,
    }


def _plans(
    turns: Sequence[tuple[str, Sequence[Entry]]], what: str, setting: Setting
) -> Iterator[tuple[str, Job]]:
    for each in (each for _, entries in turns for each in entries):
        variables = _variables(each, _role(each, setting.plan_roles, "PLAN_ROLES"))
        yield f"{what} {each['cluster']}", {"extends": f".{what}", "variables": variables}


def _applies(
    turns: Sequence[tuple[str, Sequence[Entry]]], setting: Setting
) -> Iterator[tuple[str, Job]]:
    """Give a job for each apply; one waits for its own plan and all environments before it."""
    before: list[str] = []
    for name, entries in turns:
        if len(entries) > _MOST_APPLIES:
            message = f"{len(entries)} clusters of {name} differ, and {_MOST_APPLIES} may at once"
            raise NoPlaceForClustersError(message)
        for each in entries:
            apply = _apply(each, name, before, setting)
            yield f"apply {each['cluster']}", {"extends": ".apply", **apply}
            loss = {"environment": {"name": f"loss/{each['cluster']}"}}
            yield f"lose {each['cluster']}", {"extends": ".lose", **apply, **loss}
        before = []
        for at in range(0, len(entries), _MOST_NEEDS):
            before.append(f"{name} is applied ({len(before) + 1})")
            some = entries[at : at + _MOST_NEEDS]
            needs = [_after(f"apply {each['cluster']}") for each in some]
            yield before[-1], {"extends": ".applied", "stage": name, "needs": needs}


def _apply(each: Entry, environment: str, before: Sequence[str], setting: Setting) -> Job:
    own = [_SYNTHESIZED, {"job": f"plan {each['cluster']}"}]
    return {
        "stage": environment,
        "needs": [*own, *map(_after, before)],
        "environment": {"name": environment},
        "variables": _variables(each, _role(each, setting.apply_roles, "APPLY_ROLES")),
    }


def _after(job: str) -> Job:
    return {"job": job, "artifacts": False}


def _variables(each: Entry, role: str) -> Job:
    return {
        "CLUSTER": _literal(each["cluster"]),
        "AWS_REGION": _literal(each["region"]),
        "AWS_ROLE_ARN": _literal(role),
        "STATE_WAS": _literal(each.get("state_was", "")),
        "FILE": _literal(each.get("file", "")),
    }


def _literal(value: str) -> Job:
    return {"value": value, "expand": False}


def _role(each: Entry, roles: Mapping[str, str], variable: str) -> str:
    for name in (each["cluster"], f"environment:{each['environment']}", _ANY):
        if name in roles:
            return roles[name]
    message = (
        f"{each['cluster']}: no role in the variable {variable}; name one for it, for "
        f"environment:{each['environment']}, or as {_ANY}"
    )
    raise NoRoleError(message)
