"""Who reaches the private endpoint, and how people get on nodes."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.derived.private_cluster import endpoint_services
from modules.config.derived.private_sources import api_sources, endpoint_sources
from modules.planning.network.https_sources import HttpsSource
from tests.modules.config.files import cluster, refusals, text, warned

BASTION = "sg-0123456789abcdef0"
PEERED = f"444455556666/{BASTION}"
NOT_A_GROUP = (
    "is not the id of a security group; write one like sg-0123456789abcdef0, or "
    "111122223333/sg-0123456789abcdef0 for one of a peered VPC of another account"
)


def access(**keys: Any) -> dict[str, Any]:
    return {"access": keys}


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        (
            access(private_cidrs=["0.0.0.0/0"]),
            ":9: access.private_cidrs[0]: '0.0.0.0/0' is wider than any private network; name the "
            "networks that are meant, or all private ones: 10.0.0.0/8, 172.16.0.0/12, "
            "192.168.0.0/16",
        ),
        (
            access(private_cidrs=["127.0.0.0/16"]),
            ":9: access.private_cidrs[0]: '127.0.0.0/16' lies in 127.0.0.0/8, whose addresses no "
            "network has; write a block of a network that is connected to the VPC",
        ),
        (
            access(private_cidrs=["10.20.0.1/16"]),
            ":9: access.private_cidrs[0]: '10.20.0.1/16' has bits set behind its mask; "
            "did you mean '10.20.0.0/16'?",
        ),
        (
            access(private_cidrs=["10.20.0.0/16", "10.30.0.0/16", "10.20.0.0/16"]),
            ":8: access.private_cidrs: 10.20.0.0/16 stands twice; name it once",
        ),
        (
            access(private_security_groups=[BASTION, BASTION]),
            f":8: access.private_security_groups: {BASTION} stands twice; name it once",
        ),
        (
            access(private_security_groups=["bastion"]),
            f":9: access.private_security_groups[0]: 'bastion' {NOT_A_GROUP}",
        ),
        (
            {"account_id": "444455556666"} | access(private_security_groups=[PEERED]),
            f":10: access.private_security_groups[0]: {PEERED!r} is of the cluster's own account, "
            f"whose groups are named alone; write {BASTION}",
        ),
        (
            {"node_access": "ssh"},
            ":7: node_access: 'ssh' is not one of none, session_manager",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, sections: dict[str, Any], message: str) -> None:
    assert refusals(tmp_path, text(**sections)) == [message]


@pytest.mark.parametrize(
    ("cidrs", "warnings"),
    [
        (["10.0.0.0/16", "100.64.0.0/10", "192.168.7.0/24"], []),
        (
            ["203.0.113.0/24"],
            [
                "access.private_cidrs[0]: 203.0.113.0/24 is of the internet, from where nobody "
                "reaches the private endpoint; for people there write it in allowed_cidrs, and "
                "leave it here only if a network connected to the VPC has it"
            ],
        ),
        (
            ["10.20.0.0/16", "10.0.0.0/8"],
            [
                "access.private_cidrs[0]: 10.20.0.0/16 lies in 10.0.0.0/8, which stands here too "
                "and lets it in; remove one of the two"
            ],
        ),
        (
            [f"10.{number}.0.0/16" for number in range(60)],
            [
                "access.private_cidrs: 60 blocks and security groups are as many rules of one "
                "security group, which takes 59 beside EKS's own unless the account's quota "
                "L-0EA8095F was raised; name wider blocks"
            ],
        ),
    ],
)
def test_what_is_warned_of(cidrs: list[str], warnings: list[str]) -> None:
    assert warned(cluster(**access(private_cidrs=cidrs))) == warnings


def test_each_source_has_a_key_that_no_other_changes() -> None:
    made = cluster(
        **access(private_cidrs=["10.30.0.0/16", "10.20.0.0/16"], private_security_groups=[PEERED])
    )
    assert api_sources(made) == {
        "10-20-0-0_16": HttpsSource(cidr="10.20.0.0/16"),
        "10-30-0-0_16": HttpsSource(cidr="10.30.0.0/16"),
        "444455556666_sg-0123456789abcdef0": HttpsSource(security_group_id=PEERED),
    }


@pytest.mark.parametrize(
    ("private", "opened"), [(True, {"10-20-0-0_16", BASTION}), (False, set[str]())]
)
def test_endpoints_of_a_private_network_are_opened_to_whoever_is_not_in_the_vpc(
    *, private: bool, opened: set[str]
) -> None:
    network = {"cidr": "10.0.0.0/16", "private": private}
    sources = access(
        private_cidrs=["10.0.0.0/16", "10.0.4.0/22", "10.20.0.0/16"],
        private_security_groups=[BASTION],
    )
    assert set(endpoint_sources(cluster(network=network, **sources))) == opened


def test_session_manager_brings_its_endpoints_to_a_private_network_alone() -> None:
    node_access = {"node_access": "session_manager"}
    with_it = endpoint_services(cluster(network={"private": True}, **node_access))
    assert set(with_it) - set(endpoint_services(cluster(network={"private": True}))) == {
        "ec2messages",
        "ssm",
        "ssmmessages",
    }
    assert endpoint_services(cluster(**node_access)) == {}


def test_without_nat_it_is_said_what_session_manager_needs() -> None:
    made = cluster(network={"nat_gateways": "none"}, node_access="session_manager")
    assert warned(made) == [
        "network.nat_gateways: without NAT, nodes join only if something else gives them a way to "
        "the AWS APIs: a transit gateway, or VPC endpoints for ec2, ecr.api, ecr.dkr, eks-auth, "
        "ec2messages, ssm, ssmmessages; or write private: true"
    ]
