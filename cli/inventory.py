"""Everything of the kinds Trainyard makes that exists in an account and region."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cli.verification.check import Aws

#: Names or ids of what exists, by kind.
Inventory = Mapping[str, frozenset[str]]


def take_inventory(aws: Aws) -> Inventory:
    """List what exists; deleted things that AWS keeps for a while do not count."""
    ec2, iam, kms = aws.client("ec2"), aws.client("iam"), aws.client("kms")
    eks, logs, autoscaling = aws.client("eks"), aws.client("logs"), aws.client("autoscaling")
    listings: Mapping[str, Callable[[], Iterable[str]]] = {
        "VPC": lambda: _ids(ec2.describe_vpcs()["Vpcs"], "VpcId"),
        "subnet": lambda: _ids(ec2.describe_subnets()["Subnets"], "SubnetId"),
        "internet gateway": lambda: _ids(
            ec2.describe_internet_gateways()["InternetGateways"], "InternetGatewayId"
        ),
        "NAT gateway": lambda: (
            gateway["NatGatewayId"]
            for gateway in ec2.describe_nat_gateways()["NatGateways"]
            if gateway["State"] != "deleted"
        ),
        "Elastic IP address": lambda: _ids(ec2.describe_addresses()["Addresses"], "AllocationId"),
        "route table": lambda: _ids(ec2.describe_route_tables()["RouteTables"], "RouteTableId"),
        "VPC endpoint": lambda: _ids(ec2.describe_vpc_endpoints()["VpcEndpoints"], "VpcEndpointId"),
        "security group": lambda: _ids(ec2.describe_security_groups()["SecurityGroups"], "GroupId"),
        "network interface": lambda: _ids(
            ec2.describe_network_interfaces()["NetworkInterfaces"], "NetworkInterfaceId"
        ),
        "flow log": lambda: _ids(ec2.describe_flow_logs()["FlowLogs"], "FlowLogId"),
        "launch template": lambda: _ids(
            ec2.describe_launch_templates()["LaunchTemplates"], "LaunchTemplateName"
        ),
        "placement group": lambda: _ids(
            ec2.describe_placement_groups()["PlacementGroups"], "GroupName"
        ),
        "IAM role": lambda: _ids(iam.list_roles()["Roles"], "RoleName"),
        "IAM policy": lambda: _ids(iam.list_policies(Scope="Local")["Policies"], "PolicyName"),
        "KMS key": lambda: _usable_keys(kms),
        "KMS alias": lambda: _ids(kms.list_aliases()["Aliases"], "AliasName"),
        "S3 bucket": lambda: _ids(aws.client("s3").list_buckets()["Buckets"], "Name"),
        "log group": lambda: _ids(logs.describe_log_groups()["logGroups"], "logGroupName"),
        "Auto Scaling group": lambda: _ids(
            autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"], "AutoScalingGroupName"
        ),
        "EKS cluster": lambda: eks.list_clusters()["clusters"],
        "node group": lambda: _of_each_cluster(eks, "list_nodegroups", "nodegroups"),
        "add-on": lambda: _of_each_cluster(eks, "list_addons", "addons"),
        "access entry": lambda: _of_each_cluster(eks, "list_access_entries", "accessEntries"),
    }
    return {kind: frozenset(listing()) for kind, listing in listings.items()}


def added(before: Inventory, after: Inventory) -> Inventory:
    """Give what exists after and did not before, without the kinds that have nothing new."""
    new = {kind: names - before.get(kind, frozenset()) for kind, names in after.items()}
    return {kind: names for kind, names in new.items() if names}


def _ids(resources: Iterable[Mapping[str, Any]], member: str) -> Iterable[str]:
    return (resource[member] for resource in resources)


def _usable_keys(kms: Any) -> Iterable[str]:
    for key in kms.list_keys()["Keys"]:
        metadata = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
        if metadata["KeyState"] != "PendingDeletion":
            yield key["KeyId"]


def _of_each_cluster(eks: Any, operation: str, member: str) -> Iterable[str]:
    for cluster in eks.list_clusters()["clusters"]:
        for name in getattr(eks, operation)(clusterName=cluster)[member]:
            yield f"{cluster}/{name}"
