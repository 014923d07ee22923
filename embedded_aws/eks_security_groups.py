"""The security group that EKS makes for each cluster, which the emulator only names.

Source: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
"""

from embedded_aws.inner_calls import Call
from embedded_aws.memory import ResourceKey, resource_key
from embedded_aws.requests import AwsRequest, Members


class EksSecurityGroups:
    """Makes, tells and deletes the security group of each cluster."""

    def __init__(self) -> None:
        self._ids: dict[ResourceKey, str] = {}

    async def after(self, request: AwsRequest, call: Call) -> None:
        """Follow what was done to a cluster."""
        if (request.service, request.operation) == ("eks", "CreateCluster"):
            await self._create(request, call)
        elif (request.service, request.operation) == ("eks", "DeleteCluster"):
            group_id = self._ids.pop(_key(request, request.parameters["name"]), None)
            if group_id is not None:
                await call("ec2", "DeleteSecurityGroup", {"GroupId": group_id})

    def tell(self, request: AwsRequest, response: Members) -> bool:
        """Put the group in the place of the one that the emulator named; say whether it was."""
        cluster = response.get("cluster") if request.service == "eks" else None
        group_id = None if cluster is None else self._ids.get(_key(request, cluster["name"]))
        if cluster is None or group_id is None:
            return False
        cluster["resourcesVpcConfig"]["clusterSecurityGroupId"] = group_id
        return True

    async def _create(self, request: AwsRequest, call: Call) -> None:
        name = request.parameters["name"]
        answer = await call("ec2", "DescribeSubnets", {})
        named = request.parameters["resourcesVpcConfig"].get("subnetIds", ())
        vpc_ids = {each["VpcId"] for each in answer["Subnets"] if each["SubnetId"] in named}
        if len(vpc_ids) != 1:
            return
        made = await call(
            "ec2",
            "CreateSecurityGroup",
            {
                "GroupName": f"eks-cluster-sg-{name}",
                "Description": "EKS created security group",
                "VpcId": vpc_ids.pop(),
            },
        )
        itself = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": made["GroupId"]}]}
        rule: Members = {"GroupId": made["GroupId"], "IpPermissions": [itself]}
        await call("ec2", "AuthorizeSecurityGroupIngress", rule)
        self._ids[_key(request, name)] = made["GroupId"]


def _key(request: AwsRequest, cluster: str) -> ResourceKey:
    return resource_key(request, "cluster", [cluster])
