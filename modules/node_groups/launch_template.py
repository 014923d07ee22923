"""The launch template of a node group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import Token
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateMetadataOptions,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

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
class NodeLaunchTemplateProps:
    """Inputs of `NodeLaunchTemplate`.

    Attributes:
        name: Name of the template, and of every instance, volume and interface it launches.
        volumes: Volumes of a node.
        tags: Tags of every instance, volume and interface.
    """

    name: str
    volumes: Sequence[VolumeProps]
    tags: Mapping[str, str]


class NodeLaunchTemplate(Construct):
    """How EC2 launches a node: encrypted volumes, and instance metadata for the node alone.

    It names no instance type, AMI, subnet or instance profile: EKS takes those from the node group
    and refuses them here. With no security group either, EKS gives nodes the cluster's own.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
    """

    #: The template (token).
    template_id: str
    #: Its newest version (token).
    version: str

    def __init__(self, scope: Construct, id_: str, props: NodeLaunchTemplateProps) -> None:
        """Build the template."""
        super().__init__(scope, id_)
        tags = {**props.tags, "Name": props.name}
        template = LaunchTemplate(
            self,
            "launch-template",
            name=props.name,
            update_default_version=True,
            # One hop ends at the node: a pod on the pod network cannot take the node's credentials.
            metadata_options=LaunchTemplateMetadataOptions(
                http_endpoint="enabled",
                http_tokens="required",
                http_put_response_hop_limit=1,
                instance_metadata_tags="disabled",
            ),
            block_device_mappings=[_block_device(volume) for volume in props.volumes],
            tag_specifications=[
                LaunchTemplateTagSpecifications(resource_type=resource_type, tags=tags)
                for resource_type in _TAGGED_AT_LAUNCH
            ],
        )
        self.template_id = template.id
        self.version = Token.as_string(template.latest_version)


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
