"""Node groups fit in their subnets, or are told what would."""

from pathlib import Path
from typing import Any

import pytest

from modules.config.derived.add_ons import add_on_configuration, cni_of
from modules.config.derived.addresses import demands_of
from modules.planning.nodes.cni import FEW_WARM_ADDRESSES, CniSettings
from tests.modules.config.files import cluster, refusals, text, warned

SYSTEM = {"instance_types": ["m7i.large"]}
P5 = {"instance_types": ["p5.48xlarge"], "availability_zone": "us-west-2a"}
P5EN = {"instance_types": ["p5en.48xlarge"], "availability_zone": "us-west-2a"}
#: One /22 a zone.
SMALL = {"cidr": "10.0.0.0/20"}
LARGER = "or bring a larger network with network: {existing: ...}"


def h100(most: int, **keys: Any) -> dict[str, Any]:
    return {"system": SYSTEM, "h100": P5 | {"scaling": {"desired": 2, "max": most}} | keys}


def told(**environment: str) -> dict[str, Any]:
    return {"vpc-cni": {"configuration": {"env": environment}}}


def hold(group: str, nodes: str, each: int, needed: int, room: str) -> str:
    others = ", beside those of system" if group != "system" else ""
    return (
        f"node_groups.{group}.scaling.max: {nodes} hold {each} addresses each{others}, {needed} in "
        f"all, and {room} for nodes; "
    )


ROOM = "10.0.0.0/22, the subnet of us-west-2a, has 1013"


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (
            {"network": SMALL, "node_groups": h100(128, efa={"layout": "classic"})},
            hold("h100", "128 nodes and 2 that an update adds", 48, 6294, ROOM)
            + "write max: 17 or less, or build the network with cidr: 10.0.0.0/17",
        ),
        (
            {"network": SMALL, "node_groups": h100(400)},
            hold("h100", "400 nodes and 2 that an update adds", 17, 6888, ROOM)
            + "write max: 54 or less, or build the network with cidr: 10.0.0.0/17",
        ),
        # Without addresses on every card they fit as they are.
        (
            {"network": SMALL, "node_groups": h100(40, efa={"layout": "classic"})},
            hold("h100", "40 nodes and 2 that an update adds", 48, 2070, ROOM)
            + "write max: 17 or less, or efa: {layout: efa_only}, or build the network with cidr: "
            "10.0.0.0/18",
        ),
        # Old nodes go first, so that an update adds none.
        (
            {"network": SMALL, "node_groups": h100(57, update={"strategy": "minimal"})},
            hold("h100", "57 nodes", 17, 1023, ROOM)
            + "write max: 56 or less, or build the network with cidr: 10.0.0.0/19",
        ),
        # Whole interfaces are kept free if the file says so.
        (
            {
                "network": SMALL,
                "node_groups": h100(20),
                "add_ons": told(WARM_ENI_TARGET="1"),
            },
            hold("h100", "20 nodes and 2 that an update adds", 50, 1160, ROOM)
            + "write max: 17 or less, or add_ons: {vpc-cni: {configuration: {env: "
            '{MINIMUM_IP_TARGET: "16", WARM_IP_TARGET: "4"}}}}, or build the network with cidr: '
            "10.0.0.0/19",
        ),
        # A share of an even group in each zone; no accelerator, so whole interfaces are kept.
        (
            {
                "network": SMALL,
                "node_groups": {"system": SYSTEM | {"scaling": {"desired": 2, "max": 200}}},
            },
            hold(
                "system",
                "200 nodes and 6 that an update adds, over 3 zones 69 in each,",
                20,
                1380,
                ROOM,
            )
            + "write max: 144 or less, or build the network with cidr: 10.0.0.0/19",
        ),
        # The fourth zone has half as much.
        (
            {
                "network": {
                    "cidr": "10.0.0.0/20",
                    "availability_zones": ["us-west-2a", "us-west-2d"],
                },
                "node_groups": h100(40, availability_zone="us-west-2d"),
            },
            hold(
                "h100",
                "40 nodes and 2 that an update adds",
                17,
                768,
                "10.0.12.0/23, the subnet of us-west-2d, has 501",
            )
            + "write max: 24 or less, or write availability_zone: us-west-2a, or build the network "
            "with cidr: 10.0.0.0/19",
        ),
        (
            {"node_groups": h100(2000)},
            hold(
                "h100",
                "2000 nodes and 2 that an update adds",
                17,
                34088,
                "10.0.0.0/18, the subnet of us-west-2a, has 16373",
            )
            + f"write max: 957 or less, {LARGER}",
        ),
    ],
)
def test_nodes_that_cannot_all_have_addresses_are_refused(
    tmp_path: Path, sections: dict[str, Any], expected: str
) -> None:
    [line] = refusals(tmp_path, text(**sections))
    assert line.partition(": ")[2] == expected


@pytest.mark.parametrize(
    "sections",
    [
        {"network": SMALL, "node_groups": h100(54)},
        {"node_groups": h100(128, efa={"layout": "classic"})},
        {"node_groups": h100(950)},
        # How large its subnets are is not known.
        {
            "network": {
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "private_subnets": {
                        "us-west-2a": "subnet-0123456789abcdef0",
                        "us-west-2b": "subnet-0123456789abcdef1",
                    },
                }
            },
            "node_groups": h100(2000),
        },
        # Pods have theirs elsewhere.
        {
            "network": SMALL,
            "node_groups": {
                "system": SYSTEM,
                "h200": P5EN | {"scaling": {"desired": 2, "max": 900}},
            },
            "add_ons": told(AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG="true"),
        },
    ],
)
def test_what_fits_is_built(sections: dict[str, Any]) -> None:
    assert cluster(**sections)


def test_what_suggested_settings_say_is_so(tmp_path: Path) -> None:
    """Each way out of the first refusal leads out."""
    tight = {"network": SMALL, "node_groups": h100(20), "add_ons": told(WARM_ENI_TARGET="1")}
    assert refusals(tmp_path, text(**tight))
    assert cluster(**tight | {"node_groups": h100(17)})
    assert cluster(**tight | {"add_ons": told(**FEW_WARM_ADDRESSES)})
    assert cluster(**tight | {"network": {"cidr": "10.0.0.0/19"}})


def test_pods_past_the_fewest_are_warned_of() -> None:
    large = SYSTEM | {"scaling": {"desired": 2, "max": 2000}}
    full = cluster(node_groups={"system": large | {"timeouts": {"update_minutes": 60}}})
    assert warned(full) == [
        "node_groups.system.scaling.max: with all the pods they may have, 2000 nodes and 6 that an "
        "update adds, over 3 zones 669 in each, hold 30 addresses each, 20070 in all, and the "
        "subnet of us-west-2a has 16373 for nodes; write max: 1629 or less, or max_pods: with as "
        "many as there will be"
    ]


@pytest.mark.parametrize(
    ("sections", "few"),
    [
        ({"node_groups": h100(4)}, True),
        # Small nodes hold little anyway.
        ({"node_groups": {"system": SYSTEM, "gpu": {"instance_types": ["g6.8xlarge"]}}}, False),
        # Prefixes come by sixteen, and have a target of their own.
        ({"node_groups": h100(4), "network": {"prefix_delegation": True}}, False),
        ({"node_groups": h100(4), "add_ons": told(ENABLE_PREFIX_DELEGATION="true")}, False),
        # The file says how many.
        ({"node_groups": h100(4), "add_ons": told(WARM_ENI_TARGET="1")}, False),
        ({"node_groups": h100(4), "add_ons": told(WARM_IP_TARGET="2")}, False),
        ({"node_groups": h100(4), "add_ons": told(AWS_VPC_ENI_MTU="9001")}, True),
    ],
)
def test_large_accelerator_nodes_keep_few_addresses_free(
    sections: dict[str, Any], few: bool
) -> None:
    cni = cni_of(cluster(**sections))
    assert (cni.minimum_addresses, cni.warm_addresses) == (16, 4) or not few
    assert few or (cni.minimum_addresses == 0)


def test_settings_of_the_file_stand_beside_the_targets() -> None:
    made = cluster(node_groups=h100(4), add_ons=told(AWS_VPC_ENI_MTU="9001"))
    assert add_on_configuration(made, "vpc-cni") == {
        "env": {"AWS_VPC_ENI_MTU": "9001", **FEW_WARM_ADDRESSES}
    }


def test_a_cluster_of_small_nodes_leaves_the_cni_as_it_is() -> None:
    made = cluster(node_groups={"system": SYSTEM})
    assert cni_of(made) == CniSettings()
    # Two interfaces of ten, as soon as there is one pod.
    assert demands_of(made)["system"].addresses_per_node == 20
