"""What EKS refuses about the launch template of a node group.

EKS tries a launch before it makes or rolls a group, so that EC2's own refusals come back at once.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html and
https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
"""

from collections.abc import Mapping

from embedded_aws.refusals.eks_looks import API, CLUSTER, IMPOSSIBLE, NODE_GROUP
from embedded_aws.refusals.refusal import Look, Refusal, View
from embedded_aws.requests import Members

_GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html"
_INVALID = "InvalidRequestException"
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_LaunchTemplateSpecification.html
_FORBIDDEN = ("IamInstanceProfile", "HibernationOptions")
_FORBIDDEN_OF_INTERFACES = ("SubnetId",)
_SPOT = "spot"
_CAPACITY_BLOCK = "capacity-block"


def _named(asked: Members) -> Members | None:
    named = asked.get("launchTemplate")
    if named is None or ("id" in named) == ("name" in named):
        return None
    which = (
        {"LaunchTemplateId": named["id"]}
        if "id" in named
        else {"LaunchTemplateName": named["name"]}
    )
    return {**which, "Versions": [named.get("version", "$Default")]}


def _if_named(asked: Members) -> Members | None:
    return {} if asked.get("launchTemplate") else None


_TEMPLATE = Look(
    name="launch template",
    service="ec2",
    operation="DescribeLaunchTemplateVersions",
    items="LaunchTemplateVersions",
    parameters=_named,
)
_SECURITY_GROUPS = Look(
    name="security groups",
    service="ec2",
    operation="DescribeSecurityGroups",
    items="SecurityGroups",
    parameters=_if_named,
)
_PLACEMENT_GROUPS = Look(
    name="placement groups",
    service="ec2",
    operation="DescribePlacementGroups",
    items="PlacementGroups",
    parameters=_if_named,
)
_SUBNETS = Look(
    name="subnets of the region",
    service="ec2",
    operation="DescribeSubnets",
    items="Subnets",
    parameters=_if_named,
)


def _data(view: View) -> Members:
    return dict(view.one(_TEMPLATE.name).get("LaunchTemplateData") or {})


def _unknown_template(view: View) -> Mapping[str, object] | None:
    named = view.asked.get("launchTemplate")
    if named is None or view.seen[_TEMPLATE.name]:
        return None
    return {"named": named.get("id", named.get("name")), "version": named.get("version", "")}


def _forbidden_fields(view: View) -> Mapping[str, object] | None:
    data = _data(view)
    found = [name for name in _FORBIDDEN if name in data]
    found += [
        name
        for name in _FORBIDDEN_OF_INTERFACES
        if any(name in each for each in data.get("NetworkInterfaces", ()))
    ]
    if data.get("InstanceMarketOptions", {}).get("MarketType") == _SPOT:
        found.append("InstanceMarketOptions")
    return {"fields": ", ".join(found)} if found else None


def _type_in_both(view: View) -> Mapping[str, object] | None:
    return {} if view.asked.get("instanceTypes") and "InstanceType" in _data(view) else None


def _block_without_its_template(view: View) -> Mapping[str, object] | None:
    data = _data(view)
    market = data.get("InstanceMarketOptions", {}).get("MarketType")
    whole = market == _CAPACITY_BLOCK and "InstanceType" in data
    return {} if view.asked.get("capacityType") == "CAPACITY_BLOCK" and not whole else None


def _unknown_security_group(view: View) -> Mapping[str, object] | None:
    data = _data(view)
    known = {each["GroupId"] for each in view.seen[_SECURITY_GROUPS.name]}
    # The cluster's own exists, though the emulator only names it.
    known.add(view.one(CLUSTER.name).get("resourcesVpcConfig", {}).get("clusterSecurityGroupId"))
    wanted = list(data.get("SecurityGroupIds", ()))
    wanted += [
        group for each in data.get("NetworkInterfaces", ()) for group in each.get("Groups", ())
    ]
    missing = [group for group in wanted if group not in known]
    return {"id": missing[0]} if missing else None


def _unknown_placement_group(view: View) -> Mapping[str, object] | None:
    name = _data(view).get("Placement", {}).get("GroupName")
    known = {each["GroupName"] for each in view.seen[_PLACEMENT_GROUPS.name]}
    return None if name is None or name in known else {"name": name}


def _placement_group_of_one_zone(view: View) -> Mapping[str, object] | None:
    """Tell of a rolled group that may start nodes in zones where its placement group is not.

    At its creation a group gets by: all of its nodes start in the first zone.
    """
    name = _data(view).get("Placement", {}).get("GroupName")
    is_cluster = any(
        each["GroupName"] == name and each["Strategy"] == "cluster"
        for each in view.seen[_PLACEMENT_GROUPS.name]
    )
    has_instances = any(name in each.placement_groups for each in view.holdings)
    subnet_ids = view.one(NODE_GROUP.name).get("subnets") or ()
    zones = {
        each["AvailabilityZone"]
        for each in view.seen[_SUBNETS.name]
        if each["SubnetId"] in subnet_ids
    }
    if not (is_cluster and has_instances and len(zones) > 1):
        return None
    return {"name": name, "zone": min(zones)}


_CREATE, _ROLL = "CreateNodegroup", "UpdateNodegroupVersion"

REFUSALS = (
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="the launch template or its version does not exist",
        code=_INVALID,
        message="The specified launch template {named} with version {version} does not exist",
        source=_GUIDE,
        finds=_unknown_template,
        looks=(_TEMPLATE,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="the launch template has a subnet, an instance profile, spot or hibernation options",
        code=IMPOSSIBLE,
        message="Launch template can't include {fields}",
        source=API.format("LaunchTemplateSpecification"),
        finds=_forbidden_fields,
        looks=(_TEMPLATE,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="the launch template has an instance type and the group has as well",
        code=IMPOSSIBLE,
        message="Instance types can't be in both the launch template and the request",
        source=_GUIDE,
        finds=_type_in_both,
        looks=(_TEMPLATE,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="nodes of a capacity block have a launch template without the block's instance type "
        "and market type",
        code=IMPOSSIBLE,
        message="CAPACITY_BLOCK needs a launch template with an instance type and market type "
        "capacity-block",
        source="https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html",
        finds=_block_without_its_template,
        looks=(_TEMPLATE,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="a security group of the launch template does not exist",
        code=_INVALID,
        message="The security group '{id}' does not exist",
        source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
        finds=_unknown_security_group,
        looks=(_TEMPLATE, _SECURITY_GROUPS, CLUSTER),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="the placement group of the launch template does not exist",
        code=_INVALID,
        message="The Placement Group '{name}' is unknown.",
        source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
        finds=_unknown_placement_group,
        looks=(_TEMPLATE, _PLACEMENT_GROUPS),
    ),
    Refusal(
        service="eks",
        operations=(_ROLL,),
        when="nodes run in a cluster placement group and the group has subnets in several zones",
        code=_INVALID,
        message="Instances in the {name} Placement Group must be launched in the {zone} "
        "Availability Zone. Specify the {zone} Availability Zone and try again.",
        source="https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3045",
        finds=_placement_group_of_one_zone,
        looks=(_TEMPLATE, _PLACEMENT_GROUPS, _SUBNETS, NODE_GROUP),
    ),
)
