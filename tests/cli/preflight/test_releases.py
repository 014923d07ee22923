"""Whether EKS has the versions."""

from datetime import datetime, timezone

import pytest

from cli.preflight.asking import ask_all
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from modules.catalog.ami_parameters import ami_parameter
from modules.catalog.ami_types import ami_type_facts
from tests.cli.preflight.stubs import ACCOUNT, StubbedAccount, question_about, subject_of, told

DEMO = subject_of("demo")
PRODUCTION = subject_of("production")


def offering(*versions: str, end: datetime | None = None) -> StubbedAccount:
    found = [
        {"clusterVersion": version, "versionStatus": "STANDARD_SUPPORT", "clusterType": "eks"}
        for version in versions
    ]
    found.append({"clusterVersion": "1.20", "versionStatus": "UNSUPPORTED"})
    if end is not None:
        found[0]["endOfStandardSupportDate"] = end  # type: ignore[assignment]
    return StubbedAccount().answers("eks", "describe_cluster_versions", {"clusterVersions": found})


def test_a_version_on_offer_passes() -> None:
    end = datetime(2027, 3, 27, tzinfo=timezone.utc)
    assert told(DEMO, "Kubernetes 1.35", offering("1.35", end=end)) == (
        "passed: standard support; standard support ends on 2027-03-27"
    )


def test_a_version_that_is_not_on_offer_fails_with_those_that_are() -> None:
    assert told(DEMO, "Kubernetes 1.35", offering("1.9", "1.36", "1.10")) == (
        "failed: EKS does not offer 1.35 here; write kubernetes_version: one of 1.9, 1.10, 1.36"
    )


def add_on(*versions: str) -> StubbedAccount:
    found = [{"addonVersion": version} for version in versions]
    listed = [{"addonName": "vpc-cni", "addonVersions": found}] if versions else []
    return StubbedAccount("us-east-2").answers(
        "eks",
        "describe_addon_versions",
        {"addons": listed},
        {"addonName": "vpc-cni", "kubernetesVersion": "1.35"},
    )


def test_an_add_on_of_the_emulator_passes(emulator: Emulator) -> None:
    aws = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2")
    (answer,) = ask_all([question_about(DEMO, "add-on vpc-cni")], aws, timeout_seconds=60)
    assert (answer.finding.verdict.value, answer.finding.text) == (
        "passed",
        "default, of 1 versions",
    )


@pytest.mark.parametrize(
    ("versions", "text"),
    [
        (("v1.20.4-eksbuild.1",), "passed: v1.20.4-eksbuild.1"),
        (
            ("v1.9.0-eksbuild.1", "v1.21.0-eksbuild.2", "v1.21.0-eksbuild.10"),
            "failed: EKS has no v1.20.4-eksbuild.1 for Kubernetes 1.35; write version: one of "
            "v1.21.0-eksbuild.10, v1.21.0-eksbuild.2, v1.9.0-eksbuild.1, or default",
        ),
        ((), "failed: EKS has none here for Kubernetes 1.35; leave it out"),
    ],
)
def test_a_pinned_add_on_is_one_of_those_on_offer(versions: tuple[str, ...], text: str) -> None:
    assert told(PRODUCTION, "add-on vpc-cni", add_on(*versions)) == text


STANDARD = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard"
AMI = "node group system: AMI"


def test_an_ami_that_is_published_passes() -> None:
    parameter = {"Parameter": {"Value": "ami-0123456789abcdef0"}}
    name = {"Name": f"{STANDARD}/recommended/image_id"}
    account = StubbedAccount().answers("ssm", "get_parameter", parameter, name)
    assert told(DEMO, AMI, account) == (
        "passed: AL2023_x86_64_STANDARD of the newest release, ami-0123456789abcdef0"
    )


def test_an_ami_that_is_not_published_fails() -> None:
    account = StubbedAccount().refuses("ssm", "get_parameter", "ParameterNotFound")
    assert told(DEMO, AMI, account) == (
        "failed: AWS publishes no AL2023_x86_64_STANDARD of the newest release for Kubernetes 1.35 "
        f"here (no {STANDARD}/recommended/image_id); choose another ami_type or version of "
        "Kubernetes"
    )
    groups = {
        name: {**group.model_dump(exclude_unset=True), "ami_release_version": "1.35.0-20261101"}
        for name, group in DEMO.cluster.node_groups.items()
    }
    account = StubbedAccount().refuses("ssm", "get_parameter", "ParameterNotFound")
    assert told(subject_of("demo", {"node_groups": groups}), AMI, account) == (
        "failed: AWS publishes no AL2023_x86_64_STANDARD 1.35.0-20261101 for Kubernetes 1.35 here "
        f"(no {STANDARD}/amazon-eks-node-al2023-x86_64-standard-1.35-v20261101/image_id); leave "
        "ami_release_version out, or name a release that there is"
    )


@pytest.mark.parametrize(
    ("ami", "release", "parameter"),
    [
        (
            "AL2023_ARM_64_NVIDIA",
            None,
            "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/arm64/nvidia/recommended"
            "/image_id",
        ),
        (
            "AL2023_x86_64_NEURON",
            "1.36.0-20261012",
            "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/neuron"
            "/amazon-eks-node-al2023-x86_64-neuron-1.36-v20261012/image_id",
        ),
        (
            "BOTTLEROCKET_ARM_64",
            None,
            "/aws/service/bottlerocket/aws-k8s-1.36/arm64/latest/image_id",
        ),
        (
            "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
            "1.66.0-3c1d8a2f",
            "/aws/service/bottlerocket/aws-k8s-1.36-nvidia-fips/x86_64/1.66.0/image_id",
        ),
    ],
)
def test_parameters_have_the_names_that_aws_documents(
    ami: str, release: str | None, parameter: str
) -> None:
    assert ami_parameter(ami_type_facts(ami), "1.36", release) == parameter
