"""One thing that was looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Aws(Protocol):
    """Gives clients of the AWS API for one account and region."""

    def client(self, service: str) -> Any:
        """Give a client of a service, as botocore makes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the cluster file says, beside what AWS says.

    Attributes:
        subject: What was looked at, for example ``node group system: labels``.
        expected: What follows from the cluster file.
        actual: What AWS answered.
    """

    subject: str
    expected: object
    actual: object

    @property
    def passed(self) -> bool:
        """Whether the two are the same."""
        return self.expected == self.actual


def tags_of(resource: Mapping[str, Any]) -> Mapping[str, str]:
    """Give the tags of an EC2 resource as a mapping."""
    tags: Iterable[Mapping[str, str]] = resource.get("Tags", ())
    return {tag["Key"]: tag["Value"] for tag in tags}


def filtered(name: str, *values: str) -> list[dict[str, Any]]:
    """Write one filter of an EC2 describe call."""
    return [{"Name": name, "Values": list(values)}]
