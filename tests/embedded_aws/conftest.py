"""An emulator for the tests of this folder."""

from collections.abc import Iterator

import pytest

from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator, running_emulator


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
