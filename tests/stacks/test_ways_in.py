"""Ways to the Kubernetes API and onto nodes, as synthesized."""

import pytest

from tests.cluster_files import synthesized_files
from tests.synthesis import Json, resources

HTTPS = ("tcp", 443, 443)


@pytest.fixture(scope="module")
def private() -> Json:
    return synthesized_files()["private"]


def opened(document: Json) -> dict[str, tuple[object, object]]:
    return {
        name: (rule["security_group_id"], rule.get("cidr_ipv4", rule.get("referenced")))
        for name, rule in resources(document, "aws_vpc_security_group_ingress_rule").items()
        if (rule["ip_protocol"], rule.get("from_port"), rule.get("to_port")) == HTTPS
    }


def test_the_private_endpoint_takes_https_from_what_the_file_names(private: Json) -> None:
    cluster_group = "${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}"
    endpoints = "${aws_security_group.endpoints.id}"
    assert opened(private) == {
        "endpoints": (endpoints, "10.128.0.0/16"),
        "api_10-20-0-0_16": (cluster_group, "10.20.0.0/16"),
        "endpoints_10-20-0-0_16": (endpoints, "10.20.0.0/16"),
    }


def test_a_security_group_is_let_in_by_its_id() -> None:
    rules = resources(synthesized_files()["guest"], "aws_vpc_security_group_ingress_rule")
    rule = rules["api_sg-0a1b2c3d4e5f60731"]
    assert rule["referenced_security_group_id"] == "sg-0a1b2c3d4e5f60731"
    assert "cidr_ipv4" not in rule


def test_session_manager_is_a_policy_of_the_node_role_alone(private: Json) -> None:
    attached = {
        name: attachment["policy_arn"]
        for name, attachment in resources(private, "aws_iam_role_policy_attachment").items()
        if attachment["policy_arn"].endswith("/AmazonSSMManagedInstanceCore")
    }
    assert attached == {
        "node_AmazonSSMManagedInstanceCore": (
            "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
        )
    }


def test_a_policy_that_the_file_names_is_the_nodes_and_says_so_to_scans() -> None:
    graviton = synthesized_files()["graviton"]
    attachments = resources(graviton, "aws_iam_role_policy_attachment")
    named = attachments["node_CloudWatchAgentServerPolicy"]
    assert named["policy_arn"] == "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
    assert named["role"] == "${aws_iam_role.node.name}"
    skip = "checkov:skip=CKV_TRAINYARD_9:the cluster file names it"
    assert named["//"]["checkov"] == [skip]
    others = [each for name, each in attachments.items() if each is not named]
    assert not any("checkov" in each.get("//", {}) for each in others)
