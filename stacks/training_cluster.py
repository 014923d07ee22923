"""The stack of one cluster: which construct gets what, and what waits for what."""

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from constructs import Construct

from modules.add_ons.add_on import AddOn, AddOnProps, PodIdentity
from modules.config import ClusterConfig
from modules.config.derived.literal_text import with_literal_text
from modules.config.derived.nodes import nodes_of
from modules.config.derived.placement import groups_to_wait_for
from modules.control_plane.control_plane import ControlPlane
from modules.encryption.key import EncryptionKey, KeyAlias
from modules.identity.pod_identity import PodIdentityAssociation, PodIdentityAssociationProps
from modules.identity.role import Role, RoleProps
from modules.network.endpoints import Endpoints
from modules.network.flow_logs import FlowLogs
from modules.network.network import Network
from modules.network.way_out import WayOut
from modules.node_groups.efa_security_group import EfaSecurityGroup, EfaSecurityGroupProps
from modules.node_groups.node_group import NodeGroup
from modules.planning.terraform.scan_skips import skip_comment
from modules.planning.terraform.state_blocks import as_written
from modules.refs import NetworkRef
from stacks.access import build_access
from stacks.addressed_stack import AddressedStack
from stacks.buckets import build_buckets
from stacks.file_systems import build_file_systems
from stacks.outputs import Built, write_outputs
from stacks.props.add_ons import AddOnPlan, plan_add_ons
from stacks.props.control_plane import (
    control_plane_props,
)
from stacks.props.earlier_addresses import forgotten_addresses, moved_addresses
from stacks.props.encryption import (
    KeyUse,
    encryption_keys,
    is_shared,
    key_of,
    shared_alias,
    uses,
)
from stacks.props.identity import (
    add_on_role,
    cluster_role,
    flow_logs_role,
    node_role,
    service_account_role,
)
from stacks.props.network import (
    endpoints_props,
    existing_network,
    flow_log_props,
    flow_logs_props,
    network_props,
)
from stacks.props.node_groups import node_group_props
from stacks.props.target import Target
from stacks.settings import configure


class TrainingCluster(AddressedStack):
    """One EKS cluster and all that belongs to it.

    Ids of constructs are part of Terraform addresses: renaming one replaces what runs.
    """

    def __init__(self, scope: Construct, cluster: ClusterConfig) -> None:
        """Build the stack of a validated cluster file."""
        super().__init__(scope, cluster.name)
        cluster = with_literal_text(cluster)
        configure(self, cluster)
        self._target = Target(
            cluster=cluster,
            region=cluster.region_facts,
            account_id=self._account_id(cluster),
        )
        # cdktf has no class for what is in a state alone.
        self.add_override("moved", as_written(moved_addresses(cluster)))
        forgotten = forgotten_addresses(self._target)
        if forgotten:
            self.add_override("removed", as_written(forgotten))
        if cluster.decommission:
            # What is not there is destroyed, in the order that the state keeps.
            return
        self._iam = Construct(self, "iam")
        self._roles: dict[str, Role] = {}
        self._cluster_role = self._role("cluster", cluster_role(self._target))
        keys = Construct(self, "encryption")
        self._keys = self._encryption_keys(keys)
        self._buckets = build_buckets(self, keys, self._target)

        network, routes = self._network()
        control_plane = self._control_plane(network)
        build_access(self, self._target, control_plane.ref)
        self._efa_group = self._efa_security_group(network)
        file_systems = build_file_systems(
            self,
            keys,
            self._target,
            network=network,
            nodes=control_plane.ref,
            efa_group_id=None if self._efa_group is None else self._efa_group.security_group_id,
            buckets=self._buckets,
        )
        self._service_accounts(control_plane)
        node_groups = self._nodes_and_add_ons(control_plane, network, routes)
        write_outputs(
            self,
            cluster,
            Built(
                network=network,
                cluster=control_plane.cluster,
                role_arns={name: role.arn for name, role in sorted(self._roles.items())},
                key_arns={**self._key_arns(), **file_systems.key_arns},
                buckets=self._buckets.told,
                lustre=file_systems.lustre,
                efs=file_systems.efs,
                node_groups=node_groups,
            ),
        )

    def _account_id(self, cluster: ClusterConfig) -> str:
        if cluster.account_id is not None or cluster.decommission:
            return cluster.account_id or ""
        return DataAwsCallerIdentity(self, "account").account_id

    def _encryption_keys(self, scope: Construct) -> Mapping[KeyUse, EncryptionKey]:
        props = encryption_keys(self._target, self._cluster_role.arn)
        keys = {id_: EncryptionKey(scope, id_, each) for id_, each in props.items()}
        alias = shared_alias(self._target)
        if alias is not None:
            KeyAlias(scope, "shared", alias=alias, key_id=keys["secrets"].key_id)
        return keys

    def _key_arn(self, use: KeyUse) -> str:
        return self._keys[key_of(self._target, use)].arn

    def _key_arns(self) -> Mapping[str, str]:
        own = self._buckets.key_arns
        if is_shared(self._target):
            return {**own, "shared": self._keys["secrets"].arn}
        return {**own, **{use: self._key_arn(use) for use in sorted(uses(self._target))}}

    def _network(self) -> tuple[NetworkRef, Sequence[ITerraformDependable]]:
        cluster = self._target.cluster
        if cluster.network.existing is not None:
            return existing_network(cluster, cluster.network.existing), ()
        network = Network(self, "network", network_props(self._target))
        self._flow_logs(network.ref.vpc_id)
        endpoints = endpoints_props(cluster, network.ref)
        made = () if endpoints is None else Endpoints(self, "endpoints", endpoints).endpoints
        way_out = WayOut(
            self,
            "way-out",
            kind="NAT" if endpoints is None else "endpoints",
            parts=[*network.routes, *made],
        )
        return network.ref, [way_out.resource]

    def _flow_logs(self, vpc_id: str) -> None:
        cluster = self._target.cluster
        recorded = None
        if cluster.network.flow_logs != "none":
            role = self._role("flow-logs", flow_logs_role(self._target))
            recorded = flow_log_props(cluster, vpc_id=vpc_id, role=role)
        props = flow_logs_props(cluster, kms_key_arn=self._key_arn("logs"), flow_log=recorded)
        FlowLogs(self, "flow-logs", props)

    def _role(self, user: str, props: RoleProps) -> Role:
        self._roles[user] = Role(self._iam, user, props)
        return self._roles[user]

    def _control_plane(self, network: NetworkRef) -> ControlPlane:
        role = self._cluster_role
        control_plane = ControlPlane(
            self,
            "cluster",
            control_plane_props(
                self._target.cluster,
                network=network,
                role_arn=role.arn,
                secrets_key_arn=self._key_arn("secrets"),
                logs_key_arn=self._key_arn("logs"),
                after=role.permissions,
            ),
        )
        access = self._target.cluster.access
        if access.public_endpoint and not access.open_to_internet:
            skip = skip_comment("CKV_AWS_39", "open to named address blocks alone")
            control_plane.cluster.add_override("//.checkov", [skip])
        return control_plane

    def _service_accounts(self, control_plane: ControlPlane) -> None:
        scope = Construct(self, "service-accounts")
        for key, account in sorted(self._target.cluster.service_accounts.items()):
            may_do = service_account_role(self._target, key, self._buckets.key_arn)
            role = self._role(f"service-account_{key}", may_do)
            association = PodIdentityAssociationProps(
                cluster_name=control_plane.ref.name,
                namespace=account.namespace,
                service_account=account.name or key,
                role_arn=role.arn,
                after=role.permissions,
            )
            PodIdentityAssociation(scope, key, association)

    def _nodes_and_add_ons(
        self,
        control_plane: ControlPlane,
        network: NetworkRef,
        routes: Sequence[ITerraformDependable],
    ) -> Mapping[str, NodeGroup]:
        """Install what nodes need to become ready, then nodes, then what needs a ready node."""
        scope = Construct(self, "add-ons")
        plans = plan_add_ons(self._target)
        networking = [
            self._add_on(scope, plan, control_plane, after=())
            for plan in plans
            if not plan.needs_nodes
        ]
        groups = self._node_groups(control_plane, network, after=[*routes, *networking])
        # An add-on with nowhere to run is unhealthy, and the apply waits 20 minutes to say so.
        for plan in plans:
            if plan.needs_nodes:
                names = groups_to_wait_for(self._target.cluster, plan.name)
                somewhere_to_run = [groups[name].node_group for name in names]
                self._add_on(scope, plan, control_plane, after=somewhere_to_run)
        return groups

    def _add_on(
        self,
        scope: Construct,
        plan: AddOnPlan,
        control_plane: ControlPlane,
        *,
        after: Sequence[ITerraformDependable],
    ) -> ITerraformDependable:
        pod_identity, permissions = self._pod_identity(plan)
        props = AddOnProps(
            cluster=control_plane.ref,
            name=plan.name,
            version=plan.version,
            configuration=plan.configuration,
            pod_identity=pod_identity,
            after=[*after, *permissions],
        )
        return AddOn(scope, plan.name, props).add_on

    def _pod_identity(
        self, plan: AddOnPlan
    ) -> tuple[PodIdentity | None, Sequence[ITerraformDependable]]:
        if plan.pod_identity is None:
            return None, ()
        role = self._role(f"add-on_{plan.name}", add_on_role(self._target, plan.pod_identity))
        service_account = plan.pod_identity.service_account
        return PodIdentity(service_account=service_account, role_arn=role.arn), role.permissions

    def _node_groups(
        self,
        control_plane: ControlPlane,
        network: NetworkRef,
        *,
        after: Sequence[ITerraformDependable],
    ) -> Mapping[str, NodeGroup]:
        role = self._role("node", node_role(self._target))
        has_key = self._target.cluster.encryption.volumes == "cluster"
        volumes_key_arn = self._key_arn("volumes") if has_key else None
        scope = Construct(self, "node-groups")
        return {
            name: NodeGroup(
                scope,
                name,
                node_group_props(
                    self._target.cluster,
                    name,
                    cluster_ref=control_plane.ref,
                    network=network,
                    node_role_arn=role.arn,
                    efa_security_group=self._efa_group,
                    volumes_key_arn=volumes_key_arn,
                    after=[*after, *role.permissions],
                ),
            )
            for name in sorted(self._target.cluster.node_groups)
        }

    def _efa_security_group(self, network: NetworkRef) -> EfaSecurityGroup | None:
        """Make one group for all nodes with EFA, so that a job may span node groups."""
        cluster = self._target.cluster
        if not any(node.interfaces for node in nodes_of(cluster).values()):
            return None
        props = EfaSecurityGroupProps(vpc_id=network.vpc_id, name=f"{cluster.name}-efa")
        return EfaSecurityGroup(self, "efa", props)
