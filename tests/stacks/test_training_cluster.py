"""The stack of a cluster: what waits for what, and what goes where."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.cluster_files import FILES, synthesize_clusters, synthesized_files
from tests.modules.config.files import cluster
from tests.synthesis import Json, policy, resources

NAMES = [
    "bottlerocket",
    "demo",
    "g6e-spot",
    "graviton",
    "guest",
    "p4d-from-zero",
    "p5-capacity-block",
    "p5en-reservation",
    "p6-b200",
    "p6-b300",
    "private",
    "production",
    "smallest",
    "trn2",
    "zones",
]
OUTPUTS = {
    "auto_scaling_group_names",
    "cluster_arn",
    "cluster_certificate_authority",
    "cluster_endpoint",
    "cluster_name",
    "cluster_security_group_id",
    "control_plane_subnet_ids",
    "kubeconfig",
    "kubernetes_version",
    "node_group_arns",
    "node_groups",
    "node_group_subnet_ids",
    "oidc_issuer",
    "placement_groups",
    "private_subnet_ids",
    "public_subnet_ids",
    "role_arns",
    "kms_key_arns",
    "vpc_id",
}


def stack(**sections: Any) -> Json:
    """Synthesize the small cluster with some sections changed."""
    made = cluster(**sections)
    return synthesize_clusters([made])[made.name]


@pytest.fixture(scope="module")
def demo() -> Json:
    return synthesized_files()["demo"]


@pytest.fixture(scope="module")
def production() -> Json:
    return synthesized_files()["production"]


@pytest.fixture(scope="module")
def guest() -> Json:
    return synthesized_files()["guest"]


def test_every_file_becomes_a_stack_of_its_name() -> None:
    assert sorted(synthesized_files()) == NAMES
    assert len(FILES) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_the_contract(name: str) -> None:
    document = synthesized_files()[name]
    of_state = {"state_access_policy"} if "s3" in document["terraform"]["backend"] else set()
    of_storage = {"buckets"} if name == "production" else set()
    assert set(document["output"]) == OUTPUTS | of_state | of_storage


@pytest.mark.parametrize("name", NAMES)
def test_no_address_has_a_hash_behind_it(name: str) -> None:
    hashed = re.compile(r"_[0-9A-F]{8}$")
    names = [n for named in synthesized_files()[name]["resource"].values() for n in named]
    assert names
    assert not [n for n in names if hashed.search(n)]


@pytest.mark.parametrize("name", NAMES)
def test_no_data_source_reads_aws_but_the_account_the_file_does_not_name(name: str) -> None:
    named = {"guest", "production"}
    expected = {} if name in named else {"aws_caller_identity": {"account"}}
    data = synthesized_files()[name].get("data", {})
    assert {type_: set(sources) for type_, sources in data.items()} == expected


def test_add_ons_that_nodes_need_come_before_nodes(demo: Json) -> None:
    for group in resources(demo, "aws_eks_node_group").values():
        assert {
            "aws_eks_addon.vpc-cni",
            "aws_eks_addon.kube-proxy",
            "aws_eks_addon.eks-pod-identity-agent",
        } <= set(group["depends_on"])


@pytest.mark.parametrize(
    "name", ["coredns", "aws-ebs-csi-driver", "metrics-server", "eks-node-monitoring-agent"]
)
def test_add_ons_that_need_nodes_wait_for_an_untainted_group(demo: Json, name: str) -> None:
    waits = resources(demo, "aws_eks_addon")[name]["depends_on"]
    groups = [each for each in waits if each.startswith("aws_eks_node_group.")]
    assert groups == ["aws_eks_node_group.system"]


def test_nodes_wait_for_their_way_out_and_their_permissions(demo: Json) -> None:
    waits = resources(demo, "aws_eks_node_group")["training"]["depends_on"]
    assert {
        "aws_route.private_us-west-2a",
        "aws_route_table_association.private_us-west-2c",
    } <= set(resources(demo, "terraform_data")["way-out"]["depends_on"])
    assert {
        "terraform_data.way-out",
        "aws_iam_role_policy_attachment.node_AmazonEKSWorkerNodePolicy",
        "aws_iam_role_policy_attachment.node_AmazonEC2ContainerRegistryPullOnly",
    } <= set(waits)


def test_the_cluster_waits_for_its_roles_policy(demo: Json) -> None:
    assert (
        "aws_iam_role_policy_attachment.cluster_AmazonEKSClusterPolicy"
        in (resources(demo, "aws_eks_cluster")["cluster"]["depends_on"])
    )


def test_an_add_ons_role_outlives_the_add_on(demo: Json) -> None:
    assert (
        "aws_iam_role_policy_attachment.add-on_vpc-cni_AmazonEKS_CNI_Policy"
        in (resources(demo, "aws_eks_addon")["vpc-cni"]["depends_on"])
    )


def test_node_role_has_the_recommended_policies_and_no_other(demo: Json) -> None:
    attached = {
        name: each["policy_arn"]
        for name, each in resources(demo, "aws_iam_role_policy_attachment").items()
        if name.startswith("node_")
    }
    assert attached == {
        f"node_{policy_name}": f"arn:aws:iam::aws:policy/{policy_name}"
        for policy_name in ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
    }


def test_only_the_cni_of_this_cluster_can_take_the_cnis_role(demo: Json) -> None:
    [trust] = policy(resources(demo, "aws_iam_role")["add-on_vpc-cni"]["assume_role_policy"])
    account = "${data.aws_caller_identity.account.account_id}"
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {
        "aws:RequestTag/eks-cluster-arn": f"arn:aws:eks:us-west-2:{account}:cluster/demo",
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": "aws-node",
    }


def test_the_logs_key_serves_the_two_log_groups_of_the_cluster(demo: Json) -> None:
    [_, logs] = policy(resources(demo, "aws_kms_key")["logs"]["policy"])
    arns = logs["Condition"]["ArnEquals"]["kms:EncryptionContext:aws:logs:arn"]
    assert [arn.partition(":log-group:")[2] for arn in arns] == [
        "/aws/eks/demo/cluster",
        "/aws/vpc/demo/flow-logs",
    ]
    for group in resources(demo, "aws_cloudwatch_log_group").values():
        assert group["kms_key_id"] == "${aws_kms_key.logs.arn}"


def test_the_secrets_key_names_the_cluster_role(demo: Json) -> None:
    principals = [
        statement["Principal"]["AWS"]
        for statement in policy(resources(demo, "aws_kms_key")["secrets"]["policy"])
    ]
    assert principals[1:] == ["${aws_iam_role.cluster.arn}"]


def test_everything_is_tagged_with_the_cluster(demo: Json) -> None:
    [provider] = demo["provider"]["aws"]
    tags = {"Project": "trainyard", "trainyard/cluster": "demo"}
    assert provider["default_tags"] == [{"tags": tags}]
    for template in resources(demo, "aws_launch_template").values():
        for specification in template["tag_specifications"]:
            assert specification["tags"].items() >= tags.items()


def test_the_kubeconfig_points_at_this_cluster(demo: Json) -> None:
    document = yaml.safe_load(demo["output"]["kubeconfig"]["value"])
    assert document["clusters"][0]["cluster"]["server"] == "${aws_eks_cluster.cluster.endpoint}"


def test_local_state_survives_the_removal_of_what_was_synthesized(demo: Json) -> None:
    assert demo["terraform"]["backend"] == {"local": {"path": "../../../terraform.demo.tfstate"}}


def test_s3_state_is_encrypted_and_locked(production: Json) -> None:
    assert production["terraform"]["backend"] == {
        "s3": {
            "bucket": "example-terraform-state",
            "key": "training/production.tfstate",
            "region": "us-east-2",
            "encrypt": True,
            "kms_key_id": (
                "arn:aws:kms:us-east-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            ),
            "use_lockfile": True,
        }
    }


def test_an_account_in_the_file_is_the_only_one_terraform_works_in(production: Json) -> None:
    assert production["provider"]["aws"][0]["allowed_account_ids"] == ["111122223333"]


TRAINING_TEAM = (
    "111122223333_role_aws-reserved_sso_amazonaws_com_AWSReservedSSO_Training_0123456789abcdef"
)


def test_admins_have_a_policy_that_viewers_lack(production: Json) -> None:
    associations = resources(production, "aws_eks_access_policy_association")
    policies = {name: each["policy_arn"].rpartition("/")[2] for name, each in associations.items()}
    assert policies == {
        "admin_111122223333_role_PlatformAdmin": "AmazonEKSClusterAdminPolicy",
        f"editor_{TRAINING_TEAM}": "AmazonEKSEditPolicy",
        f"viewer_{TRAINING_TEAM}": "AmazonEKSViewPolicy",
        "viewer_111122223333_role_OnCall": "AmazonEKSViewPolicy",
        "viewer_111122223333_role_PlatformAdmin": "AmazonEKSViewPolicy",
        "viewer_111122223333_role_Researcher": "AmazonEKSViewPolicy",
    }
    scopes = {name: each["access_scope"] for name, each in associations.items()}
    namespaces = ["team-*", "training"]
    assert scopes.pop(f"editor_{TRAINING_TEAM}") == {"type": "namespace", "namespaces": namespaces}
    assert all(scope == {"type": "cluster"} for scope in scopes.values())


def test_every_principal_has_one_entry_that_does_not_tell_what_it_may_do(production: Json) -> None:
    entries = dict(resources(production, "aws_eks_access_entry"))
    team = entries.pop(f"principal_{TRAINING_TEAM}")
    assert team["kubernetes_groups"] == ["trainyard:entries", "job-queues"]
    assert set(entries) == {
        f"principal_111122223333_role_{name}" for name in ("OnCall", "PlatformAdmin", "Researcher")
    }
    assert all(each["kubernetes_groups"] == ["trainyard:viewers"] for each in entries.values())


def test_every_role_has_the_path_and_the_boundary_of_the_file(production: Json) -> None:
    for role in resources(production, "aws_iam_role").values():
        assert role["path"] == "/training/"
        assert role["permissions_boundary"] == "arn:aws:iam::111122223333:policy/TeamBoundary"


def test_an_add_on_can_bring_its_own_role(production: Json) -> None:
    add_on = resources(production, "aws_eks_addon")["aws-mountpoint-s3-csi-driver"]
    assert add_on["pod_identity_association"] == [
        {
            "service_account": "s3-csi-driver-sa",
            "role_arn": "${aws_iam_role.add-on_aws-mountpoint-s3-csi-driver.arn}",
        }
    ]


def test_an_add_on_of_the_default_set_can_be_left_out() -> None:
    made = stack(add_ons={"metrics-server": {"install": False}})
    assert "metrics-server" not in resources(made, "aws_eks_addon")


def test_a_group_of_one_zone_has_that_zones_subnet(production: Json) -> None:
    group = resources(production, "aws_eks_node_group")["training"]
    assert group["subnet_ids"] == ["${aws_subnet.private_us-east-2b.id}"]
    assert "lifecycle" not in group


def test_a_vpc_that_exists_is_used_and_nothing_is_built_in_it(guest: Json) -> None:
    network_types = {"aws_vpc", "aws_subnet", "aws_route", "aws_nat_gateway", "aws_flow_log"}
    assert not network_types & set(guest["resource"])
    assert resources(guest, "aws_eks_cluster")["cluster"]["vpc_config"]["subnet_ids"] == [
        "subnet-0a1b2c3d4e5f60711",
        "subnet-0a1b2c3d4e5f60712",
        "subnet-0a1b2c3d4e5f60713",
    ]
    assert guest["output"]["vpc_id"]["value"] == "vpc-0a1b2c3d4e5f60718"


def test_bottlerocket_has_the_volume_where_its_containers_live() -> None:
    template = resources(synthesized_files()["bottlerocket"], "aws_launch_template")["training"]
    volumes = {each["device_name"]: each["ebs"] for each in template["block_device_mappings"]}
    assert volumes["/dev/xvdb"]["volume_size"] == 300
    assert "volume_size" not in volumes["/dev/xvda"]
    assert volumes["/dev/xvda"]["encrypted"] == "true"


def test_flow_logs_can_be_left_out() -> None:
    made = stack(network={"flow_logs": "none"})
    assert not {"aws_flow_log"} & set(made["resource"])
    assert "flow-logs" not in resources(made, "aws_iam_role")
    assert "flow-logs" in resources(made, "aws_cloudwatch_log_group")
    assert "flow-logs" not in resources(made, "aws_iam_role")


def constraint(document: Json) -> Mapping[str, str]:
    return document["terraform"]["required_providers"]["aws"]  # type: ignore[no-any-return]


def test_a_plain_cluster_runs_on_old_and_new_providers(demo: Json) -> None:
    assert constraint(demo) == {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}


@pytest.mark.parametrize(
    ("setting", "argument"),
    [
        ({"deletion_protection": True}, {"deletion_protection": True}),
        ({"tier": "tier-xl"}, {"control_plane_scaling_config": {"tier": "tier-xl"}}),
    ],
)
def test_what_needs_a_newer_provider_raises_the_floor_for_that_cluster(
    setting: dict[str, Any], argument: dict[str, Any]
) -> None:
    made = stack(control_plane=setting)
    assert constraint(made)["version"] == ">= 6.25.0, < 7.0.0"
    assert argument.items() <= resources(made, "aws_eks_cluster")["cluster"].items()


def test_the_output_names_no_place_on_this_machine() -> None:
    for document in synthesized_files().values():
        assert not re.search(r'"(/home|/root|/tmp|/work|/Users|[A-Z]:\\\\)', json.dumps(document))
