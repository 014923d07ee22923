"""What can be seen when a request comes in."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar, cast

import jmespath

from embedded_aws.estate import Estate
from embedded_aws.refusals.refusal import Finding, Look, View
from embedded_aws.requests import AwsRequest, Members

#: Asks the emulator as somebody outside would: service, operation, members of its input. Gives the
#: members of its answer, or None where it answers with an error.
Describe = Callable[[str, str, Members], Awaitable[Members | None]]


class _Row(Protocol):
    @property
    def service(self) -> str: ...
    @property
    def operations(self) -> tuple[str, ...]: ...


RowT = TypeVar("RowT", bound=_Row)


def by_operation(rows: Iterable[RowT]) -> Mapping[tuple[str, str], Sequence[RowT]]:
    """Sort the rows of a table by the operations they are about."""
    found: dict[tuple[str, str], list[RowT]] = {}
    for row in rows:
        for operation in row.operations:
            found.setdefault((row.service, operation), []).append(row)
    return found


class Observation:
    """Looks at the world for one request, and at nothing twice."""

    def __init__(
        self,
        request: AwsRequest,
        describe: Describe,
        estate: Estate,
        unusable_keys: Mapping[str, str],
    ) -> None:
        self._request = request
        self._describe = describe
        self._seen: dict[str, Sequence[Members]] = {}
        self._view = View(
            account_id=request.account_id,
            asked=request.parameters,
            holdings=estate.beside(request),
            seen=self._seen,
            unusable_keys=unusable_keys,
        )

    async def finds(self, finding: Finding, looks: Iterable[Look]) -> Mapping[str, object] | None:
        """Let a finding decide, once it has seen what it wants to see."""
        for look in looks:
            if look.name not in self._seen:
                self._seen[look.name] = await self._look(look)
        return finding(self._view)

    async def _look(self, look: Look) -> Sequence[Members]:
        parameters = look.parameters(self._request.parameters)
        if parameters is None:
            return ()
        answer = await self._describe(look.service, look.operation, parameters)
        if answer is None:
            return ()
        return cast("list[Members] | None", jmespath.search(look.items, answer)) or ()
