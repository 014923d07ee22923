"""What is on a node's volumes can be read there alone."""

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import all_of, blocks, first, is_true


class NodeVolumesAreEncrypted(ConfigurationCheck):
    """A volume that the template does not name is as the AMI has it: not encrypted."""

    def __init__(self) -> None:
        super().__init__(
            name="Launch templates name the volumes of a node and encrypt every one",
            id="CKV_TRAINYARD_3",
            resource_types=["aws_launch_template"],
        )

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        encrypted = [
            is_true(first(volume, "encrypted"))
            for mapping in blocks(resource.conf, "block_device_mappings")
            for volume in blocks(mapping, "ebs")
        ]
        return all_of(encrypted) if encrypted else False


check = NodeVolumesAreEncrypted()
