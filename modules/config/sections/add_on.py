"""Entries of the ``add_ons`` section."""

from pydantic import Field, JsonValue, model_validator
from typing_extensions import Self

from modules.config.sections.kubernetes_strings import Namespace, ServiceAccountName
from modules.config.sections.model import Section, refusal
from modules.config.sections.strings import AddOnVersion, PolicyArn


class PodIdentityConfig(Section):
    """A role for an add-on's pods, in place of the one the catalog knows."""

    service_account: ServiceAccountName = Field(examples=["s3-csi-driver-sa"])
    """Kubernetes service account of the pods."""

    namespace: Namespace = "kube-system"
    """Kubernetes namespace of the pods."""

    policy_arns: list[PolicyArn] = Field(
        min_length=1, examples=[["arn:aws:iam::111122223333:policy/ReadTrainingData"]]
    )
    """Policies of the role."""


class AddOnConfig(Section):
    """An EKS add-on. ``{}`` is enough."""

    version: AddOnVersion = "default"
    """``default``: what EKS prefers when the add-on is first installed, kept from then on.
    ``most_recent``: looked up at each plan. Or a version, such as ``v1.20.1-eksbuild.1``."""

    configuration: dict[str, JsonValue] | None = None
    """Settings, by the add-on's own schema (``aws eks describe-addon-configuration``). Those of the
    add-ons that every cluster gets are held against what is public of their schemas; for the others
    nothing is."""

    unchecked: list[str] = []
    """Paths below this add-on whose contents are taken as they are: for what is newer than the
    schema that ``configuration`` is held against, as in ``configuration.newSetting``."""

    install: bool = True
    """False removes an add-on that clusters get by default."""

    unlisted: bool = False
    """Says that a name the catalog does not have is meant."""

    pod_identity: PodIdentityConfig | None = None
    """A role for the add-on's pods, in place of the one the catalog knows."""

    @model_validator(mode="after")
    def _what_is_left_out_says_nothing_else(self) -> Self:
        others = sorted(self.model_fields_set - {"install", "unlisted"})
        if not self.install and others:
            message = (
                f"install is false, so {', '.join(others)} would have no effect; remove one or the "
                "other"
            )
            raise refusal("install", message, *others)
        return self
