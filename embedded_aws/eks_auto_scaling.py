"""The Auto Scaling groups that EKS makes for node groups, which the emulator only names.

Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from embedded_aws.inner_calls import Call
from embedded_aws.memory import Memory, ResourceKey, resource_key
from embedded_aws.requests import AwsRequest, Members

_SIZES = {"minSize": "MinSize", "maxSize": "MaxSize", "desiredSize": "DesiredCapacity"}
_RESIZES = {"SetDesiredCapacity", "UpdateAutoScalingGroup"}


class EksAutoScaling:
    """Makes, resizes and deletes the Auto Scaling group of each node group."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._groups: dict[tuple[str, ...], str] = {}

    async def after(self, request: AwsRequest, response: Members, call: Call) -> ResourceKey | None:
        """Follow what was done to a node group; give the group whose live size was changed."""
        if request.service == "autoscaling" and request.operation in _RESIZES:
            return await self._resized(request, call)
        if request.service == "eks":
            await self._follow(request, response, call)
        return None

    async def _follow(self, request: AwsRequest, response: Members, call: Call) -> None:
        if request.operation == "CreateNodegroup":
            self._leave_types_to_the_template(request)
            await self._create(request, response["nodegroup"], call)
        elif request.operation == "UpdateNodegroupConfig":
            await self._resize(request, call)
        elif request.operation == "DeleteNodegroup":
            await self._delete(request, call)

    async def _resized(self, request: AwsRequest, call: Call) -> ResourceKey | None:
        """Let EKS tell the live size, which an autoscaler or a schedule may have set."""
        name = request.parameters["AutoScalingGroupName"]
        key = next((key for key, group in self._groups.items() if group == name), None)
        if key is None:
            return None
        named: Members = {"AutoScalingGroupNames": [name]}
        answer = await call("autoscaling", "DescribeAutoScalingGroups", named)
        (group,) = answer["AutoScalingGroups"]
        sizes = {size: group[named_there] for size, named_there in _SIZES.items()}
        self._memory.change(key, {"scalingConfig": sizes})
        return key

    def _leave_types_to_the_template(self, request: AwsRequest) -> None:
        parameters = request.parameters
        if "launchTemplate" in parameters and not parameters.get("instanceTypes"):
            # EKS tells no types of its own where the launch template has one.
            self._memory.change(_key(request), {"instanceTypes": []})

    async def _create(self, request: AwsRequest, nodegroup: Members, call: Call) -> None:
        name = nodegroup["resources"]["autoScalingGroups"][0]["name"]
        cluster = request.parameters["clusterName"]
        tags = {
            "eks:cluster-name": cluster,
            "eks:nodegroup-name": request.parameters["nodegroupName"],
            "k8s.io/cluster-autoscaler/enabled": "true",
            f"k8s.io/cluster-autoscaler/{cluster}": "owned",
            f"kubernetes.io/cluster/{cluster}": "owned",
        }
        await call(
            "autoscaling",
            "CreateAutoScalingGroup",
            {
                "AutoScalingGroupName": name,
                "VPCZoneIdentifier": ",".join(request.parameters["subnets"]),
                "Tags": [
                    {"Key": key, "Value": value, "ResourceId": name, "PropagateAtLaunch": True}
                    for key, value in tags.items()
                ],
                **_sizes(nodegroup["scalingConfig"]),
            },
        )
        self._groups[_key(request)] = name

    async def _resize(self, request: AwsRequest, call: Call) -> None:
        scaling = request.parameters.get("scalingConfig")
        name = self._groups.get(_key(request))
        if scaling is not None and name is not None:
            sizes = _sizes(scaling)
            members: Members = {"AutoScalingGroupName": name, **sizes}
            await call("autoscaling", "UpdateAutoScalingGroup", members)

    async def _delete(self, request: AwsRequest, call: Call) -> None:
        name = self._groups.pop(_key(request), None)
        if name is None:
            return
        group: Members = {"AutoScalingGroupName": name}
        scheduled = await call("autoscaling", "DescribeScheduledActions", group)
        for action in scheduled.get("ScheduledUpdateGroupActions", ()):
            which = {"ScheduledActionName": action["ScheduledActionName"]}
            await call("autoscaling", "DeleteScheduledAction", {**group, **which})
        await call("autoscaling", "DeleteAutoScalingGroup", {**group, "ForceDelete": True})


def _key(request: AwsRequest) -> tuple[str, ...]:
    parameters = request.parameters
    return resource_key(
        request, "nodegroup", [parameters["clusterName"], parameters["nodegroupName"]]
    )


def _sizes(scaling: Mapping[str, int]) -> Members:
    return {_SIZES[key]: value for key, value in scaling.items()}


def filter_tags(request: AwsRequest, response: Members) -> bool:
    """Leave the tags that were asked for; the emulator answers with all. Say whether any went.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html
    """
    if (request.service, request.operation) != ("autoscaling", "DescribeTags"):
        return False
    wanted = {each["Name"]: each["Values"] for each in request.parameters.get("Filters", ())}
    tags: Sequence[Mapping[str, Any]] = response.get("Tags", ())
    response["Tags"] = [
        tag
        for tag in tags
        if all(str(tag[_FILTERS[name]]) in values for name, values in wanted.items())
    ]
    return len(response["Tags"]) < len(tags)


_FILTERS = {
    "auto-scaling-group": "ResourceId",
    "key": "Key",
    "value": "Value",
}
