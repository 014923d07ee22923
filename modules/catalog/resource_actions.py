"""What Terraform asks of AWS for one type of resource."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceActions:
    """The IAM actions for one type of resource.

    Attributes:
        reads: For a plan, and to wait for a change to be done.
        creates: To make one.
        changes: Only to change one that is there.
        deletes: To delete one.
        checked: What AWS checks of the caller beside the call itself, and thus no call shows.
    """

    reads: tuple[str, ...]
    creates: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    deletes: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
