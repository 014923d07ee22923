"""What each principal gets: one access entry, and policies that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGrant:
    """The access entry of a principal, and what hangs on it.

    Attributes:
        kubernetes_groups: Groups that Kubernetes takes the principal for a member of.
        type: Type of the entry, as EKS writes it.
        policies: Namespaces of each access policy, by our word for it; None for the whole cluster.
    """

    kubernetes_groups: Sequence[str] = ()
    type: str = "STANDARD"
    policies: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
