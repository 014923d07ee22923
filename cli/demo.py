"""The main job, from a cluster file to a cluster that is applied, checked and destroyed."""

import contextlib
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from cli.decommissioned import refuse_decommissioned
from cli.inventory import added, take_inventory
from cli.kept import KeptDemo, KeptDemos
from cli.show import show_built, show_checks, show_outputs, show_plan
from cli.story import Story
from cli.surroundings import make_surroundings, put_ids, with_ids
from cli.synthesis import CHECKOUT, synthesize
from cli.verification import verify
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import (
    Emulator,
    running_emulator,
    start_detached_emulator,
    stop_detached_emulator,
)
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from modules.config import ClusterConfig, load_cluster, warnings_for

#: The account the emulator plays, unless the cluster file names one.
_ACCOUNT_ID = "111122223333"
#: The file that is tried when none is named.
DEMO = CHECKOUT / "clusters" / "demo.yaml"
#: Source: resourceClusterDelete in internal/service/eks/cluster.go of the provider, 5.100.0
_WAIT = "the AWS provider waits for up to a minute, at random, before it deletes a cluster"
_PRIVATE_FOLDER = CHECKOUT / ".trainyard"
_PLUGIN_CACHE = _PRIVATE_FOLDER / "terraform-plugins"


class DemoFailedError(Exception):
    """Something of the demo did not go as it should."""


def kept_demos() -> KeptDemos:
    """Give the demos this checkout keeps running."""
    return KeptDemos(_PRIVATE_FOLDER / "demos")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Where a demo plays."""

    cluster: ClusterConfig
    aws: EmbeddedAws
    terraform: Terraform
    story: Story


def run_demo(file: Path, story: Story) -> None:
    """Apply a cluster file to an emulator, check it, and take everything down again.

    Raises:
        ClusterFileError: If the file is wrong.
        TerraformNotFoundError: If there is no Terraform.
        DemoFailedError: If a check fails or something is left over.
    """
    cluster, binary = _prepare(file, story)
    with tempfile.TemporaryDirectory(prefix="trainyard-demo-") as folder:
        stack = _synthesize(file, cluster, Path(folder, "out"), story)
        with _emulator(story) as emulator:
            stage = _stage(
                cluster=cluster,
                emulator=emulator,
                binary=binary,
                stack=stack,
                workspace=Path(folder, "terraform"),
                story=story,
            )
            before = take_inventory(stage.aws)
            _apply_and_check(stage)
            with story.step("Destroy it"):
                story.line(_WAIT)
                # The state is of a moment ago, and what is left is looked for below.
                effects = stage.terraform.plan_effects(destroy=True, refresh=False)
                show_plan(story, effects)
                stage.terraform.apply(story.resource_lines(effects.plan.count("delete")))
            with story.step("Look for what is left"):
                left = added(before, take_inventory(stage.aws))
                if left or stage.terraform.addresses():
                    listed = "; ".join(f"{kind} {', '.join(names)}" for kind, names in left.items())
                    message = f"left over after destroy: {listed or 'entries in the state'}"
                    raise DemoFailedError(message)
                story.line("nothing")
    story.finish("Applied, checked and destroyed; everything that was started is stopped.")


def run_and_keep_demo(file: Path, story: Story) -> None:
    """Apply a cluster file to an emulator, check it, and leave both running.

    Raises:
        ClusterFileError: If the file is wrong.
        TerraformNotFoundError: If there is no Terraform.
        DemoFailedError: If a check fails, or if a demo of this cluster is kept already.
    """
    cluster, binary = _prepare(file, story)
    kept = kept_demos()
    if kept.has(cluster.name):
        message = f"a demo of {cluster.name!r} is kept already; stop it with: make demo-stop"
        raise DemoFailedError(message)
    workspace = kept.workspace(cluster.name)
    with tempfile.TemporaryDirectory(prefix="trainyard-demo-") as folder:
        stack = _synthesize(file, cluster, Path(folder), story)
        with _kept_emulator(kept, cluster.name, story) as emulator:
            stage = _stage(
                cluster=cluster,
                emulator=emulator,
                binary=binary,
                stack=stack,
                workspace=workspace,
                story=story,
            )
            _apply_and_check(stage)
            kubeconfig = workspace / "kubeconfig"
            kubeconfig.write_text(stage.terraform.outputs()["kubeconfig"], encoding="utf-8")
    story.finish("Applied and checked; the emulator keeps running.")
    _tell_how_to_look(stage, workspace)


def _prepare(file: Path, story: Story) -> tuple[ClusterConfig, Path]:
    with story.step(f"Read {file}"):
        cluster = load_cluster(file)
        refuse_decommissioned([cluster])
        for warning in warnings_for(cluster, today=datetime.now(timezone.utc).date()):
            story.line(f"warning: {warning}")
        groups = ", ".join(cluster.node_groups)
        story.line(f"{cluster.name} in {cluster.region}, node groups {groups}")
    return cluster, find_terraform()


def _synthesize(file: Path, cluster: ClusterConfig, out: Path, story: Story) -> Path:
    with story.step("Synthesize Terraform JSON"):
        return synthesize(file, cluster.name, out)


@contextlib.contextmanager
def _emulator(story: Story) -> Iterator[Emulator]:
    with contextlib.ExitStack() as stack:
        with story.step("Start the AWS emulator"):
            emulator = stack.enter_context(running_emulator())
            story.line(emulator.url)
        yield emulator


@contextlib.contextmanager
def _kept_emulator(kept: KeptDemos, name: str, story: Story) -> Iterator[Emulator]:
    """Start an emulator that is kept if the block succeeds, and stopped if it does not."""
    with story.step("Start the AWS emulator"):
        emulator = start_detached_emulator()
        story.line(emulator.url)
    workspace = kept.workspace(name)
    workspace.mkdir(parents=True, exist_ok=True)
    kept.keep(KeptDemo(name=name, workspace=workspace, emulator=emulator))
    try:
        yield emulator
    except BaseException:
        stop_detached_emulator(emulator)
        kept.forget(name)
        raise


def _stage(
    *,
    cluster: ClusterConfig,
    emulator: Emulator,
    binary: Path,
    stack: Path,
    workspace: Path,
    story: Story,
) -> _Stage:
    account_id = cluster.account_id or _ACCOUNT_ID
    aws = EmbeddedAws(endpoint=emulator.url, account_id=account_id, region=cluster.region)
    cluster = _with_surroundings(cluster, aws, stack, story)
    with story.step("Initialize Terraform"):
        mirror = find_provider_mirror()
        story.line(f"AWS provider from {mirror or 'the registry'}")
        terraform = prepare_workspace(
            stack,
            workspace,
            EmbeddedTarget(endpoint=emulator.url, account_id=account_id),
            terraform=binary,
            mirror=mirror,
            plugin_cache=None if mirror else _PLUGIN_CACHE,
        )
        terraform.init()
    return _Stage(cluster=cluster, aws=aws, terraform=terraform, story=story)


def _with_surroundings(
    cluster: ClusterConfig, aws: EmbeddedAws, stack: Path, story: Story
) -> ClusterConfig:
    """Make what the file says is there already, and put its ids into cluster and stack."""
    if cluster.network.existing is None:
        make_surroundings(cluster, aws)
        return cluster
    with story.step("Make the VPC that the file says is there"):
        ids = make_surroundings(cluster, aws)
        put_ids(stack, ids)
        for named, made in ids.items():
            story.line(f"{made} for {named}")
    return with_ids(cluster, ids)


def _apply_and_check(stage: _Stage) -> None:
    story, terraform = stage.story, stage.terraform
    with story.step("Plan"):
        effects = terraform.plan_effects()
        show_plan(story, effects)
    with story.step("Apply"):
        terraform.apply(story.resource_lines(effects.plan.count("create")))
    with story.step("Show what was built"):
        show_built(story, terraform.addresses())
        show_outputs(story, terraform.outputs())
    with story.step("Check it through the AWS API"):
        checks = verify(stage.cluster, stage.aws)
        show_checks(story, checks)
        failed = sum(not check.passed for check in checks)
        if failed:
            message = f"{failed} of {len(checks)} checks failed"
            raise DemoFailedError(message)


def _tell_how_to_look(stage: _Stage, workspace: Path) -> None:
    aws, story = stage.aws, stage.story
    environment = {
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_ACCESS_KEY_ID": aws.account_id,
        "AWS_SECRET_ACCESS_KEY": "embedded",
        # The second is all that version 1 of the AWS CLI reads; version 2 prefers the first.
        "AWS_REGION": aws.region,
        "AWS_DEFAULT_REGION": aws.region,
    }
    variables = " ".join(f"{name}={value}" for name, value in environment.items())
    story.line(f"look:      {variables} aws eks describe-cluster --name {stage.cluster.name}")
    story.line(f"plan:      terraform -chdir={shlex.quote(str(workspace))} plan")
    story.line(f"kubectl:   {workspace / 'kubeconfig'} (there is no Kubernetes behind it)")
    story.line("stop it:   make demo-stop")
