"""Rules that look at the whole file, and warnings."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from modules.config import warnings_for
from tests.modules.config.files import TODAY, cluster, refusals, text

GROUP = {"instance_types": ["m7i.large"]}
GOV_ROLE = "arn:aws-us-gov:iam::111122223333:role/Admin"

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"network": {"availability_zones": ["us-west-2a", "us-west-2x"]}},
        "network.availability_zones[1]: no availability zone 'us-west-2x' in us-west-2; it has "
        "us-west-2a, us-west-2b, us-west-2c, us-west-2d; for one newer than the "
        "catalog add unlisted_region: {zones: [...]}",
    ),
    (
        {"network": {"availability_zones": ["us-west-2a", "us-west-2b", "us-west-2a"]}},
        "network.availability_zones[2]: availability zone 'us-west-2a' stands twice; name it once",
    ),
    (
        {"network": {"single_nat_zone": "us-west-2d"}},
        "network.single_nat_zone: the network has no zone 'us-west-2d'; "
        "write one of us-west-2a, us-west-2b, us-west-2c",
    ),
    (
        {"node_groups": {"system": GROUP | {"availability_zone": "us-west-2d"}}},
        "node_groups.system.availability_zone: the network has no zone 'us-west-2d'; "
        "write one of us-west-2a, us-west-2b, us-west-2c",
    ),
    (
        {"network": {"cidr": "172.20.0.0/16"}},
        "network.service_cidr: the services' block 172.20.0.0/16 overlaps the VPC's 172.20.0.0/16; "
        "write service_cidr: 10.100.0.0/16 or another block apart from it",
    ),
    (
        {"network": {"cidr": "10.100.0.0/16", "service_cidr": "10.96.0.0/12"}},
        "network.service_cidr: the services' block 10.96.0.0/12 overlaps the VPC's 10.100.0.0/16; "
        "write service_cidr: 172.20.0.0/16 or another block apart from it",
    ),
    (
        {"access": {"admins": [GOV_ROLE]}},
        f"access.admins[0]: {GOV_ROLE!r} is of the partition aws-us-gov, but us-west-2 is in aws; "
        "write arn:aws:...",
    ),
    (
        {
            "node_groups": {
                "system": GROUP
                | {"volume": {"kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd"}}
            }
        },
        "node_groups.system.volume.kms_key_arn: the key is in us-east-1, but the nodes are in "
        "us-west-2; use a key of that region",
    ),
    (
        {"add_ons": {"core-dns": {}}},
        "add_ons.core-dns: no add-on 'core-dns' in the catalog; did you mean 'coredns'? "
        "for one newer than the catalog add unlisted: true",
    ),
    (
        {"add_ons": {"coredns": {"install": False}}},
        "add_ons.coredns.install: coredns cannot be left out: pods find each other through it; "
        "remove install: false",
    ),
]


@pytest.mark.parametrize(("sections", "expected"), REFUSED)
def test_what_does_not_go_together_is_refused(
    tmp_path: Path, sections: dict[str, Any], expected: str
) -> None:
    [line] = refusals(tmp_path, text(**sections))
    assert line.partition(": ")[2] == expected


@pytest.mark.parametrize(
    ("sections", "first"),
    [
        ({"region": "us-wst-2"}, "region"),
        ({"name": "-"}, "name"),
        (
            {"node_groups": {"training": {"instance_types": ["p9.48xlarge"]}}},
            "node_groups.training",
        ),
        ({"node_groups": {"system": GROUP | {"scaling": {"max": "3"}}}}, "node_groups.system"),
        ({"node_groups": {}}, "node_groups"),
        ({"node_groups": []}, "node_groups"),
        ({"state": {"backend": "s3", "bucket": "-"}}, "state.bucket"),
    ],
)
def test_rules_of_the_rest_are_followed_when_something_is_wrong(
    tmp_path: Path, sections: dict[str, Any], first: str
) -> None:
    rest = {"network": {"cidr": "172.20.0.0/16"}, "add_ons": {"coredns": {"install": False}}}
    said = [line.partition(": ")[2] for line in refusals(tmp_path, text(**rest, **sections))]
    assert sorted(line.partition(":")[0] for line in said if not line.startswith(first)) == [
        "add_ons.coredns.install",
        "network.service_cidr",
    ]
    assert len(said) == 3


@pytest.mark.parametrize(("sections", "expected"), REFUSED)
def test_the_same_is_refused_in_python(sections: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValidationError) as refused:
        cluster(**sections)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({}, ["access.admins: nobody may use kubectl on this cluster; name an IAM role or user"]),
        ({"access": {"cluster_creator_admin": True}}, []),
        (
            {"access": {"cluster_creator_admin": True}, "network": {"nat_gateways": "none"}},
            [
                "network.nat_gateways: without NAT, nodes join only if something else gives them a "
                "way to the AWS APIs: a transit gateway, or VPC endpoints for ec2, ecr.api, "
                "ecr.dkr, "
                "eks-auth; or write private: true"
            ],
        ),
        (
            {
                "access": {"cluster_creator_admin": True},
                "kubernetes_version": "1.35",
                "running_kubernetes_version": "1.34",
                "add_ons": {
                    name: {"version": "most_recent"}
                    for name in ("aws-ebs-csi-driver", "eks-pod-identity-agent", "vpc-cni")
                },
            },
            [
                "add_ons: coredns, eks-node-monitoring-agent, kube-proxy, metrics-server keep the "
                "version they were installed with; write version: most_recent, or the one that "
                "goes with the new version of Kubernetes"
            ],
        ),
    ],
)
def test_what_is_probably_not_meant_is_warned_of(
    sections: dict[str, Any], expected: list[str]
) -> None:
    assert [str(warning) for warning in warnings_for(cluster(**sections), today=TODAY)] == expected


def test_an_add_on_newer_than_the_catalog_is_taken_on_word() -> None:
    made = cluster(add_ons={"next-years-add-on": {"unlisted": True}})
    assert made.add_ons["next-years-add-on"].unlisted


def test_the_whole_internet_can_be_meant() -> None:
    access = {"public_endpoint": True, "allowed_cidrs": ["0.0.0.0/0"], "open_to_internet": True}
    assert cluster(access=access).access.open_to_internet
