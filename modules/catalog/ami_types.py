"""EKS-optimized AMIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from modules.catalog.ami_releases import OperatingSystem
from modules.catalog.instance_types import Accelerator, Architecture, InstanceTypeFacts
from modules.catalog.nearest import UnknownNameError

_AL2023 = "https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami.html"
_ACCELERATED = "https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-optimized-ami.html"
_BOTTLEROCKET = (
    "https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami-bottlerocket.html"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmiTypeFacts:
    """What an AMI type of the EKS API is.

    Attributes:
        name: Name in the EKS API.
        architecture: Processor architecture it runs on.
        accelerators: Kinds of accelerator it has drivers for.
        root_device: Device of the operating system.
        data_device: Device of container images and logs, where that is another one.
        operating_system: Decides how user data is written.
        source: Where AWS says so.
    """

    name: str
    architecture: Architecture
    accelerators: frozenset[Accelerator]
    root_device: str = "/dev/xvda"
    data_device: str | None = None
    operating_system: OperatingSystem = "al2023"
    source: str


def _al2023(
    name: str, architecture: Architecture, accelerator: Accelerator, source: str
) -> AmiTypeFacts:
    return AmiTypeFacts(
        name=name,
        architecture=architecture,
        accelerators=frozenset({accelerator}),
        source=source,
    )


def _bottlerocket(
    name: str, architecture: Architecture, *accelerators: Accelerator
) -> AmiTypeFacts:
    return AmiTypeFacts(
        name=name,
        architecture=architecture,
        accelerators=frozenset(accelerators),
        data_device="/dev/xvdb",
        operating_system="bottlerocket",
        source=_BOTTLEROCKET,
    )


#: Every AMI type that Trainyard can use, keyed by name. Windows and the retired AL2 are left out,
#: and so is CUSTOM, for which EKS sets nothing up.
AMI_TYPES: Mapping[str, AmiTypeFacts] = MappingProxyType(
    {
        facts.name: facts
        for facts in (
            _al2023("AL2023_x86_64_STANDARD", "x86_64", "none", _AL2023),
            _al2023("AL2023_ARM_64_STANDARD", "arm64", "none", _AL2023),
            _al2023("AL2023_x86_64_NVIDIA", "x86_64", "nvidia", _ACCELERATED),
            _al2023("AL2023_ARM_64_NVIDIA", "arm64", "nvidia", _ACCELERATED),
            _al2023("AL2023_x86_64_NEURON", "x86_64", "neuron", _ACCELERATED),
            # Bottlerocket has no variant for Neuron: the standard one carries the driver.
            _bottlerocket("BOTTLEROCKET_x86_64", "x86_64", "none", "neuron"),
            _bottlerocket("BOTTLEROCKET_ARM_64", "arm64", "none"),
            _bottlerocket("BOTTLEROCKET_x86_64_FIPS", "x86_64", "none", "neuron"),
            _bottlerocket("BOTTLEROCKET_ARM_64_FIPS", "arm64", "none"),
            _bottlerocket("BOTTLEROCKET_x86_64_NVIDIA", "x86_64", "nvidia"),
            _bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA", "arm64", "nvidia"),
            _bottlerocket("BOTTLEROCKET_x86_64_NVIDIA_FIPS", "x86_64", "nvidia"),
            _bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "arm64", "nvidia"),
        )
    }
)

#: What came after the AMI types of Amazon Linux 2, for which EKS has made no AMIs since 26 November
#: 2025.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html
_SUCCESSORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AL2_x86_64": ("AL2023_x86_64_STANDARD",),
        "AL2_ARM_64": ("AL2023_ARM_64_STANDARD",),
        "AL2_x86_64_GPU": ("AL2023_x86_64_NVIDIA", "AL2023_x86_64_NEURON"),
    }
)


class RetiredAmiTypeError(UnknownNameError):
    """An AMI type of Amazon Linux 2."""

    def __init__(self, name: str) -> None:
        """Name what came after it."""
        successors = _SUCCESSORS[name]
        super().__init__("AMI type", name, successors)
        self.suggestion = successors[0]
        self.args = (
            f"EKS makes no AMIs of Amazon Linux 2 any more, as {name} is; "
            f"write {' or '.join(successors)}",
        )


#: What a node group gets unless its file names another: Amazon Linux 2023, the EKS default.
_DEFAULTS: Mapping[tuple[Architecture, Accelerator], str] = MappingProxyType(
    {
        ("x86_64", "none"): "AL2023_x86_64_STANDARD",
        ("arm64", "none"): "AL2023_ARM_64_STANDARD",
        ("x86_64", "nvidia"): "AL2023_x86_64_NVIDIA",
        ("arm64", "nvidia"): "AL2023_ARM_64_NVIDIA",
        ("x86_64", "neuron"): "AL2023_x86_64_NEURON",
    }
)


def ami_type_facts(name: str) -> AmiTypeFacts:
    """Give the facts of an AMI type.

    Raises:
        RetiredAmiTypeError: It is of Amazon Linux 2.
        UnknownNameError: The catalog has no such AMI type.
    """
    if name in _SUCCESSORS:
        raise RetiredAmiTypeError(name)
    if name not in AMI_TYPES:
        raise UnknownNameError("AMI type", name, AMI_TYPES)
    return AMI_TYPES[name]


def ami_types_for(facts: InstanceTypeFacts) -> list[str]:
    """Name the AMI types that run on an instance type, in alphabetical order."""
    if facts.family.ami_types:
        return sorted(facts.family.ami_types)
    return sorted(
        ami.name
        for ami in AMI_TYPES.values()
        if ami.architecture == facts.architecture and facts.accelerator in ami.accelerators
    )


def default_ami_type(architecture: Architecture, accelerator: Accelerator) -> str | None:
    """Give the AMI type for a kind of instance, or None when EKS has none for it."""
    return _DEFAULTS.get((architecture, accelerator))
