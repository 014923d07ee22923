"""What tests of several commands share."""

from pathlib import Path

import pytest

from cli.ci import github_api
from cli.ci.pacing import Pace
from tests.cli.ci.clock import Clock
from tests.cli.ci.github import GitHub


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
