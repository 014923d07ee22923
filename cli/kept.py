"""Demos that were kept running, so that another command can stop them."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embedded_aws.emulator import Emulator, stop_detached_emulator

_RECORD = "demo.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDemo:
    """A demo whose emulator runs on.

    Attributes:
        name: Name of the cluster.
        workspace: Folder Terraform worked in.
        emulator: The emulator with everything that was applied.
    """

    name: str
    workspace: Path
    emulator: Emulator


class KeptDemos:
    """The kept demos of a checkout, a folder each."""

    def __init__(self, folder: Path) -> None:
        """Keep demos below a folder."""
        self._folder = folder

    def workspace(self, name: str) -> Path:
        """Give the folder of a cluster's demo."""
        return self._folder / name

    def keep(self, demo: KeptDemo) -> None:
        """Write down how to stop a demo."""
        emulator = demo.emulator
        record = {
            "port": emulator.port,
            "process_id": emulator.process_id,
            "folder": str(emulator.folder),
        }
        (demo.workspace / _RECORD).write_text(json.dumps(record), encoding="utf-8")

    def stop(self) -> Sequence[str]:
        """Stop every kept demo, and give the names of the clusters."""
        stopped = []
        for demo in list(self._kept()):
            stop_detached_emulator(demo.emulator)
            self.forget(demo.name)
            stopped.append(demo.name)
        return stopped

    def forget(self, name: str) -> None:
        """Remove what is left of a demo whose emulator is stopped."""
        shutil.rmtree(self.workspace(name), ignore_errors=True)

    def has(self, name: str) -> bool:
        """Whether a demo of a cluster of this name is kept."""
        return (self.workspace(name) / _RECORD).exists()

    def _kept(self) -> Iterator[KeptDemo]:
        for record in sorted(self._folder.glob(f"*/{_RECORD}")):
            members = json.loads(record.read_text(encoding="utf-8"))
            emulator = Emulator(
                port=members["port"],
                process_id=members["process_id"],
                folder=Path(members["folder"]),
            )
            yield KeptDemo(name=record.parent.name, workspace=record.parent, emulator=emulator)
