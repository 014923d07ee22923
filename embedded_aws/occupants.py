"""Keeps the estate but for nodes: control planes, gateways, endpoints, log groups, and of what.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
"""

from collections.abc import Awaitable, Callable, Mapping

from embedded_aws.estate import Estate, Holding
from embedded_aws.memory import resource_key
from embedded_aws.node_holdings import described_cluster, vpc_ids
from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members

_Follow = Callable[[AwsRequest, Members, Describe], Awaitable[None]]


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
            ("eks", "AssociateEncryptionConfig"): self._cluster_changed,
            ("eks", "DeleteNodegroup"): self._nodes_gone,
            ("logs", "CreateLogGroup"): self._log_group_encrypted,
            ("logs", "AssociateKmsKey"): self._log_group_encrypted,
            ("logs", "DisassociateKmsKey"): self._log_group_gone,
            ("logs", "DeleteLogGroup"): self._log_group_gone,
        }

    def concerns(self, request: AwsRequest) -> bool:
        """Whether the response to a request is needed here."""
        return (request.service, request.operation) in self._follow

    async def after(self, request: AwsRequest, response: Members, describe: Describe) -> None:
        """Follow a request that was carried out."""
        follow = self._follow.get((request.service, request.operation))
        if follow is not None:
            await follow(request, response, describe)

    async def _nat_gateway_made(self, request: AwsRequest, response: Members, _: Describe) -> None:
        gateway = response["NatGateway"]
        gateway_id = gateway["NatGatewayId"]
        holding = Holding(
            holder=f"NAT gateway {gateway_id}",
            subnet_ids=frozenset([gateway["SubnetId"]]),
            vpc_ids=frozenset([gateway["VpcId"]]),
            allocation_ids=_some(request.parameters.get("AllocationId")),
        )
        self._estate.put(resource_key(request, "nat-gateway", [gateway_id]), holding)

    async def _nat_gateway_gone(self, request: AwsRequest, _: Members, __: Describe) -> None:
        gateway_id = request.parameters["NatGatewayId"]
        self._estate.drop(resource_key(request, "nat-gateway", [gateway_id]))

    async def _endpoint_made(
        self, request: AwsRequest, response: Members, describe: Describe
    ) -> None:
        await self._endpoint(request, response["VpcEndpoint"]["VpcEndpointId"], describe)

    async def _endpoint_changed(self, request: AwsRequest, _: Members, describe: Describe) -> None:
        await self._endpoint(request, request.parameters["VpcEndpointId"], describe)

    async def _endpoint(self, request: AwsRequest, endpoint_id: str, describe: Describe) -> None:
        answer = (
            await describe("ec2", "DescribeVpcEndpoints", {"VpcEndpointIds": [endpoint_id]}) or {}
        )
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

    async def _endpoints_gone(self, request: AwsRequest, _: Members, __: Describe) -> None:
        for endpoint_id in request.parameters["VpcEndpointIds"]:
            self._estate.drop(resource_key(request, "vpc-endpoint", [endpoint_id]))

    async def _cluster_changed(self, request: AwsRequest, _: Members, describe: Describe) -> None:
        name = request.parameters.get("name") or request.parameters["clusterName"]
        cluster = await described_cluster(name, describe)
        network = cluster["resourcesVpcConfig"]
        subnet_ids = network.get("subnetIds") or []
        holding = Holding(
            holder=f"control plane of cluster {name}",
            subnet_ids=frozenset(subnet_ids),
            security_group_ids=frozenset(
                [network["clusterSecurityGroupId"], *(network.get("securityGroupIds") or ())]
            ),
            vpc_ids=await vpc_ids(subnet_ids, describe),
            key_arns=frozenset(
                each["provider"]["keyArn"] for each in cluster.get("encryptionConfig") or ()
            ),
            role_arns=frozenset([cluster["roleArn"]]),
        )
        self._estate.put(resource_key(request, "cluster", [name]), holding)

    async def _cluster_gone(self, request: AwsRequest, _: Members, __: Describe) -> None:
        self._estate.drop(resource_key(request, "cluster", [request.parameters["name"]]))

    async def _nodes_gone(self, request: AwsRequest, _: Members, __: Describe) -> None:
        cluster, name = request.parameters["clusterName"], request.parameters["nodegroupName"]
        self._estate.drop(resource_key(request, "nodegroup", [cluster, name]))

    async def _log_group_encrypted(self, request: AwsRequest, _: Members, __: Describe) -> None:
        name, key_arn = request.parameters.get("logGroupName"), request.parameters.get("kmsKeyId")
        if name and key_arn:
            holding = Holding(holder=f"log group {name}", key_arns=frozenset([key_arn]))
            self._estate.put(resource_key(request, "log-group", [name]), holding)

    async def _log_group_gone(self, request: AwsRequest, _: Members, __: Describe) -> None:
        name = request.parameters.get("logGroupName")
        if name:
            self._estate.drop(resource_key(request, "log-group", [name]))


def _some(value: str | None) -> frozenset[str]:
    return frozenset([value] if value else ())
