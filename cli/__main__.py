"""``python -m cli``: try a cluster file on an AWS emulator; make the bucket of the states."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.demo import DemoFailedError, kept_demos, run_and_keep_demo, run_demo
from cli.state_bucket import StateBucketExistsError, make_state_bucket
from cli.story import Story
from cli.synthesis import SynthesisError
from embedded_aws.emulator import EmulatorDidNotStartError
from embedded_aws.provider_mirror import NotAProviderMirrorError
from embedded_aws.terraform import TerraformError, TerraformNotFoundError
from modules.config import ClusterFileError

_EXIT_CODES: dict[type[BaseException], int] = {
    ClusterFileError: 2,
    TerraformNotFoundError: 3,
    TerraformError: 1,
    DemoFailedError: 1,
    StateBucketExistsError: 1,
    SynthesisError: 1,
    EmulatorDidNotStartError: 1,
    NotAProviderMirrorError: 1,
    # What shells make of a process that Ctrl-C ended.
    KeyboardInterrupt: 130,
}
_WIDTH_OF_A_LOG = 120
_INTERRUPTED = "interrupted; what was started is stopped"

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.command()
def demo(
    file: Annotated[Path, typer.Argument(help="Cluster file")] = Path("clusters/demo.yaml"),
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Leave it running")] = False,
) -> None:
    """Plan, apply, check and destroy a cluster on an AWS emulator; no AWS account is involved."""
    # Whoever ends the demo politely, and not by Ctrl-C, wants everything stopped as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = run_and_keep_demo if keep else run_demo
    raise typer.Exit(_exit_code(lambda: run(file, _story())))


@app.command()
def stop() -> None:
    """Stop the demos that were kept running."""
    stopped = kept_demos().stop()
    print("stopped: " + ", ".join(stopped) if stopped else "nothing is running")


@app.command(name="state-bucket")
def state_bucket(
    file: Annotated[Path, typer.Argument(help="State bucket file")] = Path("state-bucket.yaml"),
) -> None:
    """Make the bucket that clusters keep their state in, on AWS; safe to run again at any time."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    raise typer.Exit(_exit_code(lambda: make_state_bucket(file, _story())))


def _story() -> Story:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_LOG
    return Story(console)


def _exit_code(run: Callable[[], None]) -> int:
    """Run, and turn what went wrong into one message and an exit code."""
    try:
        run()
    except tuple(_EXIT_CODES) as error:
        text = _INTERRUPTED if isinstance(error, KeyboardInterrupt) else str(error)
        print(text, file=sys.stderr)
        return _EXIT_CODES[type(error)]
    return 0


if __name__ == "__main__":
    app()
