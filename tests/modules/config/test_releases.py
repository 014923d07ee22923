"""Releases of Kubernetes, AMIs and add-ons fit each other."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text
from tests.modules.config.test_offerings import GB200, VIRGINIA, training

BOTTLEROCKET = "BOTTLEROCKET_x86_64"
HPC = {"instance_types": ["hpc7g.16xlarge"], "availability_zone": "us-east-1a"}
OLD_HPC = HPC | {"ami_release_version": "1.35.0-20260501"}

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        training(GB200, region="us-east-1", network=VIRGINIA, kubernetes_version="1.32"),
        "instance_types[0]: p6e-gb200.36xlarge needs Kubernetes 1.33 or newer, and "
        'kubernetes_version is 1.32; write kubernetes_version: "1.33" or newer',
    ),
    (
        training(
            GB200 | {"ami_type": "BOTTLEROCKET_ARM_64_NVIDIA"}, region="us-east-1", network=VIRGINIA
        ),
        "ami_type: ami_type BOTTLEROCKET_ARM_64_NVIDIA does not run on p6e-gb200.36xlarge (arm64, "
        "nvidia); remove ami_type, or write 'AL2023_ARM_64_NVIDIA'",
    ),
    (
        training({"instance_types": ["g7.2xlarge"], "ami_type": "BOTTLEROCKET_x86_64_NVIDIA"}),
        "ami_type: Bottlerocket runs g7.2xlarge from Kubernetes 1.37 on, and kubernetes_version is "
        '1.35; write kubernetes_version: "1.37" or newer, or remove ami_type for Amazon Linux',
    ),
    (
        training({"instance_types": ["g7.2xlarge"], "ami_release_version": "1.35.0-20260916"}),
        "ami_release_version: 1.35.0-20260916 is too old for g7.2xlarge; write one of 20260917 or "
        "later, or remove it for the newest",
    ),
    (
        training(
            {
                "instance_types": ["g7.2xlarge"],
                "ami_type": "BOTTLEROCKET_x86_64_NVIDIA",
                "ami_release_version": "1.66.0-3c1d8a2f",
            },
            kubernetes_version="1.37",
        ),
        "ami_release_version: 1.66.0-3c1d8a2f is too old for g7.2xlarge; write one of 1.68.0 or "
        "later, or remove it for the newest",
    ),
    (
        training(OLD_HPC | {"efa": True}, region="us-east-1"),
        "ami_release_version: 1.35.0-20260501 is too old for EFA of hpc7g.16xlarge; write one of "
        "20260505 or later, or remove it for the newest",
    ),
    (
        training(
            {
                "instance_types": ["p6-b300.48xlarge"],
                "availability_zone": "us-west-2a",
                "ami_release_version": "1.33.0-20250501",
            },
            kubernetes_version="1.36",
        ),
        "ami_release_version: 1.33.0-20250501 is a release for Kubernetes 1.33 alone, and "
        "kubernetes_version is 1.36; write one that begins with 1.36., or remove it for the newest",
    ),
    *(
        (
            training({"instance_types": ["m7i.large"], "ami_release_version": f"1.35.0-{day}"}),
            f"ami_release_version: 1.35.0-{day} is a bad release: its nodes panic while they "
            "reclaim memory; write one of 20261012 or later, or remove it for the newest",
        )
        for day in ("20260930", "20261003")
    ),
    (
        training(
            {
                "instance_types": ["m7i.large"],
                "ami_type": BOTTLEROCKET,
                "ami_release_version": "1.35.0-20261101",
            }
        ),
        "ami_release_version: 1.35.0-20261101 is a release of Amazon Linux, and "
        "BOTTLEROCKET_x86_64 is Bottlerocket; write one of Bottlerocket, or remove it for the "
        "newest",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_releases_that_do_not_fit_are_refused(
    tmp_path: Path, sections: dict[str, Any], message: str
) -> None:
    said = refusals(tmp_path, text(**sections))
    assert [line.partition(": ")[2] for line in said] == [f"node_groups.training.{message}"]


@pytest.mark.parametrize(
    "sections",
    [
        training(OLD_HPC, region="us-east-1"),
        training({"instance_types": ["g7.2xlarge"], "ami_release_version": "1.35.0-20260917"}),
        training({"instance_types": ["g7.2xlarge"]}),
        training({"instance_types": ["m7i.large"], "ami_release_version": "1.35.4-20261012"}),
        training(
            {
                "instance_types": ["m7i.large"],
                "ami_type": BOTTLEROCKET,
                "ami_release_version": "1.50.0-31882211",
            }
        ),
    ],
)
def test_releases_that_fit_pass(sections: dict[str, Any]) -> None:
    assert cluster(**sections)


@pytest.mark.parametrize("version", ["default", "most_recent", "v1.35.0-eksbuild.1"])
def test_kube_proxy_of_this_kubernetes_passes(version: str) -> None:
    assert cluster(add_ons={"kube-proxy": {"version": version}})


def test_kube_proxy_of_another_kubernetes_is_refused(tmp_path: Path) -> None:
    add_ons = {
        "kube-proxy": {"version": "v1.30.0-eksbuild.3"},
        "coredns": {"version": "v1.12.1-eksbuild.2"},
    }
    assert refusals(tmp_path, text(add_ons=add_ons)) == [
        ":9: add_ons.kube-proxy.version: v1.30.0-eksbuild.3 is for Kubernetes 1.30 alone, and "
        "kubernetes_version is 1.35; write one that begins with v1.35., or most_recent"
    ]


def test_a_cluster_that_went_back_is_described_as_it_runs() -> None:
    """What aws eks update-cluster-version has made of 1.35 is written like any other cluster."""
    went_back = cluster(kubernetes_version="1.34", running_kubernetes_version="1.34")
    assert went_back.kubernetes_version == "1.34"
    assert cluster(kubernetes_version="1.35", running_kubernetes_version="1.34")
