"""What a pod says about the taints it does not mind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Toleration:
    """A toleration, as Kubernetes has them.

    Attributes:
        key: Key of the taints; None for all of them.
        value: Value of the taints; None for any (``operator: Exists``).
        effect: Effect of the taints; None for any.
        seconds: How long a pod stays on a node with a NoExecute taint; None for ever.
    """

    key: str | None = None
    value: str | None = None
    effect: str | None = None
    seconds: int | None = None


#: Tolerates every taint, for ever.
EVERYTHING = Toleration()
