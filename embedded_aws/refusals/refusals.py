"""Finds the refusal of a request, before the emulator gets to see it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import cast

import jmespath

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
from embedded_aws.refusals.refusal import Look, Refusal, View
from embedded_aws.requests import AwsRequest, Members
from embedded_aws.responses import error_response

#: Asks the emulator as somebody outside would: service, operation, members of its input. Gives the
#: members of its answer, or None where it answers with an error.
Ask = Callable[[str, str, Members], Awaitable[Members | None]]

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
        self._by_operation: dict[tuple[str, str], list[Refusal]] = {}
        for refusal in REFUSALS:
            for operation in refusal.operations:
                self._by_operation.setdefault((refusal.service, operation), []).append(refusal)

    async def refuse(self, request: AwsRequest, ask: Ask) -> HttpResponse | None:
        """Give the answer to a request that is refused; None to one that may pass."""
        seen: dict[str, list[Members]] = {}
        for refusal in self._by_operation.get((request.service, request.operation), ()):
            if refusal.finds is None:
                continue
            for look in refusal.looks:
                if look.name not in seen:
                    seen[look.name] = await _seen(look, request, ask)
            view = View(
                account_id=request.account_id,
                asked=request.parameters,
                holdings=self._estate.beside(request),
                seen=seen,
                unusable_keys=self._unusable_keys,
            )
            words = refusal.finds(view)
            if words is not None:
                message = refusal.message.format(**words)
                return error_response(request, refusal.status, refusal.code, message)
        return None


async def _seen(look: Look, request: AwsRequest, ask: Ask) -> list[Members]:
    parameters = look.parameters(request.parameters)
    answer = None if parameters is None else await ask(look.service, look.operation, parameters)
    return cast("list[Members]", jmespath.search(look.items, answer) or []) if answer else []
