"""Nodes with accelerators are for pods that ask for them."""

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_nodes import MANAGED, SUBNETS, has_accelerators, templates_of
from terraform_user_data import keeps_pods_away
from terraform_values import all_of, any_of, blocks, first, is_one_of

KEEP_AWAY = ("NO_SCHEDULE", "NO_EXECUTE")


class AcceleratorNodesAreTainted(ConfigurationCheck):
    """Without a taint, any pod may take the place of one that waits for a GPU."""

    def __init__(self) -> None:
        super().__init__(
            name="Node groups with accelerators keep other pods away by a taint",
            id="CKV_TRAINYARD_1",
            resource_types=[*SUBNETS],
        )

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        return has_accelerators(configuration, resource)

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        if resource.type != MANAGED:
            templates = templates_of(configuration, resource)
            return all_of(map(keeps_pods_away, templates)) if templates else None
        return any_of(
            is_one_of(first(taint, "effect"), *KEEP_AWAY)
            for taint in blocks(resource.conf, "taint")
        )


check = AcceleratorNodesAreTainted()
