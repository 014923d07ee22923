"""Names that Kubernetes, EKS and IAM give meaning to are held to their rules."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text

NEW_HARDWARE = {
    "architecture": "x86_64",
    "vcpus": 192,
    "memory_gib": 2048,
    "network_cards": [{"count": 1, "interfaces": 4}],
    "ipv4_per_interface": 50,
}


def add_on(name: str = "snapshot-controller", **pod_identity: str) -> dict[str, Any]:
    arns = ["arn:aws:iam::111122223333:policy/Team"]
    identity = {"service_account": "pods", "policy_arns": arns} | pod_identity
    return {"add_ons": {name: {"unlisted": True, "pod_identity": identity}}}


def hardware(model: str) -> dict[str, Any]:
    accelerator = {"kind": "nvidia", "model": model, "count": 8}
    group = {
        "instance_types": ["p9.48xlarge"],
        "availability_zone": "us-west-2a",
        "hardware": NEW_HARDWARE | {"accelerator": accelerator},
        "taints": [],
    }
    return {"node_groups": {"training": group}}


PATH_RULE = (
    "is not an IAM path; begin and end it with '/', with letters, digits, '-', '_' and any of "
    "+ = , . @ between, as in /training/"
)
ADD_ON_RULE = (
    "is not the name of an add-on; use up to 100 letters, digits, '-' and '_', beginning with a "
    "letter or a digit"
)
NAMESPACE_RULE = (
    "is not a namespace; use 1 to 63 lower-case letters, digits and '-', beginning and ending with "
    "a letter or a digit"
)
ACCOUNT_RULE = (
    "is not a service account; use up to 253 lower-case letters, digits, '-' and '.', beginning "
    "and ending with a letter or a digit"
)
MODEL_RULE = (
    "is not a model that fits in a label; use up to 50 letters, digits, spaces, '-', '_' and '.', "
    "beginning and ending with a letter or a digit, as in H100"
)


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ({"iam": {"path": "/a*/"}}, f":8: iam.path: '/a*/' {PATH_RULE}"),
        ({"iam": {"path": "/${aws:userid}/"}}, f":8: iam.path: '/${{aws:userid}}/' {PATH_RULE}"),
        ({"add_ons": {"a b": {"unlisted": True}}}, f":8: add_ons.a b: 'a b' {ADD_ON_RULE}"),
        (
            add_on(namespace="Kube"),
            f":14: add_ons.snapshot-controller.pod_identity.namespace: 'Kube' {NAMESPACE_RULE}",
        ),
        (
            add_on(service_account="${x}"),
            ":11: add_ons.snapshot-controller.pod_identity.service_account: "
            f"'${{x}}' {ACCOUNT_RULE}",
        ),
        (
            hardware("R/100"),
            f":18: node_groups.training.hardware.accelerator.model: 'R/100' {MODEL_RULE}",
        ),
        (
            {"network": {"peers": ["my cluster"]}},
            ":9: network.peers[0]: 'my cluster' is not a cluster name; use 1 to 100 letters, "
            "digits, '-' and '_', beginning with a letter or a digit",
        ),
    ],
)
def test_what_no_name_can_be_is_refused(
    sections: dict[str, Any], message: str, tmp_path: Path
) -> None:
    assert refusals(tmp_path, text(**sections)) == [message]


@pytest.mark.parametrize(
    "sections",
    [
        {"iam": {"path": "/Team_1/a+b=c,d.e@f-g/"}},
        add_on("vendor_Operator-2", namespace="9-lives", service_account="a.b-c"),
        hardware("RTX PRO 6000"),
    ],
)
def test_what_a_name_may_be_is_taken(sections: dict[str, Any]) -> None:
    assert cluster(**sections)
