"""Whether a VPC that exists already will do."""

from collections.abc import Iterator, Mapping
from functools import partial
from ipaddress import IPv4Network
from typing import Any

from botocore.exceptions import ClientError

from cli.preflight.answers import Finding, Question, failed, verdict_on
from cli.preflight.asking import error_code
from cli.preflight.subject import Subject
from cli.verification.check import Aws, filtered
from modules.config import ExistingNetworkConfig

#: What the VPC must have switched on, and what the AWS CLI calls it.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_SWITCHES = {
    "enableDnsSupport": ("EnableDnsSupport", "--enable-dns-support"),
    "enableDnsHostnames": ("EnableDnsHostnames", "--enable-dns-hostnames"),
}


def network_questions(subject: Subject) -> Iterator[Question]:
    """Ask of the VPC and its subnets, where they exist already."""
    existing = subject.cluster.network.existing
    if existing is None:
        return
    yield Question(
        title="VPC",
        actions=("ec2:DescribeVpcs", "ec2:DescribeVpcAttribute"),
        ask=partial(_vpc_will_do, subject, existing),
    )
    yield Question(
        title="subnets",
        actions=("ec2:DescribeSubnets",),
        ask=partial(_subnets_are_there, existing),
    )


def _vpc_will_do(subject: Subject, existing: ExistingNetworkConfig, aws: Aws) -> Finding:
    ec2 = aws.client("ec2")
    try:
        (vpc,) = ec2.describe_vpcs(VpcIds=[existing.vpc_id])["Vpcs"]
    except ClientError as error:
        if error_code(error) != "InvalidVpcID.NotFound":
            raise
        return failed(f"there is no {existing.vpc_id} in {subject.cluster.region}")
    off = [
        option
        for attribute, (member, option) in _SWITCHES.items()
        if not ec2.describe_vpc_attribute(VpcId=existing.vpc_id, Attribute=attribute)[member][
            "Value"
        ]
    ]
    problems = [
        f"switch on what the private endpoint needs: aws ec2 modify-vpc-attribute --vpc-id "
        f"{existing.vpc_id} {option} --region {subject.cluster.region}"
        for option in off
    ]
    blocks = _blocks(vpc)
    services = IPv4Network(subject.cluster.network.service_cidr)
    problems += [
        f"{block}, which the VPC has, overlaps network.service_cidr {services}; write another"
        for block in blocks
        if block.overlaps(services)
    ]
    return verdict_on(problems, f"{', '.join(map(str, blocks))}, with DNS support and host names")


def _blocks(vpc: Mapping[str, Any]) -> list[IPv4Network]:
    return [
        IPv4Network(each["CidrBlock"])
        for each in vpc.get("CidrBlockAssociationSet", [])
        if each.get("CidrBlockState", {}).get("State") in {None, "associated"}
    ]


def _subnets_are_there(existing: ExistingNetworkConfig, aws: Aws) -> Finding:
    named = {
        id_: zone
        for subnets in (existing.private_subnets, existing.public_subnets)
        for zone, id_ in subnets.items()
    }
    found = subnets_by_id(aws, [*named])
    problems = []
    for id_, zone in named.items():
        if id_ not in found:
            problems.append(f"there is no {id_}")
        elif found[id_]["VpcId"] != existing.vpc_id:
            problems.append(f"{id_} is in {found[id_]['VpcId']}, not in {existing.vpc_id}")
        elif found[id_]["AvailabilityZone"] != zone:
            problems.append(f"{id_} is in {found[id_]['AvailabilityZone']}, not in {zone}")
    return verdict_on(problems, ", ".join(f"{id_} in {zone}" for id_, zone in named.items()))


def subnets_by_id(aws: Aws, ids: list[str]) -> Mapping[str, Mapping[str, Any]]:
    """Describe subnets; those that are not there are left out."""
    # The parameter SubnetIds would refuse all of them where one is missing.
    found = aws.client("ec2").describe_subnets(Filters=filtered("subnet-id", *ids))
    return {subnet["SubnetId"]: subnet for subnet in found["Subnets"]}
