"""The stacks that are kept of each release."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from modules.config import ClusterConfig, load_cluster
from modules.planning.terraform.state_blocks import state_blocks
from tests.cluster_files import addresses, synthesize_clusters
from tests.synthesis import Json

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedStack:
    """A cluster file, and its stack as a release synthesized it.

    Attributes:
        release: Name of the folder, for example ``2026-11``.
        name: Name of the cluster.
    """

    release: str
    name: str

    def __str__(self) -> str:
        """Name it as tests do."""
        return f"{self.release}/{self.name}"

    @property
    def file(self) -> Path:
        """The cluster file."""
        return FOLDER / self.release / f"{self.name}.yaml"

    @property
    def stack_file(self) -> Path:
        """The stack."""
        return FOLDER / self.release / f"{self.name}.tf.json"

    @property
    def changes_file(self) -> Path:
        """What this release changes in it."""
        return FOLDER / self.release / f"{self.name}.changes.txt"

    def cluster(self) -> ClusterConfig:
        """Read the cluster file as this release does."""
        return load_cluster(self.file)

    def stack(self) -> Json:
        """Read the stack."""
        return cast(Json, json.loads(self.stack_file.read_text(encoding="utf-8")))


def released_stacks() -> Sequence[ReleasedStack]:
    """List the stacks of all releases, the oldest first."""
    return [
        ReleasedStack(release=file.parent.name, name=file.stem)
        for file in sorted(FOLDER.glob("*/*.yaml"))
    ]


def keep_release(release: str) -> Sequence[Path]:
    """Keep the stacks of a release: the files of the latest kept, as they synthesize today."""
    latest = released_stacks()[-1].release
    kept = [stack for stack in released_stacks() if stack.release == latest]
    documents = synthesize_clusters([stack.cluster() for stack in kept])
    written = []
    for stack in kept:
        new = ReleasedStack(release=release, name=stack.name)
        new.file.parent.mkdir(exist_ok=True)
        if new != stack:
            new.file.write_text(stack.file.read_text(encoding="utf-8"), encoding="utf-8")
        text = json.dumps(documents[stack.name], indent=1, sort_keys=True) + "\n"
        new.stack_file.write_text(text, encoding="utf-8")
        new.changes_file.touch()
        written += [new.file, new.stack_file, new.changes_file]
    return written


def addresses_left_out(old: Json, new: Json) -> set[str]:
    """List the addresses of a stack that another one neither has nor says anything about."""
    moved: Mapping[str, str] = {each["from"]: each["to"] for each in state_blocks(new, "moved")}
    forgotten = {each["from"] for each in state_blocks(new, "removed")}
    known = addresses(new) | forgotten
    return {address for address in addresses(old) if _at_last(address, moved) not in known}


def _at_last(address: str, moved: Mapping[str, str]) -> str:
    """Follow an address to where its moves end."""
    while address in moved:
        address = moved[address]
    return address
