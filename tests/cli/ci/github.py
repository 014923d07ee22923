"""A GitHub to try commands of workflows on."""

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ci import gh_double

REPOSITORY = "example/clusters"
RUN_URL = "https://github.com/example/clusters/actions/runs/7"


class GitHub:
    """What the double of ``gh`` on the PATH answers from, and what was sent to it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._file = folder / "github.json"
        self.artifacts = folder / "artifacts"
        program = folder / "bin" / "gh"
        program.parent.mkdir(parents=True)
        command = shlex.join([sys.executable, gh_double.__file__, str(folder)])
        program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        self._file.write_text(json.dumps({"answers": {}, "asked": [], "sent": [], "refusals": []}))

    def answer(self, path: str, value: Any) -> None:
        """Give the same answer to a path, below the repository, from now on."""
        store = self._read()
        store["answers"][f"repos/{REPOSITORY}/{path}"] = value
        self._file.write_text(json.dumps(store), encoding="utf-8")

    def refuse(self, status: int, body: str, *headers: str, times: int = 1) -> None:
        """Refuse the next requests, whatever they are."""
        store = self._read()
        store["refusals"] += [[status, headers, body]] * times
        self._file.write_text(json.dumps(store), encoding="utf-8")

    def forget(self, path: str) -> None:
        """Have no answer to a path, below the repository, any more."""
        store = self._read()
        del store["answers"][f"repos/{REPOSITORY}/{path}"]
        self._file.write_text(json.dumps(store), encoding="utf-8")

    def holds(self, path: str) -> Any:
        """Give what is at a path, below the repository, as changes have left it."""
        return self._read()["answers"][f"repos/{REPOSITORY}/{path}"]

    def asked(self) -> list[str]:
        """List the paths that were asked for, with their queries."""
        return list(self._read()["asked"])

    def sent(self) -> list[tuple[str, str]]:
        """List the method and path of every change, below the repository."""
        return [
            (method, path.removeprefix(f"repos/{REPOSITORY}/"))
            for method, path, _ in self._read()["sent"]
        ]

    def sent_with_fields(self) -> list[tuple[str, str, Any]]:
        """List every change with what it says."""
        fields = [each for _, _, each in self._read()["sent"]]
        return [(*sent, said) for sent, said in zip(self.sent(), fields, strict=True)]

    def _read(self) -> Any:
        return json.loads(self._file.read_text(encoding="utf-8"))
