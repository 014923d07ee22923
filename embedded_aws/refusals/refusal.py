"""What a refusal is, and what it is decided on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from embedded_aws.estate import Holding
from embedded_aws.requests import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is known when a request is looked at.

    Attributes:
        account_id: Account of the request.
        asked: Members of the request.
        holdings: Who holds on to what in the request's account and region.
        seen: What a refusal wanted to see, by the name of the look.
        unusable_keys: The state of each KMS key that cannot be used, by ARN.
    """

    account_id: str
    asked: Members
    holdings: Sequence[Holding]
    seen: Mapping[str, Sequence[Members]]
    unusable_keys: Mapping[str, str]

    def one(self, look: str) -> Members:
        """Give the one thing that a look found; nothing at all where it found none."""
        return next(iter(self.seen[look]), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A question to the emulator before a request is carried out.

    Attributes:
        name: Name of the look.
        service: Service to ask.
        operation: Operation that describes things.
        items: JMESPath from its answer to the list of things.
        parameters: From what a request asks to what is asked here; None where there is nothing to
            ask about.
    """

    name: str
    service: str
    operation: str
    items: str
    parameters: Callable[[Members], Members | None]


#: Decides a refusal: None lets the request pass, words fill in the message.
Finding = Callable[[View], Mapping[str, object] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing that AWS refuses.

    Attributes:
        service: Service of the operations.
        operations: Operations that are refused.
        when: When, as a clause that follows "while" or "if".
        code: Code of the error, as it goes over the wire.
        status: HTTP status of the error.
        message: Text of the error, with the words of the finding.
        source: Where it is documented or was seen.
        finds: Decides; None where the emulator itself refuses.
        looks: What the decision must see besides the holdings.
    """

    service: str
    operations: tuple[str, ...]
    when: str
    code: str
    message: str
    source: str
    finds: Finding | None
    status: int = 400
    looks: tuple[Look, ...] = ()


def by_the_emulator(
    operation: str, when: str, *, service: str, code: str, message: str, source: str, status: int
) -> Refusal:
    """Describe what the emulator refuses without our help; the message is its beginning."""
    return Refusal(
        service=service,
        operations=(operation,),
        when=when,
        code=code,
        status=status,
        message=message,
        source=source,
        finds=None,
    )
