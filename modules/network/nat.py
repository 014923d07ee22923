"""A NAT gateway with an address of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from constructs import Construct


@dataclass(frozen=True, slots=True, kw_only=True)
class NatProps:
    """Inputs of `Nat`. Any ``str`` may be a token.

    Attributes:
        name: The ``Name`` tag.
        subnet_id: Public subnet the gateway stands in.
        after: The way out to the internet; a gateway made before it comes up failed.
    """

    name: str
    subnet_id: str
    after: Sequence[ITerraformDependable]


class Nat(Construct):
    """A NAT gateway and its Elastic IP address."""

    #: The gateway (token).
    gateway_id: str

    def __init__(self, scope: Construct, id_: str, props: NatProps) -> None:
        """Build the address and the gateway."""
        super().__init__(scope, id_)
        tags = {"Name": props.name}
        # Else a gateway is deleted first, and minutes later the routes get another one.
        goes_last = TerraformResourceLifecycle(create_before_destroy=True)
        address = Eip(self, "eip", domain="vpc", tags=tags, lifecycle=goes_last)
        gateway = NatGateway(
            self,
            "nat-gateway",
            allocation_id=address.id,
            subnet_id=props.subnet_id,
            tags=tags,
            lifecycle=goes_last,
            depends_on=list(props.after),
        )
        self.gateway_id = gateway.id
