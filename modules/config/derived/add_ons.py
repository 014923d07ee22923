"""Which add-ons a cluster gets, and what they are told."""

from collections.abc import Mapping

from modules.catalog.add_ons import ADD_ONS
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.cni import CniSettings, cni_settings
from modules.planning.nodes.user_data import deep_merged

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
_PREFIX_DELEGATION = {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}


def installed_add_ons(cluster: ClusterSections) -> set[str]:
    """Name the add-ons of a cluster: those it gets by default and those the file names."""
    by_default = {name for name, facts in ADD_ONS.items() if facts.installed_by_default}
    asked = cluster.add_ons
    return {name for name in by_default | set(asked) if name not in asked or asked[name].install}


def add_on_configuration(cluster: ClusterSections, name: str) -> Mapping[str, object] | None:
    """Give the settings of the file, on top of those that follow from the rest of it.

    Args:
        cluster: The cluster.
        name: Name of the add-on.
    """
    asked = configuration_asked(cluster, name)
    ours = _OURS[name](cluster) if name in _OURS else {}
    return deep_merged(ours, asked or {}) if ours else asked


def configuration_asked(cluster: ClusterSections, name: str) -> Mapping[str, object] | None:
    """Give the settings of the file alone."""
    return cluster.add_ons[name].configuration if name in cluster.add_ons else None


def cni_of(cluster: ClusterSections) -> CniSettings:
    """Give what the VPC CNI is told that decides about addresses."""
    return cni_settings(environment_of(add_on_configuration(cluster, "vpc-cni")))


def environment_of(configuration: Mapping[str, object] | None) -> Mapping[str, str]:
    """Give the environment variables in the settings of an add-on, as it gets them."""
    environment = (configuration or {}).get("env")
    if not isinstance(environment, Mapping):
        return {}
    return {
        str(key): str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in environment.items()
    }


def _of_the_cni(cluster: ClusterSections) -> Mapping[str, object]:
    return {"env": _PREFIX_DELEGATION} if cluster.network.prefix_delegation else {}


_OURS = {"vpc-cni": _of_the_cni}
