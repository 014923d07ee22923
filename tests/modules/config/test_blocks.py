"""Blocks that a VPC or services cannot have, and those they should not."""

from pathlib import Path

import pytest

from tests.modules.config.files import cluster, refusals, text, warned


@pytest.mark.parametrize(
    ("block", "within"),
    [
        ("169.254.0.0/16", "169.254.0.0/16"),
        ("169.254.16.0/20", "169.254.0.0/16"),
        ("127.1.0.0/16", "127.0.0.0/8"),
        ("0.0.0.0/16", "0.0.0.0/8"),
        ("239.1.0.0/16", "224.0.0.0/4"),
    ],
)
def test_no_vpc_has_addresses_that_no_network_has(tmp_path: Path, block: str, within: str) -> None:
    [line] = refusals(tmp_path, text(network={"cidr": block}))
    assert line.partition(": ")[2] == (
        f"network.cidr: {block!r} lies in {within}, whose addresses no network has, and EC2 "
        "refuses it; write a private block like 10.0.0.0/16"
    )


DOCKERS = (
    "Docker's bridge has 172.17.0.0/16 wherever it runs, and so have AWS services such as "
    "SageMaker and Cloud9, which will not reach this cluster; write another block"
)


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ({"cidr": "172.17.0.0/16"}, [f"network.cidr: {DOCKERS}"]),
        ({"cidr": "172.16.0.0/16"}, []),
        ({"service_cidr": "172.16.0.0/12"}, [f"network.service_cidr: {DOCKERS}"]),
        ({"service_cidr": "172.17.4.0/24"}, [f"network.service_cidr: {DOCKERS}"]),
        (
            {"cidr": "8.8.0.0/16"},
            [
                "network.cidr: 8.8.0.0/16 is of the internet, and nodes will not reach whoever has "
                "it there; write a private block like 10.0.0.0/16"
            ],
        ),
        ({"cidr": "100.64.0.0/16"}, []),
        ({"cidr": "198.19.0.0/16"}, []),
        ({"cidr": "192.168.0.0/16"}, []),
    ],
)
def test_blocks_that_others_have_are_warned_of(
    network: dict[str, str], expected: list[str]
) -> None:
    assert warned(cluster(network=network)) == expected
