"""Whether EKS has the versions of Kubernetes, of add-ons and of AMIs."""

from collections.abc import Iterator
from functools import partial

from botocore.exceptions import ClientError

from cli.preflight.answers import Finding, Question, failed, passed
from cli.preflight.asking import error_code
from cli.preflight.subject import Subject
from cli.verification.check import Aws
from modules.catalog.ami_parameters import ami_parameter
from modules.config import NodeGroupConfig
from modules.config.derived.add_ons import installed_add_ons

_UNSUPPORTED = "UNSUPPORTED"
#: Words of the file for a version that EKS chooses.
_CHOSEN_BY_EKS = ("default", "most_recent")
_MOST_NAMED = 5


def release_questions(subject: Subject) -> Iterator[Question]:
    """Ask for the version of Kubernetes, each add-on, and the AMI of each node group."""
    cluster = subject.cluster
    yield Question(
        title=f"Kubernetes {cluster.kubernetes_version}",
        actions=("eks:DescribeClusterVersions",),
        ask=partial(_version_is_offered, cluster.kubernetes_version),
    )
    for name in sorted(installed_add_ons(cluster)):
        asked = cluster.add_ons[name].version if name in cluster.add_ons else "default"
        yield Question(
            title=f"add-on {name}",
            actions=("eks:DescribeAddonVersions",),
            ask=partial(_add_on_is_offered, name, asked, cluster.kubernetes_version),
        )
    for name, group in sorted(cluster.node_groups.items()):
        yield Question(
            title=f"node group {name}: AMI",
            actions=("ssm:GetParameter",),
            ask=partial(_ami_is_offered, group, cluster.kubernetes_version),
        )


def _version_is_offered(version: str, aws: Aws) -> Finding:
    pages = aws.client("eks").get_paginator("describe_cluster_versions").paginate(includeAll=True)
    found = {each["clusterVersion"]: each for page in pages for each in page["clusterVersions"]}
    offered = [v for v, each in found.items() if each.get("versionStatus") != _UNSUPPORTED]
    if version not in offered:
        return failed(
            f"EKS does not offer {version} here; write kubernetes_version: one of "
            f"{', '.join(sorted(offered, key=_numbers))}"
        )
    status = found[version].get("versionStatus", "offered").lower().replace("_", " ")
    end = found[version].get("endOfStandardSupportDate")
    return passed(status if end is None else f"{status}; standard support ends on {end:%Y-%m-%d}")


def _add_on_is_offered(name: str, asked: str, kubernetes_version: str, aws: Aws) -> Finding:
    pages = (
        aws.client("eks")
        .get_paginator("describe_addon_versions")
        .paginate(addonName=name, kubernetesVersion=kubernetes_version)
    )
    versions = [
        each["addonVersion"]
        for page in pages
        for add_on in page["addons"]
        if add_on["addonName"] == name
        for each in add_on["addonVersions"]
    ]
    if not versions:
        return failed(f"EKS has none here for Kubernetes {kubernetes_version}; leave it out")
    if asked in _CHOSEN_BY_EKS:
        return passed(f"{asked}, of {len(versions)} versions")
    if asked in versions:
        return passed(asked)
    newest = sorted(versions, key=_numbers, reverse=True)[:_MOST_NAMED]
    return failed(
        f"EKS has no {asked} for Kubernetes {kubernetes_version}; write version: one of "
        f"{', '.join(newest)}, or default"
    )


def _ami_is_offered(group: NodeGroupConfig, kubernetes_version: str, aws: Aws) -> Finding:
    asked = group.ami_release_version
    parameter = ami_parameter(group.ami, kubernetes_version, asked)
    what = f"{group.ami.name} {asked or 'of the newest release'}"
    try:
        found = aws.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    except ClientError as error:
        if error_code(error) != "ParameterNotFound":
            raise
        way = (
            "leave ami_release_version out, or name a release that there is"
            if asked
            else "choose another ami_type or version of Kubernetes"
        )
        return failed(
            f"AWS publishes no {what} for Kubernetes {kubernetes_version} here (no {parameter}); "
            f"{way}"
        )
    return passed(f"{what}, {found}")


def _numbers(version: str) -> list[int]:
    """Order versions by their numbers, as in ``v1.20.4-eksbuild.1``."""
    digits = "".join(char if char.isdigit() else " " for char in version)
    return [int(number) for number in digits.split()]
