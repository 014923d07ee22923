"""As many pods as have addresses, whichever key says so."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from modules.config.derived.nodes import nodes_of
from tests.modules.config.files import cluster, refusals, text, warned

SYSTEM = {"instance_types": ["m7i.large"]}
H100 = {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"}
CUSTOM = {"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true", "ENI_CONFIG_LABEL_DEF": "zone"}
BOTTLEROCKET = {"ami_type": "BOTTLEROCKET_x86_64_NVIDIA"}


def told(**environment: str) -> dict[str, Any]:
    return {"vpc-cni": {"configuration": {"env": environment}}}


def groups(**keys: Any) -> dict[str, Any]:
    return {"system": SYSTEM, "h100": H100 | keys}


def part(pods: int) -> dict[str, str]:
    config = {"kubelet": {"config": {"maxPods": pods}}}
    document = {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig", "spec": config}
    return {"content_type": "application/node.eks.aws", "content": yaml.safe_dump(document)}


FEW = (
    "do not fit on p5.48xlarge: it has addresses for 49, and the 4 of add-ons that share the "
    "node's need none; write 53 or fewer"
)
MORE = "or network: {prefix_delegation: true}"


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (
            {"node_groups": groups(max_pods=200)},
            f"node_groups.h100.max_pods: 200 pods {FEW}, {MORE}",
        ),
        (
            {"node_groups": groups(max_pods=90)},
            f"node_groups.h100.max_pods: 90 pods {FEW}, {MORE}, or efa: {{layout: classic}}",
        ),
        (
            {"node_groups": groups(kubelet={"maxPods": 60})},
            f"node_groups.h100.max_pods: 60 pods {FEW}, {MORE}, or efa: {{layout: classic}}",
        ),
        (
            {
                "node_groups": groups(
                    **BOTTLEROCKET, bottlerocket_settings={"kubernetes": {"max-pods": 60}}
                )
            },
            f"node_groups.h100.max_pods: 60 pods {FEW}, {MORE}, or efa: {{layout: classic}}",
        ),
        # What stands in a part of user data wins on the node.
        (
            {"node_groups": groups(max_pods=20, user_data=[part(60)])},
            f"node_groups.h100.user_data: 60 pods {FEW}, {MORE}, or efa: {{layout: classic}}",
        ),
        (
            {"node_groups": {"system": SYSTEM | {"max_pods": 60}}},
            "node_groups.system.max_pods: 60 pods do not fit on m7i.large: it has addresses for "
            "27, and the 4 of add-ons that share the node's need none; write 31 or fewer, or "
            "network: {prefix_delegation: true}",
        ),
        (
            {"node_groups": groups(max_pods=20, kubelet={"maxPods": 30})},
            "node_groups.h100.max_pods: max_pods is 20, but kubelet says 30; remove one of them",
        ),
        (
            {
                "node_groups": groups(
                    **BOTTLEROCKET,
                    max_pods=20,
                    bottlerocket_settings={"kubernetes": {"max-pods": 30}},
                )
            },
            "node_groups.h100.max_pods: max_pods is 20, but bottlerocket_settings says 30; remove "
            "one of them",
        ),
        # The primary interface is left out, and EFA has the other place on the card.
        (
            {"node_groups": groups(), "add_ons": told(**CUSTOM)},
            "node_groups.h100.instance_types: p5.48xlarge has no addresses for pods: of the "
            "interfaces on its first network card, custom networking leaves out the primary one "
            "and EFA takes one; efa: {layout: classic}, or change what add_ons.vpc-cni is told",
        ),
        (
            {"add_ons": told(**CUSTOM, MAX_ENI="1")},
            "node_groups.system.instance_types: m7i.large has no addresses for pods: of the "
            "interfaces on its first network card, custom networking leaves out the primary one "
            "and MAX_ENI allows 1; change what add_ons.vpc-cni is told",
        ),
        (
            {
                "network": {"prefix_delegation": True},
                "add_ons": told(ENABLE_PREFIX_DELEGATION="false"),
            },
            "add_ons.vpc-cni.configuration.env.ENABLE_PREFIX_DELEGATION: ENABLE_PREFIX_DELEGATION "
            "is 'false', but network.prefix_delegation is true; remove one of them",
        ),
        (
            {
                "network": {"prefix_delegation": False},
                "add_ons": told(ENABLE_PREFIX_DELEGATION="true"),
            },
            "add_ons.vpc-cni.configuration.env.ENABLE_PREFIX_DELEGATION: ENABLE_PREFIX_DELEGATION "
            "is 'true', but network.prefix_delegation is false; remove one of them",
        ),
        (
            {"network": {"prefix_delegation": True}, "add_ons": told(WARM_PREFIX_TARGET="0")},
            "add_ons.vpc-cni.configuration.env.WARM_PREFIX_TARGET: the VPC CNI must keep a prefix "
            'free, or pods wait for each of them; write WARM_PREFIX_TARGET: "1"',
        ),
    ],
)
def test_more_pods_than_have_addresses_are_refused(
    tmp_path: Path, sections: dict[str, Any], expected: str
) -> None:
    [line] = refusals(tmp_path, text(**sections))
    assert line.partition(": ")[2] == expected


@pytest.mark.parametrize(
    ("sections", "pods"),
    [
        ({"node_groups": groups()}, 51),
        # Those of add-ons that share the node's addresses come on top.
        ({"node_groups": groups(max_pods=53)}, 53),
        ({"node_groups": groups(max_pods=20, kubelet={"maxPods": 20})}, 20),
        ({"node_groups": groups(kubelet={"maxPods": 20})}, 20),
        ({"node_groups": groups(max_pods=30, user_data=[part(20), part(25)])}, 25),
        ({"node_groups": groups(), "add_ons": told(ENABLE_PREFIX_DELEGATION="true")}, 250),
        ({"node_groups": groups(efa={"layout": "classic"}), "add_ons": told(**CUSTOM)}, 51),
        ({"node_groups": groups(efa={"layout": "classic"})}, 100),
    ],
)
def test_the_limit_of_pods_follows_from_whatever_says_so(
    sections: dict[str, Any], pods: int
) -> None:
    assert nodes_of(cluster(**sections))["h100"].limit.pods == pods


def test_a_node_that_gets_no_further_addresses_is_warned_of() -> None:
    made = cluster(add_ons=told(MINIMUM_IP_TARGET="10"))
    assert warned(made) == [
        "add_ons.vpc-cni.configuration.env.MINIMUM_IP_TARGET: without WARM_IP_TARGET a node gets "
        'no further addresses, and pods past 10 wait for ever; write WARM_IP_TARGET: "1" or more '
        "beside it"
    ]
