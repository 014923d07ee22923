"""Policies for many clusters: they fit IAM, are enough for each, and reach no other."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pytest

from modules.catalog.regions import regions
from modules.planning.identity.deployed_stack import DeployedStack, read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from modules.planning.identity.fleet import (
    LONGEST_TAG_VALUE,
    Fleet,
    fleet_by_names,
    fleet_by_tags,
    has_whole_role_names,
    role_tags,
)
from modules.planning.identity.managed_policies import (
    LONGEST_POLICY,
    MOST_POLICIES_OF_A_ROLE,
    managed_policies,
)
from modules.planning.identity.state_access import (
    StateObject,
    state_access,
    state_key,
    state_reading,
)
from tests.cluster_files import synthesized_files
from tests.modules.planning.identity.iam import Iam, Request, requests_within

SIZES = (1, 3, 50, 300)
ACCOUNTS = ("111122223333", "444455556666")
#: Of clusters that differ most: private, with spot, from zero, EFA, an existing network, roles.
MODELS = ("private", "g6e-spot", "p4d-from-zero", "p5-capacity-block", "guest", "production")
#: Statements that no name or tag narrows down, for one cluster or for many; docs/security.md tells.
OPEN_TO_ALL = {
    "Aliases",
    "EndpointNames",
    "Keys",
    "Network",
    "RolesOfServices",
    "TagWhatIsMade",
    "TryLaunchTemplates",
    "WithoutResource",
}
#: Of a bucket or key that clusters share; not of their states, which are told apart.
OPEN_WHERE_SHARED = {"LookForState", "UseKeyOfState"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A cluster of a fleet, and where its state is."""

    stack: DeployedStack
    state: StateObject


@cache
def models() -> Sequence[DeployedStack]:
    files = synthesized_files()
    return [read_stack(files[name], partition="aws", account_id=ACCOUNTS[0]) for name in MODELS]


def member(number: int, name: str | None = None) -> Member:
    """Make a cluster that differs from its neighbours in account, region, content and state."""
    model = models()[number % len(models())]
    name = name or f"ml-{number}"
    region = sorted(regions())[number % len(regions())]
    account = ACCOUNTS[number % len(ACCOUNTS)]

    def renamed(texts: Sequence[str]) -> list[str]:
        names = [
            text.replace(f"{model.cluster}-{model.region}-", f"{name}-{region}-")
            .replace(f"/{model.cluster}/", f"/{name}/")
            .replace(f"alias/{model.cluster}-", f"alias/{name}-")
            for text in texts
        ]
        return [text.replace(ACCOUNTS[0], account) for text in names]

    stack = replace(
        model,
        cluster=name,
        region=region,
        account_id=account,
        role_arns=renamed(model.role_arns),
        log_groups=renamed(model.log_groups),
        key_aliases=renamed(model.key_aliases),
        permissions_boundaries=[f"arn:aws:iam::{account}:policy/Boundary"],
    )
    kms_key = f"arn:aws:kms:us-west-2:{account}:key/{number % 7:08}-12ab-34cd-56ef-1234567890ab"
    state = StateObject(
        bucket=f"example-terraform-state-{account}",
        key=state_key(f"team-{number % 9}/trainyard", name),
        kms_key_arn=kms_key,
    )
    return Member(stack=stack, state=state)


def members(size: int) -> Iterator[Sequence[Member]]:
    """Give the clusters of each account."""
    everybody = [member(number) for number in range(size)]
    for account in ACCOUNTS:
        those = [each for each in everybody if each.stack.account_id == account]
        if those:
            yield those


def by_tags(those: Sequence[Member]) -> Fleet:
    return fleet_by_tags([each.stack for each in those], [each.state for each in those])


def by_names(those: Sequence[Member]) -> Fleet:
    return fleet_by_names([each.stack for each in those], [each.state for each in those], "ml-*")


FLEETS = {"by tags": by_tags, "by names": by_names}


def of_apply(fleet: Fleet) -> Mapping[str, str]:
    """Give the policies of a role that applies."""
    states = state_access(partition="aws", states=fleet.states)
    return {**deployer_policies(fleet.stack), **managed_policies("apply-state", states)}


def of_plan(fleet: Fleet) -> Mapping[str, str]:
    states = managed_policies("plan-state", state_reading(partition="aws", states=fleet.states))
    reading = {k: v for k, v in deployer_policies(fleet.stack).items() if k.startswith("plan")}
    return {**reading, **states}


def alone(each: Member) -> Mapping[str, str]:
    """Give the policies that a cluster would have by itself."""
    return of_apply(Fleet(stack=each.stack, states=[each.state]))


def context(each: Member, *, of_role: Member | None = None) -> Mapping[str, str]:
    """Give what IAM knows of a call: its region, and the tags of the role that makes it."""
    role = of_role or each
    tags = role_tags(role.stack, role.state)
    assert max(map(len, tags.values())) <= LONGEST_TAG_VALUE
    return {
        "aws:RequestedRegion": each.stack.region,
        **{f"aws:PrincipalTag/{key}": value for key, value in tags.items()},
    }


def requests_of(each: Member, *, of_role: Member | None = None) -> Iterator[Request]:
    for policy in alone(each).values():
        yield from requests_within(policy, context(each, of_role=of_role))


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
@pytest.mark.parametrize("size", SIZES)
def test_a_role_takes_the_policies_of_any_number_of_clusters(size: int, fleet) -> None:  # type: ignore[no-untyped-def]
    for those in members(size):
        written = of_apply(fleet(those))
        assert len(written) <= MOST_POLICIES_OF_A_ROLE
        for policy in written.values():
            assert len(json.dumps(json.loads(policy), separators=(",", ":"))) <= LONGEST_POLICY


def test_policies_by_tags_do_not_grow_with_the_clusters() -> None:
    def characters(size: int) -> Sequence[int]:
        return [sum(map(len, of_apply(by_tags(those)).values())) for those in members(size)]

    assert characters(50) == characters(300)


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
def test_a_fleet_allows_what_each_of_its_clusters_needs(fleet) -> None:  # type: ignore[no-untyped-def]
    for those in members(50):
        written = Iam(of_apply(fleet(those)).values())
        asked = [request for each in those for request in requests_of(each)]
        assert len(asked) > 1000
        assert [request for request in asked if not written.allows(request)] == []


def test_the_role_of_one_cluster_reaches_no_other_of_its_fleet() -> None:
    """Of what a name, a tag or a region can tell apart, it is allowed nothing."""
    one, *others = next(members(30))
    written = Iam(of_apply(by_tags([one, *others])).values())
    reached = {
        request.sid
        for other in others
        for request in requests_of(other, of_role=one)
        if written.allows(request)
    }
    assert reached <= OPEN_TO_ALL | OPEN_WHERE_SHARED
    assert "WithoutResource" in reached


def test_a_cluster_whose_name_does_not_match_is_not_reached() -> None:
    those = next(members(30))
    written = Iam(of_apply(by_names(those)).values())
    stranger = member(0, name="research")
    reached = {each.sid for each in requests_of(stranger) if written.allows(each)}
    assert reached <= OPEN_TO_ALL | OPEN_WHERE_SHARED
    assert "WithoutResource" in reached


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
def test_a_cluster_in_a_region_or_an_account_without_others_is_not_reached(fleet) -> None:  # type: ignore[no-untyped-def]
    # The eighth lies in a region that none of the first seven of its account lies in.
    *those, elsewhere = next(members(15))
    written = Iam(of_apply(fleet(those)).values())
    of_account = next(iter(members(2)))[0]
    in_other_account = [*members(2)][1][0]
    assert of_account.stack.account_id == those[0].stack.account_id
    for other in (elsewhere, in_other_account):
        asked = requests_of(other, of_role=those[0])
        in_regions = (each for each in asked if each.sid in {"Network", "Cluster", "MakeTagged"})
        assert [each for each in in_regions if written.allows(each)] == []


def test_a_role_without_tags_may_touch_nothing() -> None:
    those = next(members(30))
    written = Iam(of_apply(by_tags(those)).values())
    untagged = [
        replace(
            request,
            context={k: v for k, v in request.context.items() if "aws:PrincipalTag" not in k},
        )
        for request in requests_of(those[0])
    ]
    assert {each.sid for each in untagged if written.allows(each)} == {
        "EndpointNames",
        "RolesOfServices",
        "WithoutResource",
    }


@pytest.mark.parametrize("fleet", FLEETS.values(), ids=FLEETS)
def test_who_plans_writes_locks_and_nothing_else(fleet) -> None:  # type: ignore[no-untyped-def]
    those = next(members(50))
    written = Iam(of_plan(fleet(those)).values())
    for each in those:
        arn = f"arn:aws:s3:::{each.state.bucket}/{each.state.key}"

        def may(action: str, resource: str, of: Member = each) -> bool:
            asked = Request(sid="", action=action, resource=resource, context=context(of))
            return written.allows(asked)

        assert may("s3:GetObject", arn)
        assert may("s3:PutObject", f"{arn}.tflock")
        assert may("s3:DeleteObject", f"{arn}.tflock")
        assert not may("s3:PutObject", arn)
        assert not may("s3:DeleteObject", arn)


def test_a_name_that_roles_cut_is_told_apart() -> None:
    one = member(0).stack
    assert has_whole_role_names(one)
    cut = [*one.role_arns, "arn:aws:iam::111122223333:role/ml-0-af-so-12345678"]
    assert not has_whole_role_names(replace(one, role_arns=cut))
