"""Requests that AWS carries out once, however often they are sent.

A client that loses a response sends the request again, with the same token, and AWS answers as it
did the first time. The emulator does not know tokens and would refuse, or make a second thing.

Responses are lost here that AWS would not lose, since all runs on one machine that may be busy. So
whatever writes is carried out once for each call of a client, which says by a header which call a
request belongs to, however often it is sent.

Source: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html,
https://smithy.io/2.0/aws/ (``amz-sdk-invocation-id``, the same for all attempts of a call)
"""

import asyncio
from collections.abc import Awaitable, Callable

from embedded_aws.asgi import HttpResponse
from embedded_aws.requests import AwsRequest

#: What services call the token: EC2 the first, EKS the second.
_TOKENS = ("ClientToken", "clientRequestToken")
_READS = ("Describe", "Get", "List")


class Idempotency:
    """The answers to requests with a token."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, ...], asyncio.Task[HttpResponse]] = {}

    async def once(
        self, request: AwsRequest, answer: Callable[[], Awaitable[HttpResponse]]
    ) -> HttpResponse:
        """Give the answer a request had when it was first sent, or answer it now."""
        token = _token(request)
        if token is None:
            return await answer()
        key = (
            request.account_id,
            request.region,
            request.service,
            request.operation,
            str(token),
        )
        if key not in self._answers:
            self._answers[key] = asyncio.create_task(_awaited(answer))
        # Shielded: what was begun is carried out even if nobody waits for it any more.
        task = self._answers[key]
        try:
            response = await asyncio.shield(task)
        finally:
            if task.done() and (task.exception() or not task.result().is_success):
                self._answers.pop(key, None)
        return response


def _token(request: AwsRequest) -> object:
    own = next((t for t in map(request.parameters.get, _TOKENS) if t), None)
    if own is None and not request.operation.startswith(_READS):
        return request.call or None
    return own


async def _awaited(answer: Callable[[], Awaitable[HttpResponse]]) -> HttpResponse:
    return await answer()
