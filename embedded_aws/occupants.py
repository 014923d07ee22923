"""Keeps the estate: which nodes, control planes, gateways and endpoints there are, and of what.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html and
https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from embedded_aws.estate import Estate, Holding
from embedded_aws.memory import resource_key
from embedded_aws.refusals.refusals import Ask
from embedded_aws.requests import AwsRequest, Members

_Follow = Callable[[AwsRequest, Members, Ask], Awaitable[None]]


class Occupants:
    """Writes down what a request that was carried out brought into the world or took out of it."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._follow: Mapping[tuple[str, str], _Follow] = {
            ("ec2", "CreateNatGateway"): self._nat_gateway_made,
            ("ec2", "DeleteNatGateway"): self._nat_gateway_gone,
            ("ec2", "CreateVpcEndpoint"): self._endpoint_made,
            ("ec2", "ModifyVpcEndpoint"): self._endpoint_changed,
            ("ec2", "DeleteVpcEndpoints"): self._endpoints_gone,
            ("eks", "CreateCluster"): self._cluster_changed,
            ("eks", "UpdateClusterConfig"): self._cluster_changed,
            ("eks", "DeleteCluster"): self._cluster_gone,
            ("eks", "CreateNodegroup"): self._nodes_changed,
            ("eks", "UpdateNodegroupConfig"): self._nodes_changed,
            ("eks", "UpdateNodegroupVersion"): self._nodes_changed,
            ("eks", "DeleteNodegroup"): self._nodes_gone,
        }

    def concerns(self, request: AwsRequest) -> bool:
        """Whether the response to a request is needed here."""
        return (request.service, request.operation) in self._follow

    async def after(self, request: AwsRequest, response: Members, ask: Ask) -> None:
        """Follow a request that was carried out."""
        follow = self._follow.get((request.service, request.operation))
        if follow is not None:
            await follow(request, response, ask)

    async def _nat_gateway_made(self, request: AwsRequest, response: Members, _: Ask) -> None:
        gateway = response["NatGateway"]
        gateway_id = gateway["NatGatewayId"]
        holding = Holding(
            holder=f"NAT gateway {gateway_id}",
            subnet_ids=frozenset([gateway["SubnetId"]]),
            vpc_ids=frozenset([gateway["VpcId"]]),
            allocation_ids=_some(request.parameters.get("AllocationId")),
        )
        self._estate.put(resource_key(request, "nat-gateway", [gateway_id]), holding)

    async def _nat_gateway_gone(self, request: AwsRequest, _: Members, __: Ask) -> None:
        gateway_id = request.parameters["NatGatewayId"]
        self._estate.drop(resource_key(request, "nat-gateway", [gateway_id]))

    async def _endpoint_made(self, request: AwsRequest, response: Members, ask: Ask) -> None:
        await self._endpoint(request, response["VpcEndpoint"]["VpcEndpointId"], ask)

    async def _endpoint_changed(self, request: AwsRequest, _: Members, ask: Ask) -> None:
        await self._endpoint(request, request.parameters["VpcEndpointId"], ask)

    async def _endpoint(self, request: AwsRequest, endpoint_id: str, ask: Ask) -> None:
        answer = await ask("ec2", "DescribeVpcEndpoints", {"VpcEndpointIds": [endpoint_id]}) or {}
        for endpoint in answer.get("VpcEndpoints", ()):
            # A gateway endpoint is a line in route tables, without an interface.
            has_interfaces = endpoint["VpcEndpointType"] == "Interface"
            holding = Holding(
                holder=f"VPC endpoint {endpoint_id}",
                subnet_ids=frozenset(endpoint.get("SubnetIds", ()) if has_interfaces else ()),
                security_group_ids=frozenset(
                    group["GroupId"] for group in endpoint.get("Groups", ())
                ),
                vpc_ids=frozenset([endpoint["VpcId"]]),
            )
            self._estate.put(resource_key(request, "vpc-endpoint", [endpoint_id]), holding)

    async def _endpoints_gone(self, request: AwsRequest, _: Members, __: Ask) -> None:
        for endpoint_id in request.parameters["VpcEndpointIds"]:
            self._estate.drop(resource_key(request, "vpc-endpoint", [endpoint_id]))

    async def _cluster_changed(self, request: AwsRequest, _: Members, ask: Ask) -> None:
        name = request.parameters["name"]
        cluster = await _cluster(name, ask)
        network = cluster["resourcesVpcConfig"]
        subnet_ids = network.get("subnetIds") or []
        holding = Holding(
            holder=f"control plane of cluster {name}",
            subnet_ids=frozenset(subnet_ids),
            security_group_ids=frozenset(
                [network["clusterSecurityGroupId"], *(network.get("securityGroupIds") or ())]
            ),
            vpc_ids=await _vpc_ids(subnet_ids, ask),
            key_arns=frozenset(
                each["provider"]["keyArn"] for each in cluster.get("encryptionConfig") or ()
            ),
            role_arns=frozenset([cluster["roleArn"]]),
        )
        self._estate.put(resource_key(request, "cluster", [name]), holding)

    async def _cluster_gone(self, request: AwsRequest, _: Members, __: Ask) -> None:
        self._estate.drop(resource_key(request, "cluster", [request.parameters["name"]]))

    async def _nodes_changed(self, request: AwsRequest, _: Members, ask: Ask) -> None:
        cluster, name = request.parameters["clusterName"], request.parameters["nodegroupName"]
        answer = await ask(
            "eks", "DescribeNodegroup", {"clusterName": cluster, "nodegroupName": name}
        )
        if answer is not None:
            holding = await nodes(answer["nodegroup"], ask)
            self._estate.put(resource_key(request, "nodegroup", [cluster, name]), holding)

    async def _nodes_gone(self, request: AwsRequest, _: Members, __: Ask) -> None:
        cluster, name = request.parameters["clusterName"], request.parameters["nodegroupName"]
        self._estate.drop(resource_key(request, "nodegroup", [cluster, name]))


async def nodes(nodegroup: Members, ask: Ask) -> Holding:
    """Give what the nodes of a group, as EKS describes it, hold on to."""
    template = await launch_template_data(nodegroup.get("launchTemplate"), ask)
    cluster = await _cluster(nodegroup["clusterName"], ask)
    groups = _security_group_ids(template) or [
        cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    ]
    instances = nodegroup["scalingConfig"]["desiredSize"]
    runs = bool(instances)
    return Holding(
        holder=f"node group {nodegroup['clusterName']}/{nodegroup['nodegroupName']}",
        instances=instances,
        subnet_ids=frozenset(nodegroup["subnets"] if runs else ()),
        security_group_ids=frozenset(groups if runs else ()),
        vpc_ids=await _vpc_ids(nodegroup["subnets"], ask) if runs else frozenset(),
        placement_groups=_some(template.get("Placement", {}).get("GroupName") if runs else None),
        reservations=_some(reservation_of(template)),
        key_arns=frozenset(_volume_keys(template)),
        launch_template_ids=_some((nodegroup.get("launchTemplate") or {}).get("id")),
        role_arns=frozenset([nodegroup["nodeRole"]]),
    )


async def launch_template_data(named: Mapping[str, str] | None, ask: Ask) -> Members:
    """Give what a version of a launch template says; nothing where it is not there."""
    if not named:
        return {}
    which = (
        {"LaunchTemplateId": named["id"]}
        if "id" in named
        else {"LaunchTemplateName": named.get("name")}
    )
    versions = [named.get("version") or "$Default"]
    answer = await ask("ec2", "DescribeLaunchTemplateVersions", {**which, "Versions": versions})
    found: Sequence[Members] = (answer or {}).get("LaunchTemplateVersions", ())
    return dict(found[0]["LaunchTemplateData"]) if found else {}


def reservation_of(template: Mapping[str, Any]) -> str | None:
    """Give the capacity reservation, or the resource group of them, that a template targets."""
    specification = template.get("CapacityReservationSpecification", {})
    target = specification.get("CapacityReservationTarget", {})
    names = ("CapacityReservationId", "CapacityReservationResourceGroupArn")
    return next((str(target[name]) for name in names if target.get(name)), None)


def _security_group_ids(template: Mapping[str, Any]) -> list[str]:
    of_interfaces = [
        group for each in template.get("NetworkInterfaces", ()) for group in each.get("Groups", ())
    ]
    return [*template.get("SecurityGroupIds", ()), *of_interfaces]


def _volume_keys(template: Mapping[str, Any]) -> Iterable[str]:
    for device in template.get("BlockDeviceMappings", ()):
        key = device.get("Ebs", {}).get("KmsKeyId")
        if key:
            yield key


async def _cluster(name: str, ask: Ask) -> Members:
    answer = await ask("eks", "DescribeCluster", {"name": name})
    return dict((answer or {})["cluster"])


async def _vpc_ids(subnet_ids: Sequence[str], ask: Ask) -> frozenset[str]:
    answer = await ask("ec2", "DescribeSubnets", {"SubnetIds": list(subnet_ids)}) or {}
    return frozenset(subnet["VpcId"] for subnet in answer.get("Subnets", ()))


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value] if value else ())
