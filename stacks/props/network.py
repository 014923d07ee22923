"""Inputs of the network constructs."""

from modules.config import ClusterConfig, ExistingNetworkConfig
from modules.config.derived.network import nat_zones
from modules.config.derived.private_cluster import endpoint_services
from modules.config.derived.private_sources import endpoint_sources
from modules.identity.role import Role
from modules.network.endpoints import EndpointsProps
from modules.network.flow_logs import FlowLogProps, FlowLogsProps
from modules.network.network import NetworkProps
from modules.planning.names import flow_log_group_name
from modules.planning.network.subnets import plan_subnets
from modules.refs import NetworkRef
from stacks.props.target import Target


def network_props(target: Target) -> NetworkProps:
    """Plan the VPC of a cluster that brings none."""
    cluster = target.cluster
    network = cluster.network
    return NetworkProps(
        name=cluster.name,
        region=cluster.region,
        cidr=network.cidr,
        subnets=plan_subnets(network.cidr, cluster.zones, target.region.zones),
        nat_zones=nat_zones(cluster),
        is_private=network.private,
    )


def endpoints_props(cluster: ClusterConfig, network: NetworkRef) -> EndpointsProps | None:
    """Say which services a private network reaches through endpoints; None for any other."""
    services = endpoint_services(cluster)
    if not services:
        return None
    return EndpointsProps(
        name=cluster.name,
        region=cluster.region,
        vpc_id=network.vpc_id,
        cidr=cluster.network.cidr,
        subnet_ids=list(network.private_subnet_ids.values()),
        services=list(services),
        sources=endpoint_sources(cluster),
    )


def existing_network(cluster: ClusterConfig, existing: ExistingNetworkConfig) -> NetworkRef:
    """Refer to the VPC a cluster brings along."""
    private = existing.private_subnets
    return NetworkRef(
        vpc_id=existing.vpc_id,
        private_subnet_ids={zone: private[zone] for zone in cluster.zones},
        public_subnet_ids=dict(sorted(existing.public_subnets.items())),
        local_zone_subnet_ids={zone: private[zone] for zone in cluster.local_zones},
    )


def flow_log_props(cluster: ClusterConfig, *, vpc_id: str, role: Role) -> FlowLogProps:
    """Say what is recorded of the VPC's traffic."""
    return FlowLogProps(
        name=f"{cluster.name}-flow-logs",
        vpc_id=vpc_id,
        traffic=cluster.network.flow_logs.upper(),
        role_arn=role.arn,
        after=role.permissions,
    )


def flow_logs_props(
    cluster: ClusterConfig, *, kms_key_arn: str, flow_log: FlowLogProps | None
) -> FlowLogsProps:
    """Say where records are kept, and for how long."""
    return FlowLogsProps(
        log_group_name=flow_log_group_name(cluster.name),
        retention_days=cluster.network.flow_log_retention_days,
        kms_key_arn=kms_key_arn,
        flow_log=flow_log,
    )
