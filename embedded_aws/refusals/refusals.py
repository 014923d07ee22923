"""Finds the refusal of a request, before the emulator gets to see it."""

from collections.abc import Mapping

from embedded_aws.asgi import HttpResponse
from embedded_aws.estate import Estate
from embedded_aws.refusals import (
    autoscaling,
    ec2,
    ec2_existing,
    eks_access,
    eks_clusters,
    eks_launch_templates,
    eks_node_groups,
    eks_progress,
    eks_roles,
    iam,
    kms,
)
from embedded_aws.refusals.observation import Describe, Observation, by_operation
from embedded_aws.refusals.refusal import Refusal
from embedded_aws.requests import AwsRequest
from embedded_aws.responses import error_response

REFUSALS: tuple[Refusal, ...] = (
    *ec2.REFUSALS,
    *ec2_existing.REFUSALS,
    *eks_progress.REFUSALS,
    *eks_clusters.REFUSALS,
    *eks_node_groups.REFUSALS,
    *eks_launch_templates.REFUSALS,
    *eks_roles.REFUSALS,
    *eks_access.REFUSALS,
    *kms.REFUSALS,
    *iam.REFUSALS,
    *autoscaling.REFUSALS,
)


class Refusals:
    """Refuses what AWS refuses."""

    def __init__(self, estate: Estate, unusable_keys: Mapping[str, str]) -> None:
        self._estate = estate
        self._unusable_keys = unusable_keys
        self._by_operation = by_operation(REFUSALS)

    async def refuse(self, request: AwsRequest, describe: Describe) -> HttpResponse | None:
        """Give the answer to a request that is refused; None to one that may pass."""
        observation = Observation(request, describe, self._estate, self._unusable_keys)
        for refusal in self._by_operation.get((request.service, request.operation), ()):
            if refusal.finds is None:
                continue
            words = await observation.finds(refusal.finds, refusal.looks)
            if words is not None:
                message = refusal.message.format(**words)
                return error_response(request, refusal.status, refusal.code, message)
        return None
