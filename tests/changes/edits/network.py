"""Edits of the network."""

from tests.changes.edits.edit import BUILT, LEFT_OUT, PLAIN, Edit, edits

_ZONES = [f"us-west-2{letter}" for letter in "abcde"]
#: Edits of the network.
NETWORK: list[Edit] = [
    Edit(
        at="network.availability_zones",
        before=["us-west-2a", "us-west-2b"],
        after=["us-west-2a", "us-west-2b", "us-west-2c"],
        start=BUILT,
        names=("two zones", "three"),
    ),
    Edit(
        at="unlisted_region.zones",
        before=_ZONES,
        after=[*_ZONES, "us-west-2f"],
        start=BUILT,
        given={"unlisted_region": {"zones": _ZONES}},
        names=("five zones", "six"),
    ),
    *edits(
        [
            ("network.cidr", "10.0.0.0/16", "10.1.0.0/16"),
            ("network.nat_gateways", "single", "none"),
            ("network.nat_gateways", "single", "per_zone"),
            ("network.single_nat_zone", LEFT_OUT, "us-west-2b"),
            ("network.private", False, True),
            ("network.peers", [], ["research"]),
            ("network.flow_logs", "all", "none"),
            ("network.flow_logs", "all", "reject"),
            ("network.flow_log_retention_days", 365, 30),
            ("unlisted_region", LEFT_OUT, {"zones": _ZONES}),
        ],
        start=BUILT,
    ),
    Edit(
        at="network.endpoints",
        before=[],
        after=["ssm"],
        start=BUILT,
        given={"network.private": True},
    ),
    Edit(
        at="network",
        of="network.existing",
        start=BUILT,
        names=("left out", "given"),
        before=BUILT["network"],
        after=PLAIN["network"],
    ),
    *edits(
        [
            ("network.service_cidr", "172.20.0.0/16", "172.21.0.0/16"),
            ("network.prefix_delegation", False, True),
            ("network.existing.vpc_id", "vpc-0123456789abcdef0", "vpc-0123456789abcdef1"),
            (
                "network.existing.public_subnets",
                {},
                {"us-west-2a": "subnet-0123456789abcdef5"},
            ),
        ]
    ),
    Edit(
        at="network.existing.control_plane_zones",
        before=LEFT_OUT,
        after=["us-west-2a", "us-west-2b"],
        given={"network.existing.private_subnets.us-west-2c": "subnet-0123456789abcdef2"},
        names=("left out", "two of three zones"),
    ),
    Edit(
        at="network.existing.private_subnets.us-west-2a",
        of="network.existing.private_subnets",
        before="subnet-0123456789abcdef0",
        after="subnet-0123456789abcdef9",
        names=("one subnet", "another of the zone"),
    ),
    Edit(
        at="network.existing.private_subnets.us-west-2c",
        of="network.existing.private_subnets",
        before=LEFT_OUT,
        after="subnet-0123456789abcdef2",
        names=("two zones", "three"),
    ),
]
