"""Device plugins: what tells Kubernetes of accelerators and EFA, installed by hand with Helm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from modules.catalog.workloads import Requests


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePlugin:
    """A device plugin.

    Attributes:
        resource: What it offers to pods.
        chart: Name of its chart.
        requests: What its pods ask for unless told otherwise.
        checked: When that was last looked up.
    """

    resource: str
    chart: str
    requests: Requests
    checked: date


_CHECKED = date(2026, 11, 25)
_ALL = (
    DevicePlugin(
        resource="nvidia.com/gpu",
        chart="nvidia-device-plugin",
        requests=Requests(
            source="https://github.com/NVIDIA/k8s-device-plugin (deployments/helm, values.yaml)"
        ),
        checked=_CHECKED,
    ),
    DevicePlugin(
        resource="vpc.amazonaws.com/efa",
        chart="aws-efa-k8s-device-plugin",
        requests=Requests(
            cpu_milli=10,
            memory_mib=20,
            source="https://github.com/aws/eks-charts (stable/aws-efa-k8s-device-plugin, "
            "values.yaml)",
        ),
        checked=_CHECKED,
    ),
)

#: Those of which it is known what they ask for, keyed by the resource they offer.
DEVICE_PLUGINS: Mapping[str, DevicePlugin] = MappingProxyType(
    {plugin.resource: plugin for plugin in _ALL}
)
