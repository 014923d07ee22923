"""A node's credentials are the node's."""

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts
from terraform_values import blocks, first


class NodeMetadataIsTheNodes(ConfigurationCheck):
    """With one hop, what a pod sends does not reach the instance metadata service."""

    def __init__(self) -> None:
        super().__init__(
            name="Launch templates ask for IMDSv2 and a hop limit of 1",
            id="CKV_TRAINYARD_2",
            resource_types=["aws_launch_template"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        for template in configuration.of_type("aws_launch_template"):
            yield template, _asks_for_it(template)


def _asks_for_it(template: Resource) -> bool:
    return any(
        first(options, "http_tokens") == "required"
        and str(first(options, "http_put_response_hop_limit")) == "1"
        for options in blocks(template.conf, "metadata_options")
    )


check = NodeMetadataIsTheNodes()
