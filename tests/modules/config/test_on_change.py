"""Of all that was measured of a field, the change that is made is found."""

from typing import Any

import pytest

from modules.catalog.changes import field_changes
from modules.config import ClusterConfig
from modules.config.reference.fields import fields_of, sections
from modules.config.reference.on_change import what_a_change_does
from modules.planning.changes.gravity import Gravity, gravity_of

FIELDS = {
    field.path: field
    for path, section in sections(ClusterConfig)
    for field in fields_of(section, path)
}
ROLLS = "rolls the nodes of the node group"
REPLACES = "replaces the node group"
NAT = "removes NAT gateways, public addresses"


@pytest.mark.parametrize(
    ("path", "before", "after", "does"),
    [
        ("network.cidr", "10.0.0.0/16", "10.1.0.0/16", None),
        ("network.nat_gateways", "single", "per_zone", "in place"),
        ("network.nat_gateways", "per_zone", "single", NAT),
        # Not measured: all that may be.
        ("network.nat_gateways", "per_zone", "none", f"{NAT} or in place"),
        ("network.availability_zones", ["a", "b", "c"], ["a", "b"], "removes subnets"),
        ("network.availability_zones", ["a", "b"], ["a", "b", "c"], "in place"),
        ("access.admins", [], ["a"], "in place"),
        ("access.admins", ["a", "b"], ["a"], "removes access entries"),
        ("access.admins", ["a"], ["b"], "removes access entries"),
        ("access.admins", ["a"], ["a", "b"], "in place"),
        ("node_groups.<name>.scaling.desired", 7, 9, "in place"),
        ("node_groups.<name>.scaling.desired", 9, 7, "takes nodes away from the node group"),
        ("node_groups.<name>.availability_zone", "us-east-1a", "us-east-1b", REPLACES),
        ("node_groups.<name>.availability_zone", None, "us-east-1b", REPLACES),
        ("node_groups.<name>.availability_zone", "us-east-1b", None, "changes outputs alone"),
        ("node_groups.<name>.ami_release_version", None, "1.36.0-20261112", ROLLS),
        ("node_groups.<name>.capacity.type", "on_demand", "spot", REPLACES),
        ("node_groups.<name>.capacity.type", "on_demand", "reservation", ROLLS),
        (
            "node_groups.<name>.capacity.scheduled_start",
            {"at": 1},
            None,
            "removes scheduled starts",
        ),
        (
            "encryption.retired_keys.volumes",
            "keep",
            None,
            "lets go of keys, which stay in the account",
        ),
        ("encryption.retired_keys.volumes", "keep", "delete", "schedules the deletion of keys"),
        ("add_ons.<name>.install", True, False, "removes roles, add-ons"),
        ("node_groups", {"a": 1}, None, "removes the node group"),
    ],
)
def test_what_is_done_is_what_was_measured_of_it(
    path: str, before: Any, after: Any, does: str | None
) -> None:
    found = what_a_change_does(FIELDS[path], before, after)
    assert found is not None
    assert found.words == (does or field_changes("cluster")[path].does[""])


def test_of_a_section_its_fields_tell() -> None:
    assert what_a_change_does(FIELDS["network"], {}, {"cidr": "x"}) is None


def test_whatever_was_measured_has_its_gravity() -> None:
    words = {does for change in field_changes("cluster").values() for does in change.does.values()}
    assert len(words) > 20
    assert [each for each in words if gravity_of(each) is Gravity.unknown] == []
    assert sorted([Gravity.nothing, Gravity.rolls_nodes, Gravity.deletes_data]) == [
        Gravity.deletes_data,
        Gravity.rolls_nodes,
        Gravity.nothing,
    ]
