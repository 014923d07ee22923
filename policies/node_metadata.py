"""A node's credentials are the node's."""

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import all_of, any_of, blocks, first, is_one_of


class NodeMetadataIsTheNodes(ConfigurationCheck):
    """With one hop, what a pod sends does not reach the instance metadata service."""

    def __init__(self) -> None:
        super().__init__(
            name="Launch templates and configurations ask for IMDSv2 and a hop limit of 1",
            id="CKV_TRAINYARD_2",
            resource_types=["aws_launch_template", "aws_launch_configuration"],
        )

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        return any_of(
            all_of(
                (
                    is_one_of(first(options, "http_tokens"), "required"),
                    is_one_of(first(options, "http_put_response_hop_limit"), "1"),
                )
            )
            for options in blocks(resource.conf, "metadata_options")
        )


check = NodeMetadataIsTheNodes()
