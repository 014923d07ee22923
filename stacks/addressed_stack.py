"""A Terraform stack whose resource addresses people can read."""

from typing import cast

import jsii
from cdktf import TerraformElement, TerraformStack
from constructs import Construct, Node

from modules.planning.terraform.addresses import address_name


class AddressedStack(TerraformStack):
    """A stack in which ``aws_eks_node_group.training`` has no hash behind it."""

    def __init__(self, scope: Construct, id_: str) -> None:
        """Build an empty stack."""
        super().__init__(scope, id_)
        self._paths_by_address: dict[tuple[str, str], str] = {}

    # cdktf asks this for every element; the Python name must stay the binding's own.
    @jsii.member(jsii_name="allocateLogicalId")
    def _allocate_logical_id(self, tf_element: TerraformElement | Node) -> str:
        class_name = type(tf_element).__name__
        # Its path: one question to Node.js, where asking the node for it takes two.
        path = cast(Construct, tf_element).to_string()
        # The first part of the path is the stack itself.
        name = address_name(path.split("/")[1:], class_name)
        claimed_by = self._paths_by_address.setdefault((class_name, name), path)
        if claimed_by != path:
            message = f"{path} and {claimed_by} would both be {class_name} {name!r}; rename one"
            raise ValueError(message)
        return name
