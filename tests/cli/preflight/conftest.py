"""The emulator that questions are asked of."""

from collections.abc import Iterator

import pytest

from embedded_aws.emulator import Emulator, running_emulator


@pytest.fixture(scope="package")
def emulator() -> Iterator[Emulator]:
    """The one emulator of all tests here."""
    with running_emulator() as emulator:
        yield emulator
