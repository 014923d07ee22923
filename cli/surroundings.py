"""What a cluster file says is there already, made on the emulator for the time of a demo."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embedded_aws.clients import EmbeddedAws
from modules.config import ClusterConfig

#: Blocks for the VPC; the first that the services of Kubernetes leave free is taken.
_BLOCKS = ("10.0.0.0/16", "192.168.0.0/16")
_SUBNETS_PREFIX = 22


def make_surroundings(cluster: ClusterConfig, aws: EmbeddedAws) -> Mapping[str, str]:
    """Make the VPC, subnets, security groups and placement groups that a cluster file names.

    Args:
        cluster: The cluster.
        aws: The account of the emulator, in the cluster's region.

    Returns:
        The id that AWS gave in place of each id of the file: ids cannot be chosen.
    """
    ec2 = aws.client("ec2")
    for group in cluster.node_groups.values():
        if group.named_placement_group is not None:
            ec2.create_placement_group(GroupName=group.named_placement_group, Strategy="cluster")
    existing = cluster.network.existing
    if existing is None:
        return {}
    services = ipaddress.ip_network(cluster.network.service_cidr)
    blocks = map(ipaddress.ip_network, _BLOCKS)
    block = next(block for block in blocks if not block.overlaps(services))
    vpc_id = ec2.create_vpc(CidrBlock=str(block))["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    ids = {existing.vpc_id: vpc_id}
    subnets = (*existing.private_subnets.items(), *existing.public_subnets.items())
    for (zone, subnet_id), part in zip(
        subnets, block.subnets(new_prefix=_SUBNETS_PREFIX), strict=False
    ):
        made = ec2.create_subnet(VpcId=vpc_id, AvailabilityZone=zone, CidrBlock=str(part))
        ids[subnet_id] = made["Subnet"]["SubnetId"]
    for name in cluster.access.private_security_groups:
        made = ec2.create_security_group(VpcId=vpc_id, GroupName=name[3:], Description=name)
        ids[name] = made["GroupId"]
    return ids


def put_ids(stack: Path, ids: Mapping[str, str]) -> None:
    """Write other ids into a synthesized stack.

    Args:
        stack: Folder with the stack's ``cdk.tf.json``.
        ids: The id that stands for each.
    """
    if not ids:
        return
    file = stack / "cdk.tf.json"
    # An id of eight digits may be the beginning of one of seventeen.
    known = re.compile(rf"(?:{'|'.join(map(re.escape, ids))})(?![0-9a-f])")
    text = known.sub(lambda match: ids[match[0]], file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")


def with_ids(cluster: ClusterConfig, ids: Mapping[str, str]) -> ClusterConfig:
    """Give the cluster with other ids in place of those of its file."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return ids.get(value, value)
        if isinstance(value, dict):
            return {key: put(member) for key, member in value.items()}
        if isinstance(value, list):
            return [put(member) for member in value]
        return value

    return ClusterConfig.model_validate(put(cluster.model_dump(exclude_unset=True)))
