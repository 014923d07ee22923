"""What tests of several commands share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.ci import github_api
from cli.ci.pacing import Pace
from tests.cli.ci.clock import Clock
from tests.cli.ci.github import GitHub
from tests.cli.ci.token_issuer import Issuer, running_issuer


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    """A GitHub that knows nothing yet."""
    return GitHub(tmp_path / "github", monkeypatch)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that nobody waits for."""
    clock = Clock()
    monkeypatch.setattr(github_api, "_PACE", Pace(clock.time, clock.sleep))
    return clock


@pytest.fixture(scope="session")
def running() -> Iterator[Issuer]:
    """One server for all tests."""
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: Issuer, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """An issuer of tokens that says nothing yet, and the environment of a job that may ask it."""
    running.claims = {"iss": running.url}
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name, value in running.environment().items():
        monkeypatch.setenv(name, value)
    return running
