"""Who is let in from networks, and not from the internet: blocks and security groups."""

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator

from modules.config.sections.matching import Matching, Shown
from modules.config.sections.strings import (
    LARGEST_BLOCKS,
    OCTETS,
    OF_A_NETWORK,
    OF_NO_NETWORK,
    ipv4_block,
)

#: The largest private block there is.
_WIDEST_PREFIX = 8


def _block_of_a_network(value: str) -> str:
    """Refuse what no connected network has, and what is wider than any."""
    block = IPv4Network(ipv4_block(value))
    if block.prefixlen < _WIDEST_PREFIX:
        message = (
            f"{value!r} is wider than any private network; name the networks that are meant, or "
            f"all private ones: {', '.join(LARGEST_BLOCKS)}"
        )
        raise ValueError(message)
    within = next((n for n in OF_NO_NETWORK if block.subnet_of(IPv4Network(n))), None)
    if within is not None:
        message = (
            f"{value!r} lies in {within}, whose addresses no network has; "
            "write a block of a network that is connected to the VPC"
        )
        raise ValueError(message)
    return value


PrivateSourceBlock = Annotated[
    str,
    AfterValidator(_block_of_a_network),
    Shown(rf"{OF_A_NETWORK}{OCTETS}/(3[0-2]|[12][0-9]|[89])"),
]
#: Of a peered VPC of another account with that account's id before it.
#: Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
SecurityGroupId = Annotated[
    str,
    Matching(
        r"([0-9]{12}/)?sg-[0-9a-f]{8,17}",
        "is not the id of a security group; write one like sg-0123456789abcdef0, or "
        "111122223333/sg-0123456789abcdef0 for one of a peered VPC of another account",
    ),
]
