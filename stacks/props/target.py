"""Where a cluster is deployed."""

from dataclasses import dataclass

from modules.catalog.regions import RegionFacts
from modules.config import ClusterConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A cluster file with the facts of its region and account.

    Attributes:
        cluster: The cluster file.
        region: The region's facts.
        account_id: The AWS account; a token unless the file names it.
    """

    cluster: ClusterConfig
    region: RegionFacts
    account_id: str

    @property
    def cluster_arn(self) -> str:
        """ARN the cluster will have; spelled out, so that its roles need not wait for it."""
        return self._regional_arn("eks", f"cluster/{self.cluster.name}")

    def log_group_arn(self, name: str) -> str:
        """Give the ARN a log group will have."""
        return self._regional_arn("logs", f"log-group:{name}")

    def managed_policy_arn(self, name: str) -> str:
        """Give the ARN of an AWS managed policy, named with its path if it has one."""
        return f"arn:{self.region.partition}:iam::aws:policy/{name}"

    def role_arn(self, name: str) -> str:
        """Give the ARN a role of this cluster will have."""
        path = self.cluster.iam.path
        return f"arn:{self.region.partition}:iam::{self.account_id}:role{path}{name}"

    def service_linked_role_arn(self, service: str, name: str) -> str:
        """Give the ARN of a role that an AWS service makes for itself, whether it is there or not.

        Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
        """
        return (
            f"arn:{self.region.partition}:iam::{self.account_id}:role/aws-service-role/"
            f"{self.service_principal(service)}/{name}"
        )

    def access_policy_arn(self, name: str) -> str:
        """Give the ARN of an EKS access policy."""
        return f"arn:{self.region.partition}:eks::aws:cluster-access-policy/{name}"

    def service_principal(self, service: str) -> str:
        """Give the principal of an AWS service, which China spells its own way."""
        return f"{service}.{self.region.dns_suffix}"

    def _regional_arn(self, service: str, resource: str) -> str:
        return (
            f"arn:{self.region.partition}:{service}:{self.region.name}:{self.account_id}:{resource}"
        )
