"""What is on a node's volumes can be read there alone."""

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import all_of, blocks, first, is_true

_CONFIGURATION = "aws_launch_configuration"


class NodeVolumesAreEncrypted(ConfigurationCheck):
    """A volume that the template does not name is as the AMI has it: not encrypted."""

    def __init__(self) -> None:
        super().__init__(
            name="Launch templates and configurations encrypt all volumes of a node, by name",
            id="CKV_TRAINYARD_3",
            resource_types=["aws_launch_template", _CONFIGURATION],
        )

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        if resource.type == _CONFIGURATION:
            return _of_configuration(resource)
        encrypted = [
            is_true(first(volume, "encrypted"))
            for mapping in blocks(resource.conf, "block_device_mappings")
            for volume in blocks(mapping, "ebs")
        ]
        return all_of(encrypted) if encrypted else False


def _of_configuration(resource: Resource) -> bool | None:
    root, more = (
        [is_true(first(volume, "encrypted")) for volume in blocks(resource.conf, name)]
        for name in ("root_block_device", "ebs_block_device")
    )
    return all_of([*root, *more]) if root else False


check = NodeVolumesAreEncrypted()
