"""Clusters that an earlier release applied: the upgrade to this one, then edits of their files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from cli.surroundings import make_surroundings, put_ids, with_ids
from embedded_aws.emulator import Emulator
from embedded_aws.requests import Members
from modules.config import ClusterConfig
from modules.planning.changes.plans import Plan
from tests.end_to_end import permissions
from tests.end_to_end.conftest import account
from tests.end_to_end.deployment import Deployment, at_once, prepare
from tests.end_to_end.oldest_provider import without_newer_arguments
from tests.upgrades.releases import ReleasedStack


@dataclass(frozen=True, kw_only=True)
class Step:
    """One apply.

    Attributes:
        plan: What was planned.
        sent: What Terraform asked of AWS to carry it out, reads apart.
        allowed: Actions that the policies of a deployer allow, before or after.
        secrets_key: ARN of the key of the control plane's secrets, afterwards.
    """

    plan: Plan
    sent: Sequence[Members]
    allowed: set[str]
    secrets_key: str

    def places(self, operation: str, **parameters: object) -> list[int]:
        """Give the places of requests among those that were sent."""
        return [
            index
            for index, request in enumerate(self.sent)
            if request["operation"] == operation
            and parameters.items() <= request["parameters"].items()
        ]

    def operations(self, word: str) -> list[str]:
        """Give the operations whose names hold a word, in order."""
        return [each["operation"] for each in self.sent if word in each["operation"]]


@dataclass(kw_only=True)
class Life:
    """What became of a cluster.

    Attributes:
        deployment: The cluster as it is at last.
        steps: The upgrade, then every edit.
        left: What is planned after all.
    """

    deployment: Deployment
    steps: list[Step] = field(default_factory=list)
    left: Plan | None = None

    def go_on(self, emulator: Emulator, after: set[str]) -> None:
        """Apply what was synthesized last."""
        before = len(self._requests(emulator))
        plan = self.deployment.apply()
        sent = self._requests(emulator)[before:]
        step = Step(
            plan=plan,
            sent=sent,
            allowed=after | permissions.allowed(permissions.stack_of(self.deployment)),
            secrets_key=self._secrets_key(),
        )
        self.steps.append(step)

    def _requests(self, emulator: Emulator) -> list[Members]:
        """Each cluster is in a region of its own; of what is in none, nothing is looked at here."""
        region = self.deployment.cluster.region
        return [
            each
            for each in emulator.requests()
            if each["region"] == region and "terraform" in each["client"]
            if not each["operation"].startswith(("Describe", "Get", "List"))
        ]

    def _secrets_key(self) -> str:
        eks = self.deployment.aws.client("eks")
        cluster = eks.describe_cluster(name=self.deployment.cluster.name)["cluster"]
        key: str = cluster["encryptionConfig"][0]["provider"]["keyArn"]
        return key


def live(
    stacks: Sequence[ReleasedStack],
    edits: Mapping[str, Sequence[Mapping[str, Any]]],
    emulator: Emulator,
    folder: Path,
) -> Mapping[str, Life]:
    """Apply stacks as they were released, upgrade them, and edit them.

    Args:
        stacks: The stacks.
        edits: For each stack, the sections that differ from its file, edit by edit.
        emulator: Where.
        folder: Folder to work in.
    """
    lives = {
        str(stack): Life(deployment=_as_released(stack, emulator, folder / stack.release))
        for stack in stacks
    }
    at_once(life.deployment.terraform.apply_unseen for life in lives.values())
    files = {name: life.deployment.cluster for name, life in lives.items()}
    rounds = max(len(each) for each in edits.values())
    for number in range(rounds + 1):
        work = []
        # One after the other: the runtime of cdktf serves one caller.
        for name, life in lives.items():
            before = permissions.allowed(permissions.stack_of(life.deployment))
            if number:
                if number > len(edits.get(name, ())):
                    continue
                cluster = _edited(files[name], edits[name][number - 1], emulator)
            else:
                cluster = files[name]
            life.deployment = life.deployment.changed_to(cluster)
            work.append(partial(life.go_on, emulator, before))
        at_once(work)

    def look(life: Life) -> None:
        life.left = life.deployment.terraform.plan()

    at_once(partial(look, life) for life in lives.values())
    return lives


def _edited(
    cluster: ClusterConfig, sections: Mapping[str, Any], emulator: Emulator
) -> ClusterConfig:
    """Put other sections into a file; ``another subnet`` is for one that is made."""
    members = {**json.loads(cluster.model_dump_json(exclude_unset=True)), **sections}
    if members.get("network") == "another subnet":
        existing = json.loads(cluster.network.model_dump_json(exclude_unset=True))["existing"]
        zone = min(existing["private_subnets"])
        ec2 = account(emulator, cluster.region).client("ec2")
        subnet = ec2.create_subnet(
            VpcId=existing["vpc_id"], AvailabilityZone=zone, CidrBlock="10.0.99.0/24"
        )["Subnet"]["SubnetId"]
        moved = {**existing["private_subnets"], zone: subnet}
        members["network"] = {"existing": {**existing, "private_subnets": moved}}
    return ClusterConfig.model_validate(members)


def _as_released(stack: ReleasedStack, emulator: Emulator, folder: Path) -> Deployment:
    """Prepare a stack as its release synthesized it; one that brings a VPC along gets one."""
    named = without_newer_arguments(stack.cluster())
    ids = make_surroundings(named, account(emulator, named.region))
    cluster = with_ids(named, ids)
    synthesized = folder / "cdktf.out" / "stacks" / cluster.name
    synthesized.mkdir(parents=True)
    (synthesized / "cdk.tf.json").write_text(json.dumps(stack.stack()), encoding="utf-8")
    put_ids(synthesized, ids)
    terraform = prepare(cluster, folder, emulator.url)
    terraform.init()
    aws = account(emulator, cluster.region)
    return Deployment(cluster=cluster, aws=aws, terraform=terraform, folder=folder)
