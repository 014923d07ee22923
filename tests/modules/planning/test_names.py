"""Names of AWS resources."""

from hypothesis import given
from hypothesis import strategies as st

from modules.planning.names import principal_key, role_name

cluster_names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", fullmatch=True)


def test_a_role_is_named_after_its_cluster_region_and_purpose() -> None:
    assert role_name("demo", "us-west-2", "node") == "demo-us-west-2-node"


@given(cluster=cluster_names)
def test_a_role_name_fits_iam_and_keeps_the_start_of_the_cluster_name(cluster: str) -> None:
    name = role_name(cluster, "ap-southeast-1", "network-flow-monitor")
    assert len(name) <= 64
    assert name.startswith(cluster[:20])


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    long = "c" * 99
    assert role_name(f"{long}1", "us-west-2", "node") != role_name(f"{long}2", "us-west-2", "node")


def test_a_principal_reads_well_in_an_address() -> None:
    key = principal_key("arn:aws:iam::111122223333:role/team/Platform.Admin")
    assert key == "111122223333_role_team_Platform_Admin"
