"""One set of policies for many cluster files of an account, or why there is none."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from cli.policy.subjects import FileSubject, PolicyRefusedError, fits_a_role, state_policies
from cli.preflight.policy import preflight_policy
from modules.planning.identity.deployer_policy import deployer_policies
from modules.planning.identity.fleet import (
    LONGEST_TAG_VALUE,
    Fleet,
    fleet_by_names,
    fleet_by_tags,
    has_whole_role_names,
    role_paths,
    role_tags,
)

_PATTERN = re.compile(r"[A-Za-z0-9_*-]+")


def fleets(
    subjects: Sequence[FileSubject], names: str | None
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give the policies of each account, and where each cluster has a role, the tags of that.

    Args:
        subjects: The files.
        names: What the names of clusters match that one role is for, or None.

    Raises:
        PolicyRefusedError: If they make no fleet.
    """
    accounts = sorted({each.subject.account_id for each in subjects})
    by_account = {
        account: [each for each in subjects if each.subject.account_id == account]
        for account in accounts
    }
    wrong = [line for each in by_account.values() for line in _wrong(each, names)]
    if wrong:
        raise PolicyRefusedError("\n".join(wrong))
    for account, each in by_account.items():
        yield account, _policies(account, each, names)
    if names is None:
        for one in subjects:
            tags = role_tags(one.subject.stack, one.state)
            listed = [{"Key": key, "Value": value} for key, value in tags.items()]
            yield one.subject.cluster.name, {"role-tags": json.dumps(listed)}


def _policies(
    account: str, subjects: Sequence[FileSubject], names: str | None
) -> Mapping[str, str]:
    fleet = _fleet(subjects, names)
    policies = {
        **deployer_policies(fleet.stack),
        **state_policies(fleet.stack.partition, fleet.states),
        "preflight": preflight_policy(each.subject for each in subjects),
    }
    apart = "make them for fewer files at a time"
    way_out = apart if names is None else f"leave --names out for a role for each, or {apart}"
    fits_a_role(f"account {account}", policies, way_out)
    return policies


def _fleet(subjects: Sequence[FileSubject], names: str | None) -> Fleet:
    stacks = [each.subject.stack for each in subjects]
    states = [each.state for each in subjects if each.state is not None]
    return fleet_by_tags(stacks, states) if names is None else fleet_by_names(stacks, states, names)


def _wrong(subjects: Sequence[FileSubject], names: str | None) -> Iterator[str]:
    bounded = any(each.subject.stack.permissions_boundaries for each in subjects)
    for each in subjects:
        if bounded and not each.subject.stack.permissions_boundaries:
            yield (
                f"{each.file}: iam.permissions_boundary: is left out, and other files of the "
                "account have one, which the policies could then not ask for; add it, or make the "
                "policies of such files apart"
            )
        if not has_whole_role_names(each.subject.stack):
            yield (
                f"{each.file}: name: is too long for a fleet, whose policies know a cluster's "
                "roles by its name and region, which are cut here; make the policies of this file "
                "apart, without --fleet"
            )
        yield from _of_tags(each) if names is None else _of_names(each, names)


def _of_tags(each: FileSubject) -> Iterator[str]:
    for key, value in role_tags(each.subject.stack, each.state).items():
        if len(value) > LONGEST_TAG_VALUE:
            yield (
                f"{each.file}: the tag {key} of its role would have {len(value)} characters, and "
                f"IAM takes {LONGEST_TAG_VALUE}; shorten state.key_prefix or iam.path, or give "
                "--names"
            )


def _of_names(each: FileSubject, names: str) -> Iterator[str]:
    name = each.subject.cluster.name
    if not _PATTERN.fullmatch(names):
        yield (
            f"{each.file}: --names: {names!r} is not a pattern of names; use letters, digits, '-', "
            "'_', and '*' for anything, as in ml-*"
        )
    elif not re.fullmatch(names.replace("*", ".*"), name):
        yield f"{each.file}: name: {name!r} does not match --names {names!r}"
    if names.startswith("*") and "/" in role_paths(each.subject.stack):
        yield (
            f"{each.file}: iam.path: is left out, so that --names {names!r} is about every role of "
            "the account, that of CI among them; add one, or begin --names with what the names "
            "have in common"
        )
