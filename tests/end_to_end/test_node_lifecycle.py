"""What node groups have is taken away and given back, while their nodes run.

The emulator refuses to delete what nodes use, as AWS does. The tests share one cluster.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from embedded_aws.drift_gaps import unexplained_drift
from embedded_aws.emulator import Emulator
from embedded_aws.requests import Members
from modules.config import ClusterConfig
from modules.planning.changes.plans import Plan
from tests.end_to_end.deployment import Deployment, deploy

TRAINING: dict[str, Any] = {
    "instance_types": ["g6.8xlarge"],
    "availability_zone": "us-west-2a",
    "efa": True,
    "huge_pages_2mib": 1024,
    "scaling": {"min": 0, "desired": 2, "max": 4},
}
WITH_EVERYTHING: dict[str, Any] = {
    "name": "edited",
    "region": "us-west-2",
    "account_id": "111122223333",
    "network": {"nat_gateways": "none", "flow_logs": "none"},
    "add_ons": {name: {"install": False} for name in ("aws-ebs-csi-driver", "metrics-server")},
    "node_groups": {"system": {"instance_types": ["m7i.large"]}, "training": TRAINING},
}
#: What a group's template says no more, and what is deleted with it.
GIVEN_UP = {
    "efa": ("RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup"),
    "placement group": ("DeletePlacementGroup",),
}
ROLLS = "UpdateNodegroupVersion"


def without() -> dict[str, Any]:
    """Give the cluster with everything that can be left out left out."""
    file = copy.deepcopy(WITH_EVERYTHING)
    training = file["node_groups"]["training"]
    training.update(efa=False, instance_store="none")
    training.pop("huge_pages_2mib")
    file["encryption"] = {"volumes": "aws"}
    return file


@dataclass(frozen=True)
class Step:
    """An edit that was applied: its plan, and what was asked of AWS."""

    plan: Plan
    sent: Sequence[Members]

    def operations(self) -> list[str]:
        """Name what was asked, in order, readers left out."""
        return [each["operation"] for each in self._written()]

    def rolled(self, group: str) -> int:
        """Give the place among the operations of the one that rolls a group."""
        (place,) = (
            index
            for index, each in enumerate(self._written())
            if each["operation"] == ROLLS and each["parameters"]["nodegroupName"] == group
        )
        return place

    def _written(self) -> list[Members]:
        readers = ("Describe", "Get", "List")
        return [each for each in self.sent if not each["operation"].startswith(readers)]


@dataclass(frozen=True)
class Life:
    """A cluster that was edited."""

    taken: Step
    given_back: Step
    tagged: Plan
    left: Plan


@pytest.fixture(scope="module")
def life(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Everything taken away, given back, and a tag added."""
    everything = ClusterConfig.model_validate(WITH_EVERYTHING)
    (deployment,) = deploy([everything], emulator, tmp_path_factory.mktemp("edited"))
    deployment.terraform.apply_unseen()
    taken, deployment = step(deployment, without(), emulator)
    given_back, deployment = step(deployment, WITH_EVERYTHING, emulator)
    left = deployment.terraform.plan()
    tagged = deployment.changed_to(
        ClusterConfig.model_validate({**WITH_EVERYTHING, "tags": {"cost-center": "42"}})
    ).terraform.plan()
    yield Life(taken, given_back, tagged, left)
    deployment.changed_to(everything).destroy()


def step(
    deployment: Deployment, file: dict[str, Any], emulator: Emulator
) -> tuple[Step, Deployment]:
    """Apply an edit."""
    before = len(emulator.requests())
    edited = deployment.changed_to(ClusterConfig.model_validate(file))
    plan = edited.apply()
    return Step(plan, emulator.requests()[before:]), edited


@pytest.mark.parametrize("feature", GIVEN_UP)
def test_what_nodes_use_is_deleted_when_they_are_gone(life: Life, feature: str) -> None:
    asked = life.taken.operations()
    assert asked.index("CreateLaunchTemplateVersion") < asked.index(ROLLS)
    for deleted in GIVEN_UP[feature]:
        assert asked.index(deleted) > life.taken.rolled("training")


def test_every_group_whose_volumes_change_keys_rolls_once(life: Life) -> None:
    assert life.taken.operations().count(ROLLS) == 2


def test_what_is_given_back_is_there_before_the_nodes_that_use_it(life: Life) -> None:
    asked = life.given_back.operations()
    made = ("CreatePlacementGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
    assert max(asked.index(each) for each in made) < asked.index("CreateLaunchTemplateVersion")
    assert unexplained_drift(life.left) == []


def test_a_tag_replaces_no_node(life: Life) -> None:
    planned = {change.address: change.attributes for change in life.tagged.changes}
    tags = ("tags_all.cost-center",)
    assert {planned[f"aws_eks_node_group.{name}"] for name in ("system", "training")} == {tags}
    assert "latest_version" in planned["aws_launch_template.training"]
    assert [address for address in planned if address.startswith("terraform_data.")] == []
