"""Rules of releases that must fit each other: of Kubernetes, AMIs and add-ons."""

import re
from collections.abc import Iterator

from modules.catalog.add_ons import ADD_ONS
from modules.catalog.ami_releases import BAD_RELEASES, AmiRelease, ami_release
from modules.catalog.instance_floors import AmiFloor
from modules.catalog.kubernetes_versions import minor
from modules.config.problems import Problem
from modules.config.sections.cluster import ClusterSections
from modules.config.sections.node_group import NodeGroupConfig

_SYSTEMS = {"al2023": "Amazon Linux", "bottlerocket": "Bottlerocket"}
_NEWEST = "or remove it for the newest"


def _types_run_this_kubernetes(cluster: ClusterSections) -> Iterator[Problem]:
    version = cluster.kubernetes_version
    for name, group in cluster.node_groups.items():
        for index, facts in enumerate(group.hardware_facts):
            least = facts.family.least_kubernetes
            if least is not None and minor(version) < minor(least):
                yield Problem(
                    ("node_groups", name, "instance_types", index),
                    f"{facts.name} needs Kubernetes {least} or newer, and kubernetes_version is "
                    f'{version}; write kubernetes_version: "{least}" or newer',
                    also=(("kubernetes_version",),),
                )


def _amis_of_this_kubernetes_run_types(cluster: ClusterSections) -> Iterator[Problem]:
    version = cluster.kubernetes_version
    for name, group in cluster.node_groups.items():
        for type_name, floor in _floors(group):
            least = floor.least_kubernetes
            if least is not None and minor(version) < minor(least):
                system = _SYSTEMS[group.ami.operating_system]
                yield Problem(
                    ("node_groups", name, "ami_type"),
                    f"{system} runs {type_name} from Kubernetes {least} on, and kubernetes_version "
                    f'is {version}; write kubernetes_version: "{least}" or newer, or remove '
                    "ami_type for Amazon Linux",
                    also=(("kubernetes_version",), ("node_groups", name, "instance_types")),
                )


def _ami_releases_fit(cluster: ClusterSections) -> Iterator[Problem]:
    for name, group in cluster.node_groups.items():
        if group.ami_release_version is None:
            continue
        message = _what_is_wrong(
            group, ami_release(group.ami_release_version), cluster.kubernetes_version
        )
        if message is not None:
            yield Problem(
                ("node_groups", name, "ami_release_version"),
                f"{group.ami_release_version} {message}",
                also=(("kubernetes_version",), ("node_groups", name, "instance_types")),
            )


def _what_is_wrong(group: NodeGroupConfig, release: AmiRelease, version: str) -> str | None:
    system = group.ami.operating_system
    if release.operating_system != system:
        return (
            f"is a release of {_SYSTEMS[release.operating_system]}, and {group.ami.name} is "
            f"{_SYSTEMS[system]}; write one of {_SYSTEMS[system]}, {_NEWEST}"
        )
    if release.kubernetes_minor not in {None, version}:
        return (
            f"is a release for Kubernetes {release.kubernetes_minor} alone, and kubernetes_version "
            f"is {version}; write one that begins with {version}., {_NEWEST}"
        )
    bad = BAD_RELEASES.get(release.release)
    if bad is not None and system == "al2023":
        return (
            f"is a bad release: its nodes {bad.what}; write one of {bad.mended_in} or later, "
            f"{_NEWEST}"
        )
    for type_name, floor in _floors(group):
        if release.is_before(floor.least_release):
            what = f"EFA of {type_name}" if floor.with_efa_alone else type_name
            return f"is too old for {what}; write one of {floor.least_release} or later, {_NEWEST}"
    return None


def _floors(group: NodeGroupConfig) -> Iterator[tuple[str, AmiFloor]]:
    """Give what the types of a group ask of its AMIs."""
    for facts in group.hardware_facts:
        floor = facts.family.ami_floors.get(group.ami.operating_system)
        if floor is not None and (group.efa_layout is not None or not floor.with_efa_alone):
            yield facts.name, floor


def _add_ons_follow_kubernetes(cluster: ClusterSections) -> Iterator[Problem]:
    for name, add_on in cluster.add_ons.items():
        facts = ADD_ONS.get(name)
        pinned = re.match(r"v(\d+\.\d+)\.", add_on.version)
        if facts is None or not facts.has_kubernetes_version or pinned is None:
            continue
        if pinned[1] != cluster.kubernetes_version:
            yield Problem(
                ("add_ons", name, "version"),
                f"{add_on.version} is for Kubernetes {pinned[1]} alone, and kubernetes_version is "
                f"{cluster.kubernetes_version}; write one that begins with "
                f"v{cluster.kubernetes_version}., or most_recent",
                also=(("kubernetes_version",),),
            )


RULES = (
    _types_run_this_kubernetes,
    _amis_of_this_kubernetes_run_types,
    _ami_releases_fit,
    _add_ons_follow_kubernetes,
)
