"""What else comes of a request: updates end, nodes start and go, services call each other."""

from embedded_aws.asgi import HttpResponse
from embedded_aws.conditions import Conditions
from embedded_aws.eks_add_ons import EksAddOns
from embedded_aws.eks_auto_scaling import EksAutoScaling
from embedded_aws.eks_rollouts import EksRollouts
from embedded_aws.eks_security_groups import EksSecurityGroups
from embedded_aws.eks_updates import Ask, EksUpdates
from embedded_aws.estate import Estate
from embedded_aws.inner_calls import Call
from embedded_aws.keys import Keys
from embedded_aws.log_groups import LogGroups
from embedded_aws.memory import Memory
from embedded_aws.occupants import Occupants
from embedded_aws.refusals.observation import Describe
from embedded_aws.requests import AwsRequest, Members


class Consequences:
    """Carries on where a request or the emulator leaves off.

    Attributes:
        conditions: What it is like today.
        keys: Which keys can be used no more.
        security_groups: Those of clusters.
    """

    def __init__(self, memory: Memory, estate: Estate) -> None:
        self.conditions = Conditions()
        self.keys = Keys()
        self.security_groups = EksSecurityGroups()
        self._memory = memory
        self._updates = EksUpdates(memory)
        self._add_ons = EksAddOns(memory)
        self._auto_scaling = EksAutoScaling(memory)
        self._log_groups = LogGroups(memory)
        self._occupants = Occupants(estate)
        self._rollouts = EksRollouts(memory, estate, self.keys)

    def concerns(self, request: AwsRequest) -> bool:
        """Whether the response to a request is needed here."""
        return request.service in {"eks", "autoscaling", "kms"} or self._occupants.concerns(request)

    async def answer(
        self, request: AwsRequest, ask: Ask, describe: Describe, call: Call
    ) -> HttpResponse | None:
        """Answer in the emulator's place what it does not know."""
        encrypted = self._log_groups.answer(request)
        if encrypted is not None:
            await self._occupants.after(request, {}, describe)
            return encrypted
        own = self._add_ons.answer(request) or await self._updates.answer(request, ask)
        for update in self._updates.begun():
            await self._rollouts.began(update, describe)
        await self.settle(request, describe, call)
        return own

    async def before(self, request: AwsRequest, ask: Ask) -> None:
        """Do what must be done before the emulator carries a request out."""
        await self._add_ons.before(request, ask)

    async def after(
        self, request: AwsRequest, response: Members, ask: Ask, describe: Describe, call: Call
    ) -> None:
        """Follow what the emulator carried out."""
        self._updates.remember(response)
        self._log_groups.after(request)
        await self._add_ons.after(request, ask)
        await self.security_groups.after(request, call)
        resized = await self._auto_scaling.after(request, response, call)
        await self._occupants.after(request, response, describe)
        await self.keys.after(request, describe)
        if (request.service, request.operation) == ("eks", "CreateNodegroup"):
            await self._rollouts.created(request, self.conditions, describe)
        if resized is not None:
            await self._rollouts.resized(resized, describe)

    async def settle(self, request: AwsRequest, describe: Describe, call: Call) -> None:
        """End the updates that are due where a request comes from."""
        for update in self._updates.due(request, self.conditions):
            rolls = "nodegroupName" in update.request.parameters
            issue = (
                await self._rollouts.outcome(update, self.conditions, describe) if rolls else None
            )
            self._updates.finish(update, issue)
            if issue is None:
                await self._auto_scaling.after(update.request, {}, call)
                await self._occupants.after(update.request, {}, describe)
