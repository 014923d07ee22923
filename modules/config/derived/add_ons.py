"""Which add-ons a cluster gets, and what they are told."""

import re
from collections.abc import Mapping, Sequence

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.tolerations import EVERYTHING, Toleration
from modules.catalog.workloads import CRITICAL_ADDONS_ONLY, WORKLOADS, Workload
from modules.config.derived.taints import taints_of
from modules.config.sections.cluster import ClusterSections
from modules.planning.nodes.add_on_pods import at_path, is_for, kept_away_by
from modules.planning.nodes.cni import (
    FEW_WARM_ADDRESSES,
    CniSettings,
    cni_settings,
    says_what_to_keep,
)
from modules.planning.nodes.network_interfaces import has_efa_by_default
from modules.planning.nodes.tolerations import as_written
from modules.planning.nodes.user_data import deep_merged

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
_MOUNTS_EFS = "aws-efs-csi-driver"
_MOUNTS_LUSTRE = "aws-fsx-csi-driver"
_PREFIX_DELEGATION = {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"}


def installed_add_ons(cluster: ClusterSections) -> set[str]:
    """Name the add-ons of a cluster: those it gets by default and those the file names."""
    by_default = {name for name, facts in ADD_ONS.items() if facts.installed_by_default}
    if cluster.storage.lustre:
        by_default.add(_MOUNTS_LUSTRE)
    if cluster.storage.efs:
        by_default.add(_MOUNTS_EFS)
    asked = cluster.add_ons
    return {name for name in by_default | set(asked) if name not in asked or asked[name].install}


def add_on_configuration(cluster: ClusterSections, name: str) -> Mapping[str, object] | None:
    """Give the settings of the file, on top of those that follow from the rest of it.

    Args:
        cluster: The cluster.
        name: Name of the add-on.
    """
    asked = configuration_asked(cluster, name)
    ours = _ours(cluster, name)
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


def pinned_release(cluster: ClusterSections, name: str) -> tuple[int, ...] | None:
    """Give the release of an add-on that the file names, as numbers; None if it names none."""
    version = cluster.add_ons[name].version if name in cluster.add_ons else ""
    found = re.match(r"v(\d+)\.(\d+)\.(\d+)", version)
    return None if found is None else tuple(int(part) for part in found.groups())


def _ours(cluster: ClusterSections, name: str) -> Mapping[str, object]:
    environment = _environment_of_the_cni(cluster) if name == "vpc-cni" else {}
    settings: Mapping[str, object] = {"env": environment} if environment else {}
    for workload in WORKLOADS.get(name, ()):
        tolerations = _tolerations_to_add(cluster, workload)
        if tolerations and workload.configured_at is not None:
            written = [as_written(toleration) for toleration in tolerations]
            settings = deep_merged(settings, at_path(workload.configured_at, written))
    return settings


def _environment_of_the_cni(cluster: ClusterSections) -> Mapping[str, str]:
    """Give what the VPC CNI is told: of prefixes, or of fewer addresses where nodes are large."""
    if cluster.network.prefix_delegation:
        return _PREFIX_DELEGATION
    asked = environment_of(configuration_asked(cluster, "vpc-cni"))
    large = any(has_efa_by_default(g.hardware_facts[0]) for g in cluster.node_groups.values())
    return FEW_WARM_ADDRESSES if large and not says_what_to_keep(asked) else {}


def _tolerations_to_add(cluster: ClusterSections, workload: Workload) -> Sequence[Toleration]:
    """Give what a workload of a default add-on must tolerate to run on the nodes there are."""
    facts = ADD_ONS.get(workload.add_on)
    if facts is None or not facts.installed_by_default or _is_too_old(cluster, workload):
        return ()
    groups = cluster.node_groups.values()
    if workload.kind == "daemon set":
        meant = [taints_of(g) for g in groups if is_for(workload, g.hardware_facts[0])]
        runs = not any(kept_away_by(workload, None, taints) for taints in meant)
        return () if runs else (EVERYTHING,)
    left = [kept_away_by(workload, None, taints_of(group)) for group in groups]
    critical = any(all(t.key == CRITICAL_ADDONS_ONLY for t in taints) for taints in left)
    if not critical or any(not taints for taints in left):
        return ()
    return (*workload.tolerations, Toleration(key=CRITICAL_ADDONS_ONLY))


def _is_too_old(cluster: ClusterSections, workload: Workload) -> bool:
    release, since = pinned_release(cluster, workload.add_on), workload.configured_since
    return release is not None and since is not None and release < since
