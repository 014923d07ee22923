"""What constructs hand each other: identifiers, most of them known only after apply.

Every ``str`` here may be a token. Compare, slice or inspect none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRef:
    """A VPC and its subnets, whether built here or brought along.

    Attributes:
        vpc_id: The VPC (token).
        private_subnet_ids: Subnet of each availability zone without a way in from the internet.
        public_subnet_ids: Subnet of each availability zone for load balancers and NAT gateways.
        local_zone_subnet_ids: Subnet of each Local Zone, for nodes alone.
    """

    vpc_id: str
    private_subnet_ids: Mapping[str, str]
    public_subnet_ids: Mapping[str, str]
    local_zone_subnet_ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRef:
    """The little that add-ons, access entries and node groups must know about their cluster.

    Attributes:
        name: The cluster's name (token), so that using it waits for the cluster.
        kubernetes_version: The version the control plane runs (token), so that node groups follow
            an upgrade only after the control plane has finished its own.
        security_group_id: The security group EKS made for the control plane and the nodes (token).
    """

    name: str
    kubernetes_version: str
    security_group_id: str
