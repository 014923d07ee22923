"""IPv4 blocks of the internet."""

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator

from modules.config.sections.matching import Shown
from modules.config.sections.strings import LARGEST_BLOCKS, OCTETS, PRIVATE, ipv4_block

#: What comes from no one on the internet.
#: Source: https://www.iana.org/assignments/iana-ipv4-special-registry
_NOT_PUBLIC = (
    *LARGEST_BLOCKS,
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
)


def _public_block(value: str) -> str:
    """Refuse blocks that nothing on the internet comes from; EKS takes none in its place.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
    """
    block = IPv4Network(ipv4_block(value))
    within = next((n for n in _NOT_PUBLIC if block.subnet_of(IPv4Network(n))), None)
    if within is not None:
        message = (
            f"{value!r} lies in {within}, which is not of the internet, and EKS refuses it; write "
            "the public addresses that people come from, or in access.private_cidrs what reaches "
            "the private endpoint from the VPC and networks connected to it"
        )
        raise ValueError(message)
    return value


PublicBlock = Annotated[
    str,
    AfterValidator(_public_block),
    Shown(rf"(?!{PRIVATE}){OCTETS}/(3[0-2]|[12]?[0-9])"),
]
