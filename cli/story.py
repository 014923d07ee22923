"""What a long run tells while it goes on: numbered, timed steps, and lines in between."""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from rich.console import Console
from rich.markup import escape

from embedded_aws.progress import Progress
from modules.planning.changes.plans import is_in_aws

_DONE = {"create": "created", "update": "changed", "delete": "deleted", "read": "read"}
#: After this long a step of Terraform that is still waiting is worth a line.
_PATIENCE_SECONDS = 10.0


class Story:
    """Writes for people: with colours and a spinner on a terminal, as plain lines elsewhere."""

    def __init__(self, console: Console) -> None:
        """Write to a console."""
        self.console = console
        self._step = 0
        self._start = time.monotonic()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Tell that a step begins, and how long it took when it is done."""
        self._step += 1
        start = time.monotonic()
        self.console.print(f"\n[bold]{self._step}. {escape(title)}[/]", soft_wrap=True)
        with self.console.status(escape(title)):
            yield
        self.line(f"done in {_elapsed(start)}")

    def line(self, text: str) -> None:
        """Tell one thing, indented below its step."""
        self.console.print(f"   {escape(text)}", soft_wrap=True, highlight=False)

    def finish(self, text: str) -> None:
        """Tell how it ended, and how long all of it took."""
        self.console.print(f"\n[bold]{escape(text)}[/] ({_elapsed(self._start)})", soft_wrap=True)

    def resource_lines(self, total: int) -> Callable[[Progress], None]:
        """Give a watcher that writes a line for every resource Terraform is done with.

        Args:
            total: How many there will be, without what stands in Terraform's state alone.
        """
        done = 0
        waiting: dict[str, float] = {}

        def watch(progress: Progress) -> None:
            nonlocal done
            if not is_in_aws(progress.address):
                return
            if progress.stage == "progress":
                told = waiting.setdefault(progress.address, _PATIENCE_SECONDS)
                if progress.elapsed_seconds >= told:
                    waiting[progress.address] = told + _PATIENCE_SECONDS
                    self.line(f"... {progress.address} ({progress.elapsed_seconds:.0f} s so far)")
            elif progress.stage != "start":
                done += 1
                outcome = "FAILED" if progress.stage == "errored" else _DONE[progress.action]
                self.line(f"[{done}/{total}] {outcome} {progress.address}")

        return watch


def _elapsed(start: float) -> str:
    elapsed = timedelta(seconds=time.monotonic() - start)
    minutes, seconds = divmod(elapsed.total_seconds(), 60)
    return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"
