"""What policies are written about, and what all of them are held to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.preflight.subject import Subject
from modules.planning.identity.managed_policies import MOST_POLICIES_OF_A_ROLE, managed_policies
from modules.planning.identity.state_access import StateObject, state_access, state_reading

#: What a role that only looks ahead has, and one that applies has not.
_NOT_TO_APPLY = ("plan-state", "preflight")


class PolicyRefusedError(Exception):
    """Of these files no policies can be made; the text says of each why, and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSubject:
    """A cluster file, and what it makes.

    Attributes:
        file: The file, as it was named.
        subject: The cluster in its account.
        state: Where its state is, or None where that is a file.
    """

    file: Path
    subject: Subject
    state: StateObject | None


def state_policies(partition: str, states: Sequence[StateObject]) -> Mapping[str, str]:
    """Write what a plan and an apply do with states in S3."""
    if not states:
        return {}
    return {
        **managed_policies("plan-state", state_reading(partition=partition, states=states)),
        **managed_policies("apply-state", state_access(partition=partition, states=states)),
    }


def fits_a_role(what: str, policies: Iterable[str], way_out: str) -> None:
    """Refuse more policies than IAM attaches to a role that applies.

    Raises:
        PolicyRefusedError: If there are.
    """
    needed = [part for part in policies if not part.startswith(_NOT_TO_APPLY)]
    if len(needed) > MOST_POLICIES_OF_A_ROLE:
        message = (
            f"{what}: a role that applies would need {len(needed)} managed policies, and IAM "
            f"attaches {MOST_POLICIES_OF_A_ROLE} to a role; {way_out}"
        )
        raise PolicyRefusedError(message)
