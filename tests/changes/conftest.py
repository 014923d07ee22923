"""An emulator, which is asked what data sources look up, and for what is applied."""

from collections.abc import Iterator

import pytest

from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.workspace import EmbeddedTarget


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    """The emulator."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def target(emulator: Emulator) -> EmbeddedTarget:
    """The emulator, as Terraform reaches it."""
    return EmbeddedTarget(endpoint=emulator.url, account_id="111122223333")
