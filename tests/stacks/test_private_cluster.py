"""A cluster without a way to the internet, as synthesized."""

import pytest

from modules.config import load_cluster
from modules.config.derived.private_cluster import endpoint_services
from tests.cluster_files import ROOT, synthesized_files
from tests.synthesis import Json, resources


@pytest.fixture(scope="module")
def private() -> Json:
    return synthesized_files()["private"]


def test_nothing_leads_to_the_internet(private: Json) -> None:
    kinds = set(private["resource"])
    assert not kinds & {"aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_route"}
    assert all(name.startswith("private_") for name in resources(private, "aws_subnet"))
    assert private["output"]["public_subnet_ids"]["value"] == {}


def test_every_service_has_an_endpoint_in_every_zone(private: Json) -> None:
    endpoints = dict(resources(private, "aws_vpc_endpoint"))
    assert endpoints.pop("s3")["vpc_endpoint_type"] == "Gateway"
    cluster = load_cluster(ROOT / "examples" / "private.yaml")
    assert {each["service_name"] for each in endpoints.values()} == {
        f"com.amazonaws.us-west-2.{service}" for service in endpoint_services(cluster)
    }
    for endpoint in endpoints.values():
        assert endpoint["vpc_endpoint_type"] == "Interface"
        assert endpoint["private_dns_enabled"] is True
        assert len(endpoint["subnet_ids"]) == len(cluster.zones)
        assert endpoint["security_group_ids"] == ["${aws_security_group.endpoints.id}"]


def test_endpoints_take_https_from_the_vpc_alone(private: Json) -> None:
    rule = resources(private, "aws_vpc_security_group_ingress_rule")["endpoints"]
    assert rule["cidr_ipv4"] == "10.128.0.0/16"
    assert (rule["ip_protocol"], rule["from_port"], rule["to_port"]) == ("tcp", 443, 443)
    assert "endpoints" not in resources(private, "aws_vpc_security_group_egress_rule")


def test_nodes_wait_for_the_endpoints(private: Json) -> None:
    for group in resources(private, "aws_eks_node_group").values():
        assert "terraform_data.way-out" in group["depends_on"]
    way_out = resources(private, "terraform_data")["way-out"]
    waits = set(way_out["depends_on"])
    assert {f"aws_vpc_endpoint.{name}" for name in ("ec2", "ecr-api", "eks-auth")} <= waits
    assert "aws_vpc_security_group_ingress_rule.endpoints" in waits
    assert way_out["input"] == {"kind": "endpoints"}


def test_a_cluster_with_a_way_out_has_the_s3_endpoint_alone() -> None:
    assert set(resources(synthesized_files()["demo"], "aws_vpc_endpoint")) == {"s3"}
