"""Clusters that run survive this release, and edits that take away and give back.

Each was applied as an earlier release synthesized it. They are on an emulator of their own, which
ends with them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from embedded_aws.drift_gaps import unexplained_drift
from embedded_aws.emulator import running_emulator
from tests.end_to_end import permissions
from tests.end_to_end.running_clusters import Life, Step, live
from tests.upgrades.releases import ReleasedStack, released_stacks

STACKS = released_stacks()
_LATEST = STACKS[-1].release
FULL, CLOSED, GUEST = (f"{_LATEST}/{name}" for name in ("full", "closed", "guest"))
ADMIN, BREAKGLASS, VIEWER = (
    f"arn:aws:iam::111122223333:{name}"
    for name in ("role/PlatformAdmin", "user/breakglass", "role/Researcher")
)
_API: dict[str, Any] = {"public_endpoint": True, "allowed_cidrs": ["203.0.113.0/24"]}
_ZONES = ["eu-west-3a", "eu-west-3b"]

#: Sections that differ from the file, edit by edit; the second goes back.
EDITS: dict[str, list[dict[str, Any]]] = {
    FULL: [
        {
            "network": {"cidr": "10.70.0.0/16", "nat_gateways": "single", "flow_logs": "none"},
            "access": {**_API, "admins": [VIEWER, BREAKGLASS], "viewers": [ADMIN]},
            "encryption": {"keys": "shared"},
        },
        {"encryption": {"retired_keys": {"shared": "keep"}}},
    ],
    CLOSED: [
        {
            "network": {"cidr": "10.71.0.0/16", "availability_zones": _ZONES},
            "encryption": {"retired_keys": {"shared": "keep"}},
        },
        {"encryption": {"keys": "shared", "retired_keys": {"logs": "delete", "volumes": "delete"}}},
    ],
    GUEST: [
        {"network": "another subnet", "encryption": {"volumes": "cluster"}},
        {},
    ],
}


@dataclass(frozen=True)
class World:
    """Every cluster's life, and what AWS allowed though it harmed them."""

    lives: Mapping[str, Life]
    harms: list[str]
    missed_keys: list[str]

    def step(self, name: str, number: int) -> Step:
        """Give the upgrade (0), or an edit."""
        return self.lives[name].steps[number]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every kept stack, applied, upgraded and edited."""
    with running_emulator() as emulator:
        lives = live(STACKS, EDITS, emulator, tmp_path_factory.mktemp("running"))
        yield World(lives, list(emulator.harms()), list(emulator.missed_keys()))


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_an_upgrade_destroys_and_replaces_nothing(world: World, stack: ReleasedStack) -> None:
    changes = world.step(str(stack), 0).plan.changes
    assert [each for each in changes if "delete" in each.actions] == []


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_an_upgrade_changes_what_is_listed_and_nothing_else(
    world: World, stack: ReleasedStack
) -> None:
    planned = [
        str(replace(each, attributes=() if "create" in each.actions else each.attributes))
        for each in world.step(str(stack), 0).plan.changes
    ]
    assert sorted(planned) == stack.changes_file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", EDITS)
def test_after_all_edits_nothing_is_left_to_do(world: World, name: str) -> None:
    left = world.lives[name].left
    assert left is not None
    assert unexplained_drift(left) == []


@pytest.mark.parametrize("name", EDITS)
def test_secrets_keep_their_key(world: World, name: str) -> None:
    steps = world.lives[name].steps
    assert len(steps) == 3
    assert len({step.secrets_key for step in steps}) == 1


def test_no_edit_deletes_a_key_unless_the_file_says_so(world: World) -> None:
    deleted = {
        name: [len(step.operations("ScheduleKeyDeletion")) for step in life.steps]
        for name, life in world.lives.items()
        if name in EDITS
    }
    assert deleted == {FULL: [0, 0, 0], CLOSED: [0, 0, 2], GUEST: [0, 0, 0]}
    assert world.missed_keys == []


def test_a_key_is_deleted_after_what_used_it_has_another(world: World) -> None:
    step = world.step(CLOSED, 2)
    deleted = step.places("ScheduleKeyDeletion")
    assert step.places("AssociateKmsKey")
    assert max(step.places("AssociateKmsKey")) < max(deleted)
    assert max(step.places("UpdateNodegroupVersion")) < max(deleted)


def test_routes_leave_a_gateway_before_it_goes(world: World) -> None:
    step = world.step(FULL, 1)
    assert len(step.places("DeleteNatGateway")) == 2
    assert max(step.places("ReplaceRoute")) < min(step.places("DeleteNatGateway"))


def test_nodes_are_never_without_a_way_out(world: World) -> None:
    opened, closed = world.step(CLOSED, 1), world.step(CLOSED, 2)
    assert max(opened.places("CreateRoute")) < min(opened.places("DeleteVpcEndpoints"))
    of_nodes = [route for route in closed.places("DeleteRoute") if route > 0]
    made = closed.places("CreateVpcEndpoint")
    assert len(made) > 3
    assert len([route for route in of_nodes if route > max(made)]) >= len(_ZONES)
    assert max(made) < min(closed.places("DeleteNatGateway"))


def test_people_keep_their_entry_and_change_one_policy(world: World) -> None:
    for number in (1, 2):
        step = world.step(FULL, number)
        assert step.operations("AccessEntry") == []
        assert sorted(step.operations("AccessPolicy")) == [
            "AssociateAccessPolicy",
            "DisassociateAccessPolicy",
        ]
        changed = {each["parameters"].get("policyArn", "").rpartition("/")[2] for each in step.sent}
        assert changed - {""} == {"AmazonEKSClusterAdminPolicy"}


def test_recording_ends_and_what_was_recorded_stays(world: World) -> None:
    steps = [world.step(FULL, number) for number in (1, 2)]
    assert [step.operations("FlowLogs") for step in steps] == [
        ["DeleteFlowLogs"],
        ["CreateFlowLogs"],
    ]
    assert [step.operations("LogGroup") for step in steps] == [[], []]


def test_a_control_plane_takes_another_subnet_in_place(world: World) -> None:
    step = world.step(GUEST, 1)
    (place,) = step.places("UpdateClusterConfig", name="guest")
    asked = step.sent[place]["parameters"]["resourcesVpcConfig"]["subnetIds"]
    changed = {each.address: each.actions for each in step.plan.changes}
    assert changed["aws_eks_cluster.cluster"] == ("update",)
    assert step.operations("CreateNodegroup") == []
    outputs = world.lives[GUEST].deployment.terraform.outputs()
    before = set(outputs["node_group_subnet_ids"]["system"])
    assert len(before & set(asked)) == 1
    # The second edit has taken it back.
    assert set(outputs["control_plane_subnet_ids"]) == before


@pytest.mark.parametrize("name", EDITS)
def test_whoever_may_apply_both_files_may_do_what_was_done(world: World, name: str) -> None:
    for step in world.lives[name].steps:
        assert permissions.asked(step.sent) - step.allowed == set()


def test_nothing_was_taken_from_who_uses_it(world: World) -> None:
    """But routes, whose place endpoints have taken."""
    assert [harm for harm in world.harms if not harm.startswith("DeleteRoute: ")] == []
