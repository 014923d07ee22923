"""Who holds on to what: the nodes, control planes, gateways and endpoints that exist.

AWS refuses to delete what something uses, and it knows, because instances and network interfaces
run. The emulator starts neither, so what would run is written down here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from embedded_aws.requests import AwsRequest

#: Names one holder: account, region, kind, and what identifies it among its kind.
HolderKey = tuple[str, ...]
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One holder, and what it holds on to.

    Attributes:
        holder: The holder in words, for example ``node group demo/training``.
        cluster: Name of the cluster that nodes belong to.
        kubernetes_version: Version that nodes run.
        instances: Instances that run; 0 for a node group without nodes, and for what is none.
        subnet_ids: Subnets with a network interface of the holder. Any of a group's subnets counts
            that a node may be in, since nobody chooses which.
        security_group_ids: Security groups of those interfaces.
        vpc_ids: VPCs of those interfaces.
        placement_groups: Names of placement groups instances run in.
        allocation_ids: Elastic IP addresses in use.
        reservations: Capacity reservations, or resource groups of them, instances run in.
        key_arns: KMS keys without which the holder, or its next start, fails.
        launch_template_ids: Launch templates its next instance is started from.
        role_arns: IAM roles it works with.
    """

    holder: str
    cluster: str = ""
    kubernetes_version: str = ""
    instances: int = 0
    subnet_ids: frozenset[str] = _NOTHING
    security_group_ids: frozenset[str] = _NOTHING
    vpc_ids: frozenset[str] = _NOTHING
    placement_groups: frozenset[str] = _NOTHING
    allocation_ids: frozenset[str] = _NOTHING
    reservations: frozenset[str] = _NOTHING
    key_arns: frozenset[str] = _NOTHING
    launch_template_ids: frozenset[str] = _NOTHING
    role_arns: frozenset[str] = _NOTHING

    def with_instances(self, instances: int) -> "Holding":
        """Give the holding of a number of instances: without any, there are no interfaces."""
        if instances:
            return replace(self, instances=instances)
        return replace(
            self,
            instances=0,
            subnet_ids=_NOTHING,
            security_group_ids=_NOTHING,
            vpc_ids=_NOTHING,
            placement_groups=_NOTHING,
        )


class Estate:
    """The holders of every account and region."""

    def __init__(self) -> None:
        self._holdings: dict[HolderKey, tuple[Holding, ...]] = {}

    def put(self, key: HolderKey, *holdings: Holding) -> None:
        """Keep what a holder holds, in place of what it held: two while it changes over."""
        self._holdings[key] = holdings

    def drop(self, key: HolderKey) -> None:
        """Forget a holder, if there is one."""
        self._holdings.pop(key, None)

    def of(self, key: HolderKey) -> Sequence[Holding]:
        """Give what a holder holds; nothing of one that is not known."""
        return self._holdings.get(key, ())

    def beside(self, request: AwsRequest) -> Sequence[Holding]:
        """Give every holding of a request's account and region."""
        place = (request.account_id, request.region)
        return [each for key, held in self._holdings.items() if key[:2] == place for each in held]

    def everybody(self) -> Sequence[Holding]:
        """Give every holding of every account and region."""
        return [each for held in self._holdings.values() for each in held]
