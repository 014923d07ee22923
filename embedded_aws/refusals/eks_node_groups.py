"""What EKS refuses about managed node groups."""

from collections.abc import Mapping

from embedded_aws.refusals.eks_looks import (
    API,
    CLUSTER,
    IMPOSSIBLE,
    IN_USE,
    IN_USE_STATUS,
    MOST_MINORS_OLDER,
    NODE_GROUP,
    minor_of,
)
from embedded_aws.refusals.refusal import Look, Refusal, View

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
_MOST_TAINTS = 50
_LONGEST_NAME = 63
_SUBNETS = Look(
    name="subnets",
    service="ec2",
    operation="DescribeSubnets",
    items="Subnets",
    parameters=lambda _: {},
)
_DEFAULT_SCALING = {"minSize": 1, "desiredSize": 2, "maxSize": 2}


def _scaling(view: View) -> Mapping[str, int]:
    """Give the sizes a group would have: what a request leaves out stays as it is."""
    asked = view.asked.get("scalingConfig") or {}
    running = view.one(NODE_GROUP.name).get("scalingConfig") or {}
    return {**_DEFAULT_SCALING, **running, **asked}


def _min_above_desired(view: View) -> Mapping[str, object] | None:
    sizes = _scaling(view)
    return None if sizes["minSize"] <= sizes["desiredSize"] else sizes


def _desired_above_max(view: View) -> Mapping[str, object] | None:
    sizes = _scaling(view)
    return None if sizes["desiredSize"] <= sizes["maxSize"] else sizes


def _too_many_unavailable(view: View) -> Mapping[str, object] | None:
    running = view.one(NODE_GROUP.name).get("updateConfig") or {}
    update = view.asked.get("updateConfig") or running
    return {} if update.get("maxUnavailable", 1) > _scaling(view)["maxSize"] else None


def _too_many_taints(view: View) -> Mapping[str, object] | None:
    taints = view.asked.get("taints") or []
    if isinstance(taints, Mapping):
        running = view.one(NODE_GROUP.name).get("taints") or []
        keys = {(taint["key"], taint["effect"]) for taint in running}
        keys -= {(taint["key"], taint["effect"]) for taint in taints.get("removeTaints", ())}
        keys |= {(taint["key"], taint["effect"]) for taint in taints.get("addOrUpdateTaints", ())}
        return {} if len(keys) > _MOST_TAINTS else None
    return {} if len(taints) > _MOST_TAINTS else None


def _name_too_long(view: View) -> Mapping[str, object] | None:
    return {} if len(view.asked["nodegroupName"]) > _LONGEST_NAME else None


def _newer_than_control_plane(view: View) -> Mapping[str, object] | None:
    asked, running = view.asked.get("version"), view.one(CLUSTER.name).get("version")
    if asked is None or running is None or minor_of(asked) <= minor_of(running):
        return None
    return {"asked": asked, "running": running}


def _much_older_than_control_plane(view: View) -> Mapping[str, object] | None:
    asked, running = view.asked.get("version"), view.one(CLUSTER.name).get("version")
    if asked is None or running is None:
        return None
    is_near = minor_of(running) - minor_of(asked) <= MOST_MINORS_OLDER
    return None if is_near else {"asked": asked, "running": running}


def _unknown_subnet(view: View) -> Mapping[str, object] | None:
    known = {each["SubnetId"] for each in view.seen[_SUBNETS.name]}
    missing = [subnet_id for subnet_id in view.asked["subnets"] if subnet_id not in known]
    return {"id": missing[0]} if missing else None


def _older_than_it_is(view: View) -> Mapping[str, object] | None:
    asked, running = view.asked.get("version"), view.one(NODE_GROUP.name).get("version")
    if asked is None or running is None or minor_of(asked) >= minor_of(running):
        return None
    return {"asked": asked, "running": running}


def _release_of_another_minor(view: View) -> Mapping[str, object] | None:
    release = view.asked.get("releaseVersion")
    running = view.one(NODE_GROUP.name) or view.one(CLUSTER.name)
    version = view.asked.get("version") or running.get("version")
    # Releases of Bottlerocket have versions of their own.
    if not release or version is None or _is_bottlerocket(view):
        return None
    if minor_of(release) == minor_of(version):
        return None
    return {"release": release, "version": version}


def _is_bottlerocket(view: View) -> bool:
    ami_type = view.asked.get("amiType") or view.one(NODE_GROUP.name).get("amiType")
    return str(ami_type).startswith("BOTTLEROCKET")


def _other_launch_template(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("launchTemplate")
    running = view.one(NODE_GROUP.name).get("launchTemplate") or {}
    if asked is None:
        return None
    same = any(asked.get(name) and asked[name] == running.get(name) for name in ("id", "name"))
    return None if same else {}


def _template_by_id_and_name(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("launchTemplate")
    return {} if asked is not None and ("id" in asked) == ("name" in asked) else None


def _disk_beside_template(view: View) -> Mapping[str, object] | None:
    return {} if "launchTemplate" in view.asked and "diskSize" in view.asked else None


def _remote_access_beside_template(view: View) -> Mapping[str, object] | None:
    return {} if "launchTemplate" in view.asked and "remoteAccess" in view.asked else None


_UPDATE = "UpdateNodegroupConfig"
_ROLL = "UpdateNodegroupVersion"
_CREATE = "CreateNodegroup"
_TEMPLATES = "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html"

REFUSALS = (
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="the cluster has a group of the name",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="NodeGroup already exists with name",
        source="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1931",
        finds=None,
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="the name is longer than 63 characters",
        code=IMPOSSIBLE,
        message="nodegroupName can't be longer than 63 characters!",
        source=API.format(_CREATE),
        finds=_name_too_long,
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="min is above desired",
        code=IMPOSSIBLE,
        message="minSize can't be greater than desiredSize",
        source="https://github.com/sassoftware/viya4-iac-aws/issues/298",
        finds=_min_above_desired,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_UPDATE,),
        when="min is above desired, which is the live size where the request names none",
        code=IMPOSSIBLE,
        message="Minimum capacity {minSize} can't be greater than desired size {desiredSize}",
        source="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3306",
        finds=_min_above_desired,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _UPDATE),
        when="desired is above max",
        code=IMPOSSIBLE,
        message="desiredSize can't be greater than maxSize",
        source="https://github.com/ministryofjustice/cloud-platform-infrastructure/pull/4595",
        finds=_desired_above_max,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _UPDATE),
        when="more nodes may be unavailable than the group can have",
        code=IMPOSSIBLE,
        message="max-unavailable must be within the range 1 and max size of the node group",
        source="https://github.com/hashicorp/terraform-provider-aws/issues/26535",
        finds=_too_many_unavailable,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _UPDATE),
        when="a group would have more than 50 taints",
        code=IMPOSSIBLE,
        message="Node group can't have more than 50 taints",
        source="https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html",
        finds=_too_many_taints,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="the version is newer than the control plane's",
        code=IMPOSSIBLE,
        message="Nodegroup version {asked} can't be newer than cluster version {running}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
        finds=_newer_than_control_plane,
        looks=(CLUSTER,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="the version is more than three minor versions older than the control plane's",
        code=IMPOSSIBLE,
        message="Nodegroup version {asked} is too old for cluster version {running}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
        finds=_much_older_than_control_plane,
        looks=(CLUSTER,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="a subnet does not exist",
        code=IMPOSSIBLE,
        message="The subnet ID '{id}' does not exist",
        source=API.format(_CREATE),
        finds=_unknown_subnet,
        looks=(_SUBNETS,),
    ),
    Refusal(
        service="eks",
        operations=(_ROLL,),
        when="the version is older than the group's",
        code=IMPOSSIBLE,
        message="Nodegroup version can't be changed from {running} to {asked}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html",
        finds=_older_than_it_is,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="an AMI release belongs to another minor version of Kubernetes",
        code=IMPOSSIBLE,
        message="Requested release version {release} is not valid for "
        "kubernetes version {version}.",
        source="https://github.com/eksctl-io/eksctl/issues/7976",
        finds=_release_of_another_minor,
        looks=(CLUSTER, NODE_GROUP),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE, _ROLL),
        when="a launch template is named by id and name, or by neither",
        code=IMPOSSIBLE,
        message="Either provide launch template ID or launch template name in the request.",
        source="https://github.com/aws-controllers-k8s/community/issues/2645",
        finds=_template_by_id_and_name,
    ),
    Refusal(
        service="eks",
        operations=(_ROLL,),
        when="the launch template is another one, and not another version of the group's",
        code=IMPOSSIBLE,
        message="You can't change the launch template of a node group, only its version",
        source=API.format("LaunchTemplateSpecification"),
        finds=_other_launch_template,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="a disk size stands beside a launch template",
        code=IMPOSSIBLE,
        message="Disk size must be specified within the launch template.",
        source=_TEMPLATES,
        finds=_disk_beside_template,
    ),
    Refusal(
        service="eks",
        operations=(_CREATE,),
        when="remote access stands beside a launch template",
        code=IMPOSSIBLE,
        message="Remote access configuration cannot be specified with a launch template.",
        source=_TEMPLATES,
        finds=_remote_access_beside_template,
    ),
)
