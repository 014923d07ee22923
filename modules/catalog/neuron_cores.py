"""How many NeuronCores software sees of those a device has."""

from collections.abc import Mapping
from types import MappingProxyType

#: Physical cores that are one to software, by model of the device, unless it is told otherwise; one
#: where a model is not here.
#: Source: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/about-neuron/arch/neuron-features/logical-neuroncore-config.html
#: (a trn2.48xlarge has 64 cores of 128: also aws/sagemaker-training-toolkit #226), 2026-11.
PHYSICAL_CORES_OF_A_LOGICAL_ONE: Mapping[str, int] = MappingProxyType({"Trainium2": 2})


def logical_cores(model: str | None, physical_cores: int) -> int:
    """Give the cores of a device that pods can ask for.

    Args:
        model: Model of the device.
        physical_cores: Cores it has.
    """
    return physical_cores // PHYSICAL_CORES_OF_A_LOGICAL_ONE.get(model or "", 1)
