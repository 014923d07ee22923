"""How many nodes a group has."""

from dataclasses import dataclass

from cdktf import Postcondition


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingProps:
    """How many nodes a group has.

    Attributes:
        min_nodes: Fewest nodes.
        desired_nodes: Nodes to run.
        max_nodes: Most nodes.
        desired_is_external: Whether an autoscaler sets the desired size once the group exists;
            Terraform then sets it at creation only.
    """

    min_nodes: int
    desired_nodes: int
    max_nodes: int
    desired_is_external: bool


def size_within_limits(name: str, cluster: str, scaling: ScalingProps) -> Postcondition:
    """Fail a plan whose limits EKS would refuse, because the live size is not within them.

    Terraform leaves the size alone that an autoscaler sets, and sends it along with new limits.

    Args:
        name: Name of the node group.
        cluster: Name of the cluster (token).
        scaling: How many nodes the group has.
    """
    size = "self.scaling_config[0]"
    within = f"{size}.min_size <= {size}.desired_size && {size}.desired_size <= {size}.max_size"
    wanted = (
        f"minSize={scaling.min_nodes},maxSize={scaling.max_nodes},"
        f"desiredSize={scaling.desired_nodes}"
    )
    return Postcondition(
        condition=f"${{{within}}}",
        error_message=(
            f"The size of {name}, which an autoscaler set, is not between min {scaling.min_nodes} "
            f"and max {scaling.max_nodes}, and EKS refuses such limits. Set the size first, and "
            f"plan again: aws eks update-nodegroup-config --cluster-name {cluster} "
            f"--nodegroup-name {name} --scaling-config {wanted}"
        ),
    )
