"""How a cluster's nodes reach AWS, as one thing that others wait for."""

from collections.abc import Sequence

from cdktf import DataResource, ITerraformDependable
from constructs import Construct


class WayOut(Construct):
    """Changes once a new way out is complete, and only then lets the old one go.

    Terraform destroys what a file has no more before, or while, it makes what is new: routes to a
    NAT gateway would go while the endpoints that take their place are being made. What is marked
    ``create_before_destroy`` goes after the changes of what depended on it. So this depends on all
    of a way out, and changes with its kind.

    Source: https://github.com/hashicorp/terraform/blob/main/docs/destroying.md
    """

    #: What must exist before a node can reach AWS.
    resource: ITerraformDependable

    def __init__(
        self, scope: Construct, id_: str, *, kind: str, parts: Sequence[ITerraformDependable]
    ) -> None:
        """Build the one thing.

        Args:
            scope: Scope.
            id_: Id in the scope.
            kind: What tells this way out from others, for example ``endpoints``.
            parts: All that it takes.
        """
        super().__init__(scope, id_)
        self.resource = DataResource(
            self, "data-resource", input={"kind": kind}, depends_on=list(parts)
        )
