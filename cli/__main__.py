"""EKS clusters for distributed model training, from one short file."""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.ci.options import ci
from cli.diagram.options import diagram
from cli.exit_codes import MEANINGS, exit_code
from cli.init.options import init
from cli.job.options import job
from cli.options import ClusterFile, ClusterFiles, Style, StyleOption
from cli.policy.options import policy
from cli.summary.options import summarize

if TYPE_CHECKING:
    from cli.story import Story

# Commands import what they need when they run: help and completion answer at once.
# ruff: noqa: PLC0415

_WIDTH_OF_A_LOG = 120
_CODES = "Exit codes: " + "; ".join(f"{code} {meaning}" for code, meaning in MEANINGS.items())

app = typer.Typer(name="trainyard", no_args_is_help=True, help=__doc__, epilog=f"{_CODES}.")


app.command()(init)


@app.command()
def synth(
    files: ClusterFiles = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the output; cdktf.out beside the files' folder if left out"),
    ] = None,
) -> None:
    """Validate cluster files and write Terraform JSON; nothing is written if any is refused."""

    def run() -> None:
        # Whoever ends it politely, and not by Ctrl-C, wants nothing half done either.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from cli.synthesis import synthesize_here

        synthesize_here(files or (), out)

    raise typer.Exit(exit_code(run))


@app.command()
def check(
    files: ClusterFiles = None,
    *,
    style: StyleOption = Style.text,
) -> None:
    """Validate cluster files, and tell what each makes: nodes, accelerators, quotas, cost."""

    def run() -> None:
        from cli.check import check as run_check
        from cli.synthesis import chosen_files
        from main import today

        run_check(chosen_files(files or ()), style.value, today=today(os.environ))

    raise typer.Exit(exit_code(run))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Cluster file")],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW",
            help="What it becomes; if left out, OLD is compared with what was last synthesized",
        ),
    ] = None,
    *,
    wants_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 5 if anything differs")
    ] = False,
    style: StyleOption = Style.text,
) -> None:
    """Tell which fields differ between two cluster files, and what each change does.

    To a cluster that runs: nothing, in place, rolls nodes, replaces a group or the cluster, deletes
    data; gravest first, as measured with the real provider. With one file, which resources differ
    from those that were last synthesized beside it.
    """

    def run() -> None:
        from cli.diff.run import diff as run_diff

        run_diff(old, new, style.value, wants_code=wants_code)

    raise typer.Exit(exit_code(run))


@app.command()
def explain(
    file: ClusterFile,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help="Node group, field (network.cidr), or address (aws_launch_template.NAME); "
            "every node group if left out",
        ),
    ] = None,
    *,
    style: StyleOption = Style.text,
) -> None:
    """Tell why something of a cluster is as it is: from which fields, by which facts of whom.

    Of a node group: interfaces, AMI, labels, taints, room for pods, user data, tags, updates. Of a
    field: its value, where it is written, what a later change does. Of a Terraform address: what
    of the file it comes from.
    """

    def run() -> None:
        from cli.explain.run import explain as run_explain

        run_explain(file, what, style.value)

    raise typer.Exit(exit_code(run))


app.command()(job)


@app.command()
def preflight(
    files: ClusterFiles = None,
    *,
    deployer_arn: Annotated[
        str | None,
        typer.Option(metavar="ARN", help="Role or user that will apply; whoever asks if left out"),
    ] = None,
    timeout_seconds: Annotated[
        float, typer.Option(min=1, help="Longest wait for the answers about one cluster")
    ] = 60,
    style: StyleOption = Style.text,
) -> None:
    """Ask the AWS account whether it is ready for clusters; it only reads.

    Quotas, instance types on offer, reserved capacity, subnets that exist, names that are taken,
    permissions and the like. Credentials come from where the AWS CLI takes them.
    """

    def run() -> None:
        from cli.preflight.run import preflight as run_preflight
        from cli.synthesis import chosen_files

        chosen = chosen_files(files or ())
        run_preflight(
            chosen, style.value, deployer_arn=deployer_arn, timeout_seconds=timeout_seconds
        )

    raise typer.Exit(exit_code(run))


@app.command()
def demo(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Cluster file; Trainyard's own demo if left out"),
    ] = None,
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Leave it running")] = False,
) -> None:
    """Plan, apply, check and destroy a cluster on an AWS emulator; no AWS account is involved."""

    def run() -> None:
        # Whoever ends the demo politely, and not by Ctrl-C, wants everything stopped as well.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from cli.demo import DEMO, run_and_keep_demo, run_demo

        here = Path.cwd()
        own = DEMO.relative_to(here) if DEMO.is_relative_to(here) else DEMO
        (run_and_keep_demo if keep else run_demo)(file or own, _story())

    raise typer.Exit(exit_code(run))


@app.command()
def stop() -> None:
    """Stop the demos that were kept running."""
    from cli.demo import kept_demos

    stopped = kept_demos().stop()
    print("stopped: " + ", ".join(stopped) if stopped else "nothing is running")


@app.command(name="state-bucket")
def state_bucket(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="State bucket file")] = Path(
        "state-bucket.yaml"
    ),
) -> None:
    """Make the bucket that clusters keep their state in, on AWS; safe to run again at any time."""

    def run() -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from cli.state_bucket import make_state_bucket

        make_state_bucket(file, _story())

    raise typer.Exit(exit_code(run))


app.command()(policy)


@app.command()
def scan(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Cluster files, and plans from terraform show -json, with names in .json; all in "
            "clusters/ if left out",
        ),
    ] = None,
    *,
    state_bucket: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="State bucket file; may be repeated")
    ] = None,
    sarif: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write the results there, for code scanning"),
    ] = None,
) -> None:
    """Scan cluster files or plans with checkov and policies of our own; works offline."""
    from cli.scan import scan as run_scan

    raise typer.Exit(
        exit_code(lambda: run_scan(files or (), state_buckets=state_bucket or (), sarif=sarif))
    )


@app.command()
def kubeconfig(
    file: ClusterFile,
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Kubeconfig to take, - for standard input"),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--kubeconfig", metavar="FILE", help="File to merge into; kubectl's own"),
    ] = None,
    alias: Annotated[str | None, typer.Option(help="Name of the context; the cluster's")] = None,
    profile: Annotated[str | None, typer.Option(help="Profile of the AWS CLI for tokens")] = None,
) -> None:
    """Merge the kubeconfig of an applied cluster into yours; no other entry is touched.

    It is what Terraform has as the output kubeconfig, in what was synthesized beside the file.
    """
    from cli.kubeconfig import write_kubeconfig

    def run() -> None:
        write_kubeconfig(file, source=source, target=target, alias=alias, profile=profile)

    raise typer.Exit(exit_code(run))


app.command()(diagram)
app.command()(summarize)
app.add_typer(ci, name="ci")


def _story() -> "Story":
    from rich.console import Console

    from cli.story import Story

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_LOG
    return Story(console)


def main() -> None:
    """Run the command line."""
    app(prog_name="trainyard")


if __name__ == "__main__":
    main()
