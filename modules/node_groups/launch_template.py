"""The launch template of a node group."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateCapacityReservationSpecification,
    LaunchTemplateCapacityReservationSpecificationCapacityReservationTarget,
    LaunchTemplateInstanceMarketOptions,
    LaunchTemplateMetadataOptions,
    LaunchTemplateMonitoring,
    LaunchTemplateNetworkInterfaces,
    LaunchTemplatePlacement,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

from modules.planning.nodes.network_interfaces import NetworkInterface
from modules.planning.terraform.scan_skips import skip_comment

#: Checks that ask for one hop.
_CHECKS_OF_HOPS = ("CKV_AWS_341", "CKV_TRAINYARD_2")
#: What EC2 makes when a node starts; provider default tags do not reach these.
_TAGGED_AT_LAUNCH = ("instance", "network-interface", "volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeProps:
    """An encrypted gp3 volume of a node.

    Attributes:
        device_name: Where the AMI expects it, for example ``/dev/xvda``.
        size_gib: Size in GiB; None for the size of the AMI's own snapshot.
        iops: Provisioned input/output operations per second.
        throughput_mibps: Provisioned throughput in MiB/s.
        kms_key_arn: Key that encrypts it; None for the account's ``aws/ebs`` key.
    """

    device_name: str
    size_gib: int | None
    iops: int | None
    throughput_mibps: int | None
    kms_key_arn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationProps:
    """Which reserved capacity nodes are launched in; one of the three is given.

    Attributes:
        reservation_id: A capacity reservation or capacity block.
        resource_group_arn: A resource group of capacity reservations.
        preference: ``open`` or ``capacity-reservations-only``.
    """

    reservation_id: str | None = None
    resource_group_arn: str | None = None
    preference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLaunchTemplateProps:
    """Inputs of `NodeLaunchTemplate`. Ids and names of other resources may be tokens.

    Attributes:
        name: Name of the template, and of every instance, volume and interface it launches.
        volumes: Volumes of a node.
        tags: Tags of every instance, volume and interface.
        interfaces: Network interfaces; none for EC2's single one.
        security_group_ids: Security groups of every interface; none for the cluster's own, which
            only a node without ``interfaces`` gets by itself.
        placement_group: Name of the placement group, or None.
        reservation: Reserved capacity, or None.
        capacity_block_instance_type: The type of a capacity block's instances, which a node group
            then does not name; None without a capacity block.
        user_data: What nodes are told when they start, or None.
        imds_hop_limit: Hops that an answer of the instance metadata service may take.
        monitors_in_detail: Whether CloudWatch gets metrics of instances each minute.
    """

    name: str
    volumes: Sequence[VolumeProps]
    tags: Mapping[str, str]
    interfaces: Sequence[NetworkInterface] = ()
    security_group_ids: Sequence[str] = ()
    placement_group: str | None = None
    reservation: ReservationProps | None = None
    capacity_block_instance_type: str | None = None
    user_data: str | None = None
    imds_hop_limit: int = 1
    monitors_in_detail: bool = False


class NodeLaunchTemplate(Construct):
    """How EC2 launches a node: encrypted volumes, and instance metadata for the node alone.

    It names no AMI, subnet or instance profile, and an instance type only for a capacity block: EKS
    takes those from the node group and refuses them here. With no security group either, EKS gives
    nodes the cluster's own. Public addresses are left to the subnet: EC2 refuses the question where
    an instance has several interfaces.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html and
    https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
    """

    #: The template itself.
    template: LaunchTemplate

    def __init__(self, scope: Construct, id_: str, props: NodeLaunchTemplateProps) -> None:
        """Build the template."""
        super().__init__(scope, id_)
        tags = {**props.tags, "Name": props.name}
        self.template = LaunchTemplate(
            self,
            "launch-template",
            name=props.name,
            update_default_version=True,
            # One hop ends at the node: a pod on the pod network cannot take the node's credentials.
            metadata_options=LaunchTemplateMetadataOptions(
                http_endpoint="enabled",
                http_tokens="required",
                http_put_response_hop_limit=props.imds_hop_limit,
                instance_metadata_tags="disabled",
            ),
            block_device_mappings=[_block_device(volume) for volume in props.volumes],
            network_interfaces=[
                _network_interface(interface, props.security_group_ids)
                for interface in props.interfaces
            ]
            or None,
            placement=(
                None
                if props.placement_group is None
                else LaunchTemplatePlacement(group_name=props.placement_group)
            ),
            capacity_reservation_specification=_reservation(props.reservation),
            instance_type=props.capacity_block_instance_type,
            instance_market_options=(
                None
                if props.capacity_block_instance_type is None
                else LaunchTemplateInstanceMarketOptions(market_type="capacity-block")
            ),
            user_data=(
                None
                if props.user_data is None
                else base64.b64encode(props.user_data.encode()).decode("ascii")
            ),
            monitoring=LaunchTemplateMonitoring(enabled=True) if props.monitors_in_detail else None,
            tag_specifications=[
                LaunchTemplateTagSpecifications(resource_type=resource_type, tags=tags)
                for resource_type in _TAGGED_AT_LAUNCH
            ],
        )
        if props.imds_hop_limit > 1:
            reason = f"the cluster file allows {props.imds_hop_limit} hops"
            skips = [skip_comment(check, reason) for check in _CHECKS_OF_HOPS]
            self.template.add_override("//.checkov", skips)


def _block_device(volume: VolumeProps) -> LaunchTemplateBlockDeviceMappings:
    return LaunchTemplateBlockDeviceMappings(
        device_name=volume.device_name,
        ebs=LaunchTemplateBlockDeviceMappingsEbs(
            volume_type="gp3",
            volume_size=volume.size_gib,
            iops=volume.iops,
            throughput=volume.throughput_mibps,
            encrypted="true",
            kms_key_id=volume.kms_key_arn,
            delete_on_termination="true",
        ),
    )


def _network_interface(
    interface: NetworkInterface, security_group_ids: Sequence[str]
) -> LaunchTemplateNetworkInterfaces:
    return LaunchTemplateNetworkInterfaces(
        network_card_index=interface.network_card_index,
        device_index=interface.device_index,
        interface_type=interface.interface_type,
        security_groups=list(security_group_ids),
        delete_on_termination="true",
    )


def _reservation(
    reservation: ReservationProps | None,
) -> LaunchTemplateCapacityReservationSpecification | None:
    if reservation is None:
        return None
    if reservation.preference is not None:
        return LaunchTemplateCapacityReservationSpecification(
            capacity_reservation_preference=reservation.preference
        )
    return LaunchTemplateCapacityReservationSpecification(
        capacity_reservation_target=(
            LaunchTemplateCapacityReservationSpecificationCapacityReservationTarget(
                capacity_reservation_id=reservation.reservation_id,
                capacity_reservation_resource_group_arn=reservation.resource_group_arn,
            )
        )
    )
