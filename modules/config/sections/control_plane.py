"""The ``control_plane`` and ``iam`` sections."""

from typing import Literal

from modules.config.sections.model import Section
from modules.config.sections.retention import RetentionDays
from modules.config.sections.strings import IamPath, PolicyArn


class ControlPlaneConfig(Section):
    """The EKS control plane."""

    log_retention_days: RetentionDays = 365
    """How long control plane logs are kept, in days."""

    upgrade_policy: Literal["standard", "extended"] = "extended"
    """What happens when standard support of the Kubernetes version ends: ``extended`` keeps the
    version, at a higher price by the hour; ``standard`` lets EKS upgrade the control plane by
    itself."""

    zonal_shift: bool = False
    """Whether Route 53 ARC may move traffic away from a zone in trouble."""

    deletion_protection: bool = False
    """Whether EKS refuses to delete the cluster; needs AWS provider 6.25 or newer."""

    tier: Literal["standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"] | None = None
    """Provisioned capacity of the control plane; EKS scales it as it sees fit if left out. Needs
    AWS provider 6.25 or newer."""


class IamConfig(Section):
    """What every IAM role of the cluster has."""

    path: IamPath = "/"
    """IAM path of the roles."""

    permissions_boundary: PolicyArn | None = None
    """Policy that caps what the roles may do."""

    node_policy_arns: list[PolicyArn] = []
    """Further managed policies of the role of every node, for what runs on nodes themselves, such
    as an agent. Pods with roles of their own do not get them."""
