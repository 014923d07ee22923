"""Every cluster file of the repository: apply, look, change, destroy.

The tests share one deployment and stand in the order of a cluster's life.
"""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import kubernetes
import pytest
import yaml

from cli.inventory import Inventory, added, take_inventory
from cli.preflight.answers import Verdict
from cli.preflight.asking import ask_all
from cli.preflight.questions.names import name_questions
from cli.preflight.questions.network import network_questions
from cli.preflight.subject import Subject
from cli.verification import verify
from embedded_aws.drift_gaps import outdated_gaps, unexplained_drift
from embedded_aws.emulator import Emulator
from modules.config import ClusterConfig, load_cluster
from modules.planning.changes.plans import Plan
from tests.cluster_files import FILES
from tests.end_to_end import permissions
from tests.end_to_end.deployment import ACCOUNT_ID, Deployment, at_once

NAMES = [load_cluster(file).name for file in FILES]


@pytest.fixture(scope="module")
def second_plans(applied: Mapping[str, Deployment]) -> Mapping[str, Plan]:
    """The plan of each cluster right after its apply."""
    plans: dict[str, Plan] = {}

    def plan(deployment: Deployment) -> None:
        plans[deployment.cluster.name] = deployment.terraform.plan()

    at_once(partial(plan, deployment) for deployment in applied.values())
    return plans


@pytest.fixture
def demo(applied: Mapping[str, Deployment]) -> Deployment:
    return applied["demo"]


@pytest.fixture
def ec2(demo: Deployment) -> Any:
    return demo.aws.client("ec2")


@pytest.fixture
def eks(demo: Deployment) -> Any:
    return demo.aws.client("eks")


@pytest.mark.parametrize("name", NAMES)
def test_what_exists_is_what_the_file_says(applied: Mapping[str, Deployment], name: str) -> None:
    checks = verify(applied[name].cluster, applied[name].aws)
    assert len(checks) > 30
    assert [check for check in checks if not check.passed] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_exists_is_this_clusters_own_to_a_preflight(
    applied: Mapping[str, Deployment], name: str
) -> None:
    deployment = applied[name]
    subject = Subject(
        cluster=deployment.cluster,
        document=json.loads((deployment.terraform.folder / "cdk.tf.json").read_text()),
        account_id=ACCOUNT_ID,
        caller_arn="",
        deployer_arn="",
    )
    questions = [*name_questions(subject), *network_questions(subject)]
    answers = ask_all(questions, deployment.aws, timeout_seconds=60)
    assert len(answers) >= 5
    for answer in answers:
        assert answer.finding.verdict is Verdict.passed, answer
        if answer.title.startswith("names of"):
            assert " there already, with this cluster's tag: " in answer.finding.text


@pytest.mark.parametrize("name", NAMES)
def test_a_second_plan_has_no_drift(second_plans: Mapping[str, Plan], name: str) -> None:
    assert unexplained_drift(second_plans[name]) == []


def test_every_named_drift_gap_occurs(second_plans: Mapping[str, Plan]) -> None:
    assert outdated_gaps(second_plans.values()) == []


def test_a_plan_asks_for_nothing_that_the_plan_policy_does_not_allow(
    demo: Deployment, second_plans: Mapping[str, Plan], emulator: Emulator
) -> None:
    assert second_plans
    before = len(emulator.requests())
    demo.terraform.plan()
    asked = permissions.asked(emulator.requests()[before:])
    assert "eks:DescribeCluster" in asked
    assert asked <= permissions.allowed(permissions.stack_of(demo), "plan")


def test_private_subnets_have_nearly_all_addresses(ec2: Any) -> None:
    by_cidr = {
        subnet["CidrBlock"]: (subnet["AvailabilityZone"], subnet["MapPublicIpOnLaunch"])
        for subnet in ec2.describe_subnets(
            Filters=[{"Name": "tag:trainyard/cluster", "Values": ["demo"]}]
        )["Subnets"]
    }
    assert by_cidr == {
        "10.100.0.0/18": ("us-west-2a", False),
        "10.100.64.0/18": ("us-west-2b", False),
        "10.100.128.0/18": ("us-west-2c", False),
        "10.100.248.0/24": ("us-west-2a", False),
        "10.100.249.0/24": ("us-west-2b", False),
        "10.100.250.0/24": ("us-west-2c", False),
    }


def test_the_one_nat_gateway_serves_every_private_subnet(demo: Deployment, ec2: Any) -> None:
    private = set(demo.terraform.outputs()["private_subnet_ids"].values())
    (gateway,) = (
        gateway
        for gateway in ec2.describe_nat_gateways()["NatGateways"]
        if gateway["VpcId"] == demo.terraform.outputs()["vpc_id"]
    )
    served = {
        association["SubnetId"]
        for table in ec2.describe_route_tables()["RouteTables"]
        for association in table["Associations"]
        for route in table["Routes"]
        if route.get("NatGatewayId") == gateway["NatGatewayId"]
    }
    assert served == private


def test_roles_have_exactly_the_policies_they_need(demo: Deployment) -> None:
    iam = demo.aws.client("iam")
    attached = {
        role: {
            policy["PolicyArn"]
            for policy in iam.list_attached_role_policies(RoleName=f"demo-us-west-2-{role}")[
                "AttachedPolicies"
            ]
        }
        for role in ("cluster", "node", "vpc-cni")
    }
    managed = "arn:aws:iam::aws:policy/"
    assert attached == {
        "cluster": {f"{managed}AmazonEKSClusterPolicy"},
        "node": {
            f"{managed}AmazonEKSWorkerNodePolicy",
            f"{managed}AmazonEC2ContainerRegistryPullOnly",
        },
        "vpc-cni": {f"{managed}AmazonEKS_CNI_Policy"},
    }


def test_the_control_plane_is_private_and_encrypted(eks: Any) -> None:
    cluster = eks.describe_cluster(name="demo")["cluster"]
    assert cluster["status"] == "ACTIVE"
    assert cluster["version"] == "1.35"
    assert cluster["resourcesVpcConfig"]["endpointPrivateAccess"] is True
    assert cluster["resourcesVpcConfig"]["endpointPublicAccess"] is False
    assert cluster["encryptionConfig"][0]["resources"] == ["secrets"]


def test_the_training_group_is_labelled_tainted_and_scaled_as_the_file_says(eks: Any) -> None:
    group = eks.describe_nodegroup(clusterName="demo", nodegroupName="training")["nodegroup"]
    assert group["instanceTypes"] == ["g6.8xlarge"]
    assert group["amiType"] == "AL2023_x86_64_NVIDIA"
    assert group["labels"] == {
        "workload-type": "model-training",
        "nvidia.com/gpu.present": "true",
        "k8s.amazonaws.com/accelerator": "nvidia-l4",
    }
    assert group["taints"] == [
        {"key": "workload-type", "value": "model-training", "effect": "NO_SCHEDULE"}
    ]
    assert group["scalingConfig"] == {"minSize": 1, "desiredSize": 2, "maxSize": 3}


def test_the_kubeconfig_loads_and_holds_no_secret(demo: Deployment, tmp_path: Path) -> None:
    text = demo.terraform.outputs()["kubeconfig"]
    (tmp_path / "kubeconfig").write_text(text)
    contexts, active = kubernetes.config.list_kube_config_contexts(str(tmp_path / "kubeconfig"))
    assert [context["name"] for context in contexts] == ["demo"]
    assert active["name"] == "demo"
    (user,) = yaml.safe_load(text)["users"]
    assert set(user["user"]) == {"exec"}


def edited(cluster: ClusterConfig, edit: str) -> ClusterConfig:
    """Edit a cluster file."""
    members = json.loads(cluster.model_dump_json(exclude_unset=True))
    groups = members["node_groups"]
    match edit:
        case "label":
            groups["training"]["labels"]["team"] = "research"
        case "scale":
            groups["system"]["scaling"] = {"min": 3, "desired": 3, "max": 5}
        case "zone":
            members["network"]["availability_zones"].append("us-west-2d")
        case "node group":
            groups["more"] = {"instance_types": ["m7i.large"]}
        case _:
            raise ValueError(edit)
    return ClusterConfig.model_validate(members)


#: For each edit, in this order: addresses, what is done to them, and which attributes differ.
CHANGES: dict[str, dict[str, tuple[str, ...]]] = {
    "label": {"aws_eks_node_group.training": ("update", "labels.team")},
    "scale": {
        "aws_eks_node_group.system": (
            "update",
            "scaling_config[0].desired_size",
            "scaling_config[0].max_size",
            "scaling_config[0].min_size",
            "timeouts.update",
        )
    },
    "zone": {
        **{
            f"{kind}.{side}_us-west-2d": ("create",)
            for kind in (
                "aws_subnet",
                "aws_route",
                "aws_route_table",
                "aws_route_table_association",
            )
            for side in ("private", "public")
        },
        "aws_vpc_endpoint.s3": ("update", "route_table_ids"),
    },
    "node group": {
        "aws_launch_template.more": ("create",),
        "aws_eks_node_group.more": ("create",),
    },
}


@pytest.fixture(scope="module")
def changes(
    applied: Mapping[str, Deployment], second_plans: Mapping[str, Plan]
) -> Mapping[str, Plan]:
    """The plan of each edit of the demo, every one applied before the next."""
    assert second_plans
    plans = {}
    deployment = applied["demo"]
    for edit in CHANGES:
        deployment = deployment.changed_to(edited(deployment.cluster, edit))
        plans[edit] = deployment.apply()
    return plans


@pytest.mark.parametrize("edit", CHANGES)
def test_a_change_of_the_file_changes_nothing_else(changes: Mapping[str, Plan], edit: str) -> None:
    planned = {
        change.address: change.actions
        if change.actions == ("create",)
        else (*change.actions, *change.attributes)
        for change in changes[edit].changes
    }
    assert planned == CHANGES[edit]


def test_after_all_changes_what_exists_is_what_the_file_says(
    changes: Mapping[str, Plan], demo: Deployment
) -> None:
    assert unexplained_drift(demo.terraform.plan()) == []
    cluster = demo.cluster
    for edit in changes:
        cluster = edited(cluster, edit)
    checks = verify(cluster, demo.aws)
    assert [check for check in checks if not check.passed] == []


def test_no_change_took_anything_from_what_runs(
    changes: Mapping[str, Plan], emulator: Emulator
) -> None:
    assert changes
    assert [harm for harm in emulator.harms() if " demo/" in harm or "cluster demo" in harm] == []
    assert emulator.missed_keys() == []


def test_destroy_leaves_nothing(
    applied: Mapping[str, Deployment],
    changes: Mapping[str, Plan],
    inventories: Mapping[str, Inventory],
) -> None:
    assert changes
    # Before it deletes a cluster, the provider waits for up to a minute, by chance. More at once
    # than these would need more memory than runners have.
    at_once((deployment.destroy for deployment in applied.values()), most=8)
    for deployment in applied.values():
        assert deployment.terraform.addresses() == []
        region = deployment.cluster.region
        assert added(inventories[region], take_inventory(deployment.aws)) == {}


def test_deployers_may_do_what_was_done_from_apply_to_destroy_and_little_else(
    applied: Mapping[str, Deployment], changes: Mapping[str, Plan], emulator: Emulator
) -> None:
    """Little else: the later changes that were not made, and what AWS checks besides."""
    assert changes
    stacks = [permissions.stack_of(deployment) for deployment in applied.values()]
    asked = permissions.asked(emulator.requests())
    assert asked - {action for stack in stacks for action in permissions.allowed(stack)} == set()
    assert permissions.expected(stacks) - asked == set()
