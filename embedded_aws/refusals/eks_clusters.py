"""What EKS refuses about control planes and add-ons."""

import ipaddress
from collections.abc import Mapping, Sequence

from embedded_aws.refusals.eks_looks import (
    API,
    CLUSTER,
    IMPOSSIBLE,
    IN_USE,
    IN_USE_STATUS,
    MOST_MINORS_OLDER,
    NODE_GROUP_NAMES,
    minor_of,
)
from embedded_aws.refusals.refusal import Look, Refusal, View
from embedded_aws.requests import Members

#: Source: https://datatracker.ietf.org/doc/html/rfc1918 and
#: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
_PRIVATE = [
    ipaddress.IPv4Network(block)
    for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
]
_LEAST_ZONES = 2
#: Add-ons whose versions name the minor version of Kubernetes that they belong to.
#: Source: https://github.com/hashicorp/terraform-provider-aws/issues/33385
_OF_ONE_MINOR = {"kube-proxy"}


def _asked_subnet_ids(asked: Members) -> Members | None:
    subnet_ids = asked.get("resourcesVpcConfig", {}).get("subnetIds")
    return {"SubnetIds": subnet_ids} if subnet_ids else None


_ALL_SUBNETS = Look(
    name="subnets",
    service="ec2",
    operation="DescribeSubnets",
    items="Subnets",
    parameters=lambda asked: {} if _asked_subnet_ids(asked) else None,
)


def _subnets(view: View, subnet_ids: Sequence[str]) -> Mapping[str, Members]:
    wanted = set(subnet_ids)
    return {
        one["SubnetId"]: one for one in view.seen[_ALL_SUBNETS.name] if one["SubnetId"] in wanted
    }


def _zones(view: View, subnet_ids: Sequence[str]) -> set[str]:
    return {one["AvailabilityZone"] for one in _subnets(view, subnet_ids).values()}


def _unknown_subnet(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("resourcesVpcConfig", {}).get("subnetIds") or ()
    known = _subnets(view, asked)
    missing = [subnet_id for subnet_id in asked if subnet_id not in known]
    return {"id": missing[0]} if missing else None


def _too_few_zones(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("resourcesVpcConfig", {}).get("subnetIds")
    return {} if asked is not None and len(_zones(view, asked)) < _LEAST_ZONES else None


def _other_zones(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("resourcesVpcConfig", {}).get("subnetIds")
    running = view.one(CLUSTER.name).get("resourcesVpcConfig", {}).get("subnetIds")
    if not asked or not running:
        return None
    # Subnets that are gone tell no zone; EKS would have kept them from going.
    before, after = _zones(view, running), _zones(view, asked)
    return None if before == after else {"before": sorted(before), "after": sorted(after)}


def _other_vpc(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("resourcesVpcConfig", {}).get("subnetIds") or ()
    running = view.one(CLUSTER.name).get("resourcesVpcConfig", {}).get("subnetIds") or ()
    vpcs = {one["VpcId"] for one in _subnets(view, [*asked, *running]).values()}
    return {} if len(vpcs) > 1 else None


def _several_updates(view: View) -> Mapping[str, object] | None:
    """Count the kinds of update in a request: EKS carries out one at a time."""
    network = view.asked.get("resourcesVpcConfig", {})
    kinds = [name for name in view.asked if name not in {"name", "clientRequestToken"}]
    if network:
        kinds.remove("resourcesVpcConfig")
        kinds += ["endpoint access"] * any(
            name.startswith(("endpoint", "public")) for name in network
        )
        kinds += ["subnets"] * any(name in network for name in ("subnetIds", "securityGroupIds"))
    return {} if len(kinds) > 1 else None


def _private_blocks(view: View) -> Mapping[str, object] | None:
    asked = view.asked.get("resourcesVpcConfig", {}).get("publicAccessCidrs") or ()
    private = [block for block in asked if _is_private(block)]
    return {"blocks": ",".join(private)} if private else None


def _is_private(block: str) -> bool:
    network = ipaddress.ip_network(block, strict=False)
    return isinstance(network, ipaddress.IPv4Network) and any(
        network.subnet_of(private) for private in _PRIVATE
    )


def _no_single_step(view: View) -> Mapping[str, object] | None:
    running = view.one(CLUSTER.name).get("version")
    asked = view.asked["version"]
    if running is None or minor_of(asked) == minor_of(running) + 1:
        return None
    return {"running": running, "asked": asked}


def _nodes_too_old(view: View) -> Mapping[str, object] | None:
    asked = view.asked["version"]
    old = [
        each.holder
        for each in view.holdings
        if each.cluster == view.asked["name"]
        and minor_of(asked) - minor_of(each.kubernetes_version) > MOST_MINORS_OLDER
    ]
    return {"groups": ", ".join(sorted(old)), "asked": asked} if old else None


def _has_node_groups(view: View) -> Mapping[str, object] | None:
    return {} if view.seen[NODE_GROUP_NAMES.name] else None


def _is_protected(view: View) -> Mapping[str, object] | None:
    return {} if view.one(CLUSTER.name).get("deletionProtection") else None


def _is_encrypted(view: View) -> Mapping[str, object] | None:
    return {} if view.one(CLUSTER.name).get("encryptionConfig") else None


def _add_on_of_another_minor(view: View) -> Mapping[str, object] | None:
    running = view.one(CLUSTER.name).get("version")
    asked = view.asked.get("addonVersion")
    if running is None or asked is None or view.asked["addonName"] not in _OF_ONE_MINOR:
        return None
    return None if minor_of(asked) == minor_of(running) else {}


REFUSALS = (
    Refusal(
        service="eks",
        operations=("CreateCluster",),
        when="a cluster of the name exists",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Cluster already exists with name",
        source=API.format("CreateCluster"),
        finds=None,
    ),
    Refusal(
        service="eks",
        operations=("CreateCluster", "UpdateClusterConfig"),
        when="a subnet does not exist",
        code=IMPOSSIBLE,
        message="The subnet ID '{id}' does not exist",
        source=API.format("CreateCluster"),
        finds=_unknown_subnet,
        looks=(_ALL_SUBNETS,),
    ),
    Refusal(
        service="eks",
        operations=("CreateCluster", "UpdateClusterConfig"),
        when="the subnets are in fewer than two zones",
        code=IMPOSSIBLE,
        message="Subnets specified must be in at least two different AZs",
        source="https://github.com/awsdocs/amazon-eks-user-guide/pull/795",
        finds=_too_few_zones,
        looks=(_ALL_SUBNETS,),
    ),
    Refusal(
        service="eks",
        operations=("CreateCluster", "UpdateClusterConfig"),
        when="a public access block is private",
        code=IMPOSSIBLE,
        message="The following CIDRs are invalid in publicAccessCidrs: [{blocks}]",
        source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
        finds=_private_blocks,
    ),
    Refusal(
        service="eks",
        operations=("UpdateClusterConfig",),
        when="it asks for two kinds of update, such as of subnets and of endpoint access",
        code=IMPOSSIBLE,
        message="Only one type of cluster update can be specified",
        source="https://github.com/aws-controllers-k8s/eks-controller/pull/119",
        finds=_several_updates,
    ),
    Refusal(
        service="eks",
        operations=("CreateCluster", "UpdateClusterConfig"),
        when="the subnets are in several VPCs",
        code=IMPOSSIBLE,
        message="Subnets specified must be in the same VPC",
        source="https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
        finds=_other_vpc,
        looks=(_ALL_SUBNETS, CLUSTER),
    ),
    Refusal(
        service="eks",
        operations=("UpdateClusterConfig",),
        when="the subnets are in other zones than those of the control plane; others of the same "
        "zones are taken",
        code=IMPOSSIBLE,
        message="Subnets specified must be in the availability zones {before}, not {after}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
        finds=_other_zones,
        looks=(_ALL_SUBNETS, CLUSTER),
    ),
    Refusal(
        service="eks",
        operations=("UpdateClusterVersion",),
        when="it is not one minor version up",
        code=IMPOSSIBLE,
        message="Unsupported Kubernetes minor version update from {running} to {asked}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
        finds=_no_single_step,
        looks=(CLUSTER,),
    ),
    Refusal(
        service="eks",
        operations=("UpdateClusterVersion",),
        when="a node group would be more than three minor versions older",
        code=IMPOSSIBLE,
        message="{groups} must be updated before updating the cluster to version {asked}",
        source="https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
        finds=_nodes_too_old,
    ),
    Refusal(
        service="eks",
        operations=("DeleteCluster",),
        when="the cluster has node groups",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Cluster has nodegroups attached",
        source=API.format("DeleteCluster"),
        finds=_has_node_groups,
        looks=(NODE_GROUP_NAMES,),
    ),
    Refusal(
        service="eks",
        operations=("DeleteCluster",),
        when="the cluster is protected from deletion",
        code="InvalidRequestException",
        message="Cluster has deletion protection enabled",
        source=API.format("DeleteCluster"),
        finds=_is_protected,
        looks=(CLUSTER,),
    ),
    Refusal(
        service="eks",
        operations=("AssociateEncryptionConfig",),
        when="the cluster has a key for its secrets: it cannot be exchanged",
        code=IMPOSSIBLE,
        message="Encryption is already enabled on the cluster",
        source="https://github.com/crossplane-contrib/provider-aws/issues/1520",
        finds=_is_encrypted,
        looks=(CLUSTER,),
    ),
    Refusal(
        service="eks",
        operations=("CreateAddon", "UpdateAddon"),
        when="a version of kube-proxy belongs to another minor version of Kubernetes",
        code=IMPOSSIBLE,
        message="Addon version specified is not supported",
        source="https://github.com/hashicorp/terraform-provider-aws/issues/33385",
        finds=_add_on_of_another_minor,
        looks=(CLUSTER,),
    ),
)
