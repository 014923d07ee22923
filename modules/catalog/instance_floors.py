"""From which release on Kubernetes, AMIs and plugins know a family of instance types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from modules.catalog.ami_releases import OperatingSystem

_EFA_PLUGIN = "aws-efa-k8s-device-plugin"
_CHECKED = date(2026, 11, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmiFloor:
    """From when on an operating system's AMIs run a family.

    Attributes:
        least_release: Least release: the date of an Amazon Linux AMI, as in ``20260917``, or the
            version of Bottlerocket, as in ``1.68.0``.
        least_kubernetes: Least minor version of Kubernetes whose AMIs do, or None.
        with_efa_alone: Whether nodes without EFA run on older ones.
    """

    least_release: str
    least_kubernetes: str | None = None
    with_efa_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFacts:
    """What is known of a family beside what EC2 answers; nothing of most.

    Attributes:
        least_kubernetes: Least minor version of Kubernetes, or None.
        ami_types: The AMI types that run it, where not all do that fit its processor and
            accelerators.
        ami_floors: From when on the AMIs of an operating system run it.
        least_plugins: Least releases of what people install in Kubernetes for it, by chart.
        only_zones: The zones it is sold in, where those are known and few.
        source: Who says so.
        checked: When that was last looked up.
    """

    least_kubernetes: str | None = None
    ami_types: tuple[str, ...] = ()
    ami_floors: Mapping[OperatingSystem, AmiFloor] = field(default_factory=dict)
    least_plugins: Mapping[str, str] = field(default_factory=dict)
    only_zones: tuple[str, ...] = ()
    source: str = ""
    checked: date | None = None


_NOTHING = FamilyFacts()

#: Families of which more is known, keyed by the part of the name before the dot.
FAMILIES: Mapping[str, FamilyFacts] = MappingProxyType(
    {
        "p6e-gb200": FamilyFacts(
            least_kubernetes="1.33",
            # Bottlerocket's NVIDIA variants for Arm are for g5g.
            ami_types=("AL2023_ARM_64_NVIDIA",),
            least_plugins={_EFA_PLUGIN: "0.5.14"},
            only_zones=("us-east-1-dfw-2a",),
            source="https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-nvidia-ultraserver.html"
            " and https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-launch.html",
            checked=_CHECKED,
        ),
        "p6-b200": FamilyFacts(
            least_plugins={_EFA_PLUGIN: "0.5.10"},
            source="https://github.com/aws/sagemaker-hyperpod-cli/pull/282",
            checked=_CHECKED,
        ),
        "g7": FamilyFacts(
            ami_floors={
                "al2023": AmiFloor(least_release="20260917"),
                "bottlerocket": AmiFloor(least_release="1.68.0", least_kubernetes="1.37"),
            },
            source="https://github.com/awslabs/amazon-eks-ami/pull/2768 and "
            "https://github.com/bottlerocket-os/bottlerocket/releases",
            checked=_CHECKED,
        ),
        "hpc7g": FamilyFacts(
            ami_floors={"al2023": AmiFloor(least_release="20260505", with_efa_alone=True)},
            source="https://github.com/awslabs/amazon-eks-ami/pull/2697",
            checked=_CHECKED,
        ),
    }
)


def family_facts(instance_type: str) -> FamilyFacts:
    """Give what is known of the family of an instance type."""
    return FAMILIES.get(instance_type.partition(".")[0], _NOTHING)
