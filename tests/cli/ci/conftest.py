"""What tests of several commands share."""

from pathlib import Path

import pytest

from tests.cli.ci.github import GitHub


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    """A GitHub that knows nothing yet."""
    return GitHub(tmp_path / "github", monkeypatch)
