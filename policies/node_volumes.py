"""What is on a node's volumes can be read there alone."""

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first, is_true


class NodeVolumesAreEncrypted(ConfigurationCheck):
    """A volume that the template does not name is as the AMI has it: not encrypted."""

    def __init__(self) -> None:
        super().__init__(
            name="Launch templates name the volumes of a node and encrypt every one",
            id="CKV_TRAINYARD_3",
            resource_types=["aws_launch_template"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for template in configuration.of_type("aws_launch_template"):
            encrypted = _encrypted(template)
            yield template, bool(encrypted) and all(encrypted)


def _encrypted(template: Resource) -> list[bool]:
    return [
        is_true(first(volume, "encrypted"))
        for mapping in blocks(template.conf, "block_device_mappings")
        for volume in blocks(mapping, "ebs")
    ]


check = NodeVolumesAreEncrypted()
