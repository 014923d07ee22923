"""What still differs in a plan right after an apply, as the emulator is not AWS.

Drift that is not listed here is a defect of a stack, and so is an entry here that no longer occurs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from modules.planning.changes.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftGap:
    """One attribute that comes back otherwise than it was set.

    Attributes:
        address: Pattern of the addresses, for example ``aws_flow_log.*``.
        attribute: Pattern of the attribute's path, for example ``tags.*``.
        why: What the emulator does.
    """

    address: str
    attribute: str
    why: str

    def explains(self, address: str, attribute: str) -> bool:
        """Whether a difference is this one."""
        return fnmatchcase(address, self.address) and fnmatchcase(attribute, self.attribute)


#: Nothing at present: `embedded_aws.memory` puts everything back.
DRIFT_GAPS: tuple[DriftGap, ...] = ()


def unexplained_drift(plan: Plan, gaps: Iterable[DriftGap] = DRIFT_GAPS) -> Sequence[str]:
    """Give the differences that no gap explains, as ``address: attribute``."""
    gaps = tuple(gaps)
    return [
        f"{address}: {attribute}"
        for address, attribute in _differences(plan)
        if not any(gap.explains(address, attribute) for gap in gaps)
    ]


def outdated_gaps(
    plans: Iterable[Plan], gaps: Iterable[DriftGap] = DRIFT_GAPS
) -> Sequence[DriftGap]:
    """Give the gaps that occur in none of the plans."""
    differences = [difference for plan in plans for difference in _differences(plan)]
    return [gap for gap in gaps if not any(gap.explains(*each) for each in differences)]


def _differences(plan: Plan) -> Sequence[tuple[str, str]]:
    resources = [
        (change.address, attribute)
        for change in plan.changes
        for attribute in change.attributes or change.actions
    ]
    return [*resources, *((f"output.{name}", "value") for name in plan.outputs)]
