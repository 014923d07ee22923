"""What the VPC CNI is told, as far as it decides about addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

#: As many addresses as daemon sets and a pod for each of eight GPUs need, and a few to spare, in
#: place of whole interfaces of them: 17 of a p5's subnet where it would hold 50, or 100 on p5en.
#: Source: aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md.
FEW_WARM_ADDRESSES: Mapping[str, str] = MappingProxyType(
    {"MINIMUM_IP_TARGET": "16", "WARM_IP_TARGET": "4"}
)

_TARGETS = frozenset(
    {"WARM_ENI_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_PREFIX_TARGET"}
)
#: What Go's ``strconv.ParseBool`` takes for true.
_TRUE = frozenset({"1", "t", "T", "true", "TRUE", "True"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CniSettings:
    """Settings of the VPC CNI, which are the same for every node of a cluster.

    Attributes:
        prefix_delegation: Whether interfaces get prefixes of 16 addresses in place of single ones.
        custom_networking: Whether pods get addresses of other subnets than the node's: none on the
            primary interface then.
        multi_nic: Whether network cards after the first hold addresses for pods too.
        warm_interfaces: Interfaces to keep free, with all their addresses.
        warm_prefixes: Prefixes to keep free.
        warm_addresses: Addresses to keep free; if set, or ``minimum_addresses`` is, interfaces and
            prefixes are not kept free.
        minimum_addresses: Addresses to hold at least, used ones among them.
        most_interfaces: Most interfaces of a node, or None for what its type can have.

    Source: https://github.com/aws/amazon-vpc-cni-k8s (README.md, docs/eni-and-ip-target.md,
    docs/prefix-and-ip-target.md), 2026-08.
    """

    prefix_delegation: bool = False
    custom_networking: bool = False
    multi_nic: bool = False
    warm_interfaces: int = 1
    warm_prefixes: int = 1
    warm_addresses: int = 0
    minimum_addresses: int = 0
    most_interfaces: int | None = None

    @property
    def counts_addresses(self) -> bool:
        """Whether single addresses are kept free, and not whole interfaces or prefixes."""
        return self.warm_addresses > 0 or self.minimum_addresses > 0

    @property
    def kept_free(self) -> str:
        """What is kept free, in words."""
        if self.counts_addresses:
            return (
                f"the VPC CNI keeps {self.warm_addresses} addresses free and holds "
                f"{self.minimum_addresses} at least"
            )
        if self.prefix_delegation:
            return f"prefixes of 16 addresses that the VPC CNI keeps free: {self.warm_prefixes}"
        return f"whole interfaces that the VPC CNI keeps free: {self.warm_interfaces}"


def cni_settings(environment: Mapping[str, str]) -> CniSettings:
    """Read the environment of the VPC CNI as it reads it: what it cannot read is left out."""
    return CniSettings(
        prefix_delegation=_switch(environment, "ENABLE_PREFIX_DELEGATION"),
        custom_networking=_switch(environment, "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"),
        multi_nic=_switch(environment, "ENABLE_MULTI_NIC"),
        warm_interfaces=_number(environment, "WARM_ENI_TARGET", otherwise=1),
        warm_prefixes=_number(environment, "WARM_PREFIX_TARGET", otherwise=1),
        warm_addresses=_number(environment, "WARM_IP_TARGET", otherwise=0),
        minimum_addresses=_number(environment, "MINIMUM_IP_TARGET", otherwise=0),
        most_interfaces=_number(environment, "MAX_ENI", otherwise=0) or None,
    )


def says_what_to_keep(environment: Mapping[str, str]) -> bool:
    """Say whether a file decides how many addresses are kept free, or where they come from."""
    asked = cni_settings(environment)
    elsewhere = asked.prefix_delegation or asked.custom_networking
    return elsewhere or not _TARGETS.isdisjoint(environment)


def with_few_warm_addresses(cni: CniSettings) -> CniSettings:
    """Give the same settings, but with few addresses kept free."""
    few = cni_settings(FEW_WARM_ADDRESSES)
    return replace(cni, warm_addresses=few.warm_addresses, minimum_addresses=few.minimum_addresses)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "") in _TRUE


def _number(environment: Mapping[str, str], name: str, *, otherwise: int) -> int:
    text = environment.get(name, "")
    try:
        return max(0, int(text))
    except ValueError:
        return otherwise
