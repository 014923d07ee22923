"""What the questions are about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.config import ClusterConfig
from modules.planning.identity.deployed_stack import DeployedStack, in_account, read_stack
from modules.planning.names import CLUSTER_TAG


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A cluster, and the account that it is to be in.

    Attributes:
        cluster: The cluster.
        document: Its Terraform JSON, which has the names of what will be made.
        account_id: The account of the credentials.
        caller_arn: Whose credentials they are; Terraform's, where it works as another role.
        deployer_arn: Who will apply.
    """

    cluster: ClusterConfig
    document: Mapping[str, Any]
    account_id: str
    caller_arn: str
    deployer_arn: str

    @property
    def stack(self) -> DeployedStack:
        """What the policies of a deployer are written from."""
        return read_stack(
            self.document,
            partition=self.cluster.region_facts.partition,
            account_id=self.account_id,
        )

    def names(self, type_: str, argument: str = "name") -> list[str]:
        """Give the names of all resources of a type."""
        names = (str(resource[argument]) for resource in self.resources(type_))
        return sorted({in_account(name, self.account_id) for name in names})

    def resources(self, type_: str) -> Iterator[Mapping[str, Any]]:
        """Give all resources of a type."""
        yield from self.document["resource"].get(type_, {}).values()

    def is_ours(self, tags: Mapping[str, str]) -> bool:
        """Whether something has the tag of this cluster."""
        return tags.get(CLUSTER_TAG) == self.cluster.name
