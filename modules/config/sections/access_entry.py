"""Entries of ``access.entries``."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Self

from modules.config.sections.matching import Matching, Shown
from modules.config.sections.model import Section, refusal

#: Beginnings that Kubernetes and EKS keep for themselves.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
_TAKEN = ("system:", "eks:", "aws:", "amazon:", "iam:")


def _group_of_ours(value: str) -> str:
    taken = next((each for each in _TAKEN if value.startswith(each)), None)
    if taken is not None:
        message = (
            f"{value!r} begins with {taken!r}, which EKS keeps for itself; use a name of your own, "
            "and for administrators a policy in place of a group"
        )
        raise ValueError(message)
    return value


KubernetesGroup = Annotated[
    str,
    Matching(
        r"[!-~]{1,253}",
        "is not a Kubernetes group; use up to 253 letters, digits and signs, without spaces",
    ),
    AfterValidator(_group_of_ours),
    Shown(f"(?!{'|'.join(_TAKEN)}).*"),
]
PolicyWord = Literal["cluster_admin", "admin", "edit", "view", "admin_view"]
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
NamespacePattern = Annotated[
    str,
    Matching(
        r"[a-z0-9*]([a-z0-9*-]{0,61}[a-z0-9*])?",
        "is not a namespace; use up to 63 lower-case letters, digits and '-', and '*' for anything",
    ),
]


class AccessPolicyConfig(Section):
    """What a principal may do, by a policy that AWS keeps."""

    policy: PolicyWord = Field(examples=["edit"])
    """``cluster_admin``: everything. ``admin``: nearly everything, roles in namespaces too.
    ``edit``: what runs. ``view``: look, but at no secrets, nodes and volumes. ``admin_view``: look
    at all there is, nodes and secrets too."""

    namespaces: list[NamespacePattern] | None = Field(
        default=None, min_length=1, examples=[["research", "team-*"]]
    )
    """Namespaces it is for; the whole cluster if left out."""

    @model_validator(mode="after")
    def _namespaces_differ(self) -> Self:
        named = self.namespaces or []
        twice = next((each for each in named if named.count(each) > 1), None)
        if twice is not None:
            raise refusal("namespaces", f"{twice!r} stands twice; name it once")
        return self


class AccessEntryConfig(Section):
    """What one principal may do in the cluster."""

    policies: list[AccessPolicyConfig] = []
    """What it may do, by AWS's policies; they add up."""

    kubernetes_groups: list[KubernetesGroup] = []
    """Groups that Kubernetes takes it for a member of, for role bindings of your own."""

    type: Literal["standard", "ec2_linux", "hybrid_linux"] = "standard"
    """``standard``: people and programs. ``ec2_linux``: the role of nodes that are no managed
    group, such as Karpenter's; ``hybrid_linux``: of nodes elsewhere. EKS says what nodes may do."""

    @model_validator(mode="after")
    def _nodes_have_what_eks_gives_them(self) -> Self:
        """Refuse what EKS refuses.

        Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
        """
        for key in ("policies", "kubernetes_groups"):
            if self.type != "standard" and getattr(self, key):
                message = (
                    f"{key} are for type standard, and EKS itself says what {self.type} may do; "
                    "remove one or the other"
                )
                raise refusal(key, message, "type")
        return self

    @model_validator(mode="after")
    def _each_stands_once(self) -> Self:
        names: list[str] = [each.policy for each in self.policies]
        for key, named in (("policies", names), ("kubernetes_groups", self.kubernetes_groups)):
            twice = next((each for each in named if named.count(each) > 1), None)
            if twice is not None:
                message = f"{twice!r} stands twice; name it once"
                if key == "policies":
                    message += ", with all its namespaces"
                raise refusal(key, message)
        return self
