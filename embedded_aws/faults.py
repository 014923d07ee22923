"""Faults on request: the emulator answers late, or with an error, as AWS does on a bad day."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from embedded_aws.requests import AwsRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to some calls of one operation.

    Attributes:
        service: Service of the operation, for example ``eks``.
        operation: Operation, for example ``CreateNodegroup``.
        first: First call it happens to, counted from 1 since the fault was set.
        times: How many calls in a row it happens to.
        status: HTTP status of the error.
        code: Code of the error, for example ``ThrottlingException``; None for no error.
        message: Text of the error.
        delay_seconds: How long the answer waits.
    """

    service: str
    operation: str
    first: int = 1
    times: int = 1
    status: int = 400
    code: str | None = None
    message: str = "A fault that was asked for"
    delay_seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Give the fault as JSON."""
        return asdict(self)


class Faults:
    """The faults in force, and how often each was passed."""

    def __init__(self) -> None:
        self._calls: dict[Fault, int] = {}

    def set(self, faults: Iterable[Fault]) -> None:
        """Put faults in force in place of those that were; every count starts again."""
        self._calls = dict.fromkeys(faults, 0)

    def striking(self, request: AwsRequest) -> Fault | None:
        """Count a call, and give the fault that strikes it, if any."""
        struck = None
        for fault in self._calls:
            if (fault.service, fault.operation) != (request.service, request.operation):
                continue
            self._calls[fault] += 1
            if fault.first <= self._calls[fault] < fault.first + fault.times:
                struck = struck or fault
        return struck
