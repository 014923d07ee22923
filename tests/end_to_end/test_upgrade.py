"""A cluster goes from one version of Kubernetes to the next."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from embedded_aws.drift_gaps import unexplained_drift
from embedded_aws.emulator import Emulator
from embedded_aws.requests import Members
from modules.config import ClusterConfig
from modules.planning.changes.plans import Plan
from tests.end_to_end.deployment import Deployment, deploy

OLD = {
    "vpc-cni": "v1.19.0-eksbuild.1",
    "kube-proxy": "v1.34.0-eksbuild.1",
    "coredns": "v1.11.4-eksbuild.2",
}
NEW = {
    "vpc-cni": "v1.20.1-eksbuild.1",
    "kube-proxy": "v1.35.0-eksbuild.1",
    "coredns": "v1.12.1-eksbuild.2",
}
GROUPS = ("system", "training")
EBS_ROLE = "add-on_aws-ebs-csi-driver"
FORMER = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"


def cluster(version: str, add_ons: dict[str, str], **sections: str) -> ClusterConfig:
    return ClusterConfig.model_validate(
        {
            "name": "upgraded",
            "region": "us-west-2",
            "kubernetes_version": version,
            "add_ons": {name: {"version": pinned} for name, pinned in add_ons.items()},
            "node_groups": {
                "system": {"instance_types": ["m7i.large"]},
                "training": {
                    "instance_types": ["g6.8xlarge"],
                    "scaling": {"min": 0, "desired": 0, "max": 2},
                },
            },
            **sections,
        }
    )


@dataclass(frozen=True)
class Upgrade:
    """The plan of an upgrade, what was asked of AWS to carry it out, and what is left to do."""

    plan: Plan
    sent: Sequence[Members]
    left: Plan
    deployment: Deployment

    def when(self, operation: str, **parameters: str) -> int:
        """Give the place of a request among those that were sent."""
        (place,) = (
            index
            for index, request in enumerate(self.sent)
            if request["operation"] == operation
            and parameters.items() <= request["parameters"].items()
        )
        return place


def write_as_an_older_release(file: Path) -> None:
    """Attach the policy to the EBS driver's role that came before its present one."""
    document = json.loads(file.read_text(encoding="utf-8"))
    resources = document["resource"]
    attachments = resources["aws_iam_role_policy_attachment"]
    attached = attachments.pop(f"{EBS_ROLE}_AmazonEBSCSIDriverPolicyV2")
    attachments[f"{EBS_ROLE}_AmazonEBSCSIDriverPolicy"] = {**attached, "policy_arn": FORMER}
    del resources["aws_iam_role"][EBS_ROLE]["force_detach_policies"]
    del document["removed"]
    text = json.dumps(document)
    file.write_text(text.replace("DriverPolicyV2", "DriverPolicy"), encoding="utf-8")


@pytest.fixture(scope="module")
def upgrade(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A cluster of 1.34 with pinned add-ons, made by an older release, upgraded to 1.35."""
    folder = tmp_path_factory.mktemp("upgrade")
    (deployment,) = deploy([cluster("1.34", OLD)], emulator, folder)
    write_as_an_older_release(folder / "upgraded" / "cdk.tf.json")
    deployment.apply()
    before = len(emulator.requests())
    newer = cluster("1.35", NEW, running_kubernetes_version="1.34")
    deployment = deployment.changed_to(newer)
    plan = deployment.apply()
    yield Upgrade(plan, emulator.requests()[before:], deployment.terraform.plan(), deployment)
    deployment.destroy()


def test_the_plan_updates_in_place_and_replaces_nothing(upgrade: Upgrade) -> None:
    planned = {
        change.address: (
            change.actions,
            change.attributes if change.actions == ("update",) else (),
        )
        for change in upgrade.plan.changes
    }
    assert planned == {
        "aws_eks_cluster.cluster": (("update",), ("version",)),
        **{f"aws_eks_addon.{name}": (("update",), ("addon_version",)) for name in sorted(NEW)},
        **{f"aws_eks_node_group.{name}": (("update",), ("version",)) for name in GROUPS},
        f"aws_iam_role.{EBS_ROLE}": (("update",), ("force_detach_policies",)),
        f"aws_iam_role_policy_attachment.{EBS_ROLE}_AmazonEBSCSIDriverPolicy": (("forget",), ()),
        f"aws_iam_role_policy_attachment.{EBS_ROLE}_AmazonEBSCSIDriverPolicyV2": (("create",), ()),
    }


def test_the_ebs_driver_gets_its_new_policy_and_keeps_the_old_one(upgrade: Upgrade) -> None:
    iam = upgrade.deployment.aws.client("iam")
    attached = iam.list_attached_role_policies(RoleName="upgraded-us-west-2-ebs-csi")
    assert {each["PolicyArn"] for each in attached["AttachedPolicies"]} == {
        FORMER,
        "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
    }
    assert not [each for each in upgrade.sent if each["operation"] == "DetachRolePolicy"]


def test_the_control_plane_is_first(upgrade: Upgrade) -> None:
    control_plane = upgrade.when("UpdateClusterVersion", name="upgraded")
    others = [upgrade.when("UpdateAddon", addonName=name) for name in NEW]
    others += [upgrade.when("UpdateNodegroupVersion", nodegroupName=name) for name in GROUPS]
    assert control_plane < min(others)


def test_what_nodes_need_is_before_nodes_and_what_needs_nodes_after(upgrade: Upgrade) -> None:
    networking = [upgrade.when("UpdateAddon", addonName=name) for name in ("vpc-cni", "kube-proxy")]
    groups = {name: upgrade.when("UpdateNodegroupVersion", nodegroupName=name) for name in GROUPS}
    assert max(networking) < min(groups.values())
    # CoreDNS runs on the untainted group.
    assert groups["system"] < upgrade.when("UpdateAddon", addonName="coredns")


def test_everything_runs_the_new_version_and_nothing_is_left_to_do(upgrade: Upgrade) -> None:
    eks = upgrade.deployment.aws.client("eks")
    assert eks.describe_cluster(name="upgraded")["cluster"]["version"] == "1.35"
    for name in GROUPS:
        group = eks.describe_nodegroup(clusterName="upgraded", nodegroupName=name)["nodegroup"]
        assert group["version"] == "1.35"
    for name, version in NEW.items():
        add_on = eks.describe_addon(clusterName="upgraded", addonName=name)["addon"]
        assert add_on["addonVersion"] == version
    assert unexplained_drift(upgrade.left) == []
