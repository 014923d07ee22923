"""Whatever earlier releases made has an address today."""

from collections.abc import Mapping

import pytest

from tests.cluster_files import addresses, synthesize_clusters
from tests.synthesis import Json
from tests.upgrades.releases import ReleasedStack, addresses_left_out, released_stacks

STACKS = released_stacks()


@pytest.fixture(scope="module")
def today() -> Mapping[str, Mapping[str, Json]]:
    """The stacks of each release's files, as they synthesize today."""
    return {
        release: synthesize_clusters(
            [stack.cluster() for stack in STACKS if stack.release == release]
        )
        for release in {stack.release for stack in STACKS}
    }


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_every_address_of_a_release_is_one_still_or_moved(
    stack: ReleasedStack, today: Mapping[str, Mapping[str, Json]]
) -> None:
    assert len(addresses(stack.stack())) > 30
    assert addresses_left_out(stack.stack(), today[stack.release][stack.name]) == set()


def test_an_address_that_is_neither_is_found() -> None:
    old: Json = {"resource": {"aws_vpc": {name: {} for name in "abcd"}}}
    new: Json = {
        "resource": {"aws_vpc": {"a": {}, "e": {}}},
        "moved": [
            {"from": "aws_vpc.b", "to": "aws_vpc.x"},
            {"from": "aws_vpc.x", "to": "aws_vpc.e"},
        ],
        "removed": [{"from": "aws_vpc.c", "lifecycle": {"destroy": False}}],
    }
    assert addresses_left_out(old, new) == {"aws_vpc.d"}
