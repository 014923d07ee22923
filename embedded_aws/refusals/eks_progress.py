"""What EKS refuses because something is under way."""

from collections.abc import Mapping

from embedded_aws.refusals.eks_looks import API, CLUSTER, IN_USE, IN_USE_STATUS, NODE_GROUP
from embedded_aws.refusals.refusal import Refusal, View

_UPDATING = "UPDATING"
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html; of a degraded
#: group that cannot start instances an update is taken, which may be the cure.
_CHANGEABLE = {"ACTIVE", "DEGRADED"}


def _group_not_active(view: View) -> Mapping[str, object] | None:
    status = view.one(NODE_GROUP.name).get("status")
    return None if status is None or status in _CHANGEABLE else {}


def _group_is_updating(view: View) -> Mapping[str, object] | None:
    return {} if view.one(NODE_GROUP.name).get("status") == _UPDATING else None


def _cluster_is_updating(view: View) -> Mapping[str, object] | None:
    cluster = view.one(CLUSTER.name)
    return {"name": cluster["name"]} if cluster.get("status") == _UPDATING else None


REFUSALS = (
    Refusal(
        service="eks",
        operations=("UpdateNodegroupConfig", "UpdateNodegroupVersion"),
        when="an update of the group is in progress, or the group was never created",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Nodegroup cannot be updated as it is currently not in Active State",
        source="https://github.com/aws/containers-roadmap/issues/2204",
        finds=_group_not_active,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=("DeleteNodegroup",),
        when="an update of the group is in progress",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Nodegroup cannot be deleted as it currently has an update in progress",
        source=API.format("DeleteNodegroup"),
        finds=_group_is_updating,
        looks=(NODE_GROUP,),
    ),
    Refusal(
        service="eks",
        operations=(
            "AssociateEncryptionConfig",
            "DeleteCluster",
            "UpdateClusterConfig",
            "UpdateClusterVersion",
        ),
        when="an update of the cluster is in progress",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Cannot update or delete because cluster {name} currently has an update "
        "in progress",
        source="https://github.com/aws-controllers-k8s/community/issues/1192",
        finds=_cluster_is_updating,
        looks=(CLUSTER,),
    ),
)
