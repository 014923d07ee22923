"""Keys of states, and who may use them."""

from hypothesis import given
from hypothesis import strategies as st

from modules.planning.identity.state_access import (
    StateObject,
    state_access,
    state_bucket_state_key,
    state_key,
)

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True)
PREFIXES = st.from_regex(r"[A-Za-z0-9_.-]{1,8}(/[A-Za-z0-9_.-]{1,8}){0,2}", fullmatch=True)


def objects(key: str) -> set[str]:
    """Give the objects Terraform keeps for a state: it, and its lock."""
    return {key, f"{key}.tflock"}


@given(NAMES, NAMES, PREFIXES, PREFIXES)
def test_clusters_of_different_names_never_share_an_object(
    one: str, other: str, prefix: str, other_prefix: str
) -> None:
    if one != other:
        shared = objects(state_key(prefix, one)) & objects(state_key(other_prefix, other))
        assert not shared


@given(NAMES, PREFIXES)
def test_no_cluster_has_the_key_of_the_state_bucket(name: str, prefix: str) -> None:
    assert not objects(state_key(prefix, name)) & objects(state_bucket_state_key(prefix))


def test_without_a_key_of_its_own_a_state_needs_no_kms() -> None:
    statements = state_access(
        partition="aws", states=[StateObject(bucket="b", key="k", kms_key_arn=None)]
    )
    assert [statement["Sid"] for statement in statements] == [
        "LookForState",
        "ReadAndWriteState",
        "LockState",
    ]
