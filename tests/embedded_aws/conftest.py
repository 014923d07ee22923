"""An emulator for the tests of this folder."""

from collections.abc import Iterator

import pytest

from embedded_aws.clients import EmbeddedAws
from embedded_aws.conditions import Conditions
from embedded_aws.emulator import Emulator, running_emulator
from tests.embedded_aws.world import World


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """An emulator that all tests share."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
def aws(emulator: Emulator, request: pytest.FixtureRequest) -> EmbeddedAws:
    """An account of the emulator that no other test uses."""
    account_id = f"{abs(hash(request.node.nodeid)) % 10**12:012}"
    return EmbeddedAws(endpoint=emulator.url, account_id=account_id, region="us-west-2")


@pytest.fixture
def world(aws: EmbeddedAws, emulator: Emulator) -> Iterator[World]:
    """A world in that account; conditions are as usual afterwards."""
    yield World(aws, emulator)
    emulator.set_conditions(Conditions())
