"""The scripts of the GitHub workflows, run as they stand, with real Terraform on the emulator."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cli.ci.plan_statement import FILES, STATEMENT
from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace
from modules.config import load_cluster
from tests.ci.workflows import ROOT, script
from tests.cli.ci import planned as reviewed
from tests.cli.ci.github import REPOSITORY, GitHub
from tests.cli.ci.token_issuer import Issuer, running_issuer
from tests.end_to_end.deployment import ACCOUNT_ID, synthesize
from tools.install import write_command

CLUSTERS, DRIFT = (ROOT / "ci" / "github" / name for name in ("clusters.yml", "drift.yml"))
NAME = "reviewed"
FILE = """\
name: reviewed
environment: development
region: us-west-2
node_groups:
  system:
    instance_types: [m7i.large]
    scaling: {min: 2, desired: 2, max: 4}
  training:
    instance_types: [g6.8xlarge]
    availability_zone: us-west-2a
state: {backend: s3, bucket: example-terraform-state}
"""
#: Larger in place, and on other instances, which replaces the group.
PROPOSED = FILE.replace("max: 4", "max: 9").replace("g6.8xlarge", "g6.16xlarge")

#: The run that applies.
OWN_RUN = 20
PLANNED = [{"cluster": NAME, "region": "us-west-2", "environment": "development"}]
CHANGES = {"clusters": PLANNED, "pages": [PLANNED], "removed": [], "left_behind": []}
#: Of a cluster that was there before.
_ALTERED = [{**PLANNED[0], "file": "changed"}]
ALTERED = {**CHANGES, "clusters": _ALTERED, "pages": [_ALTERED]}


@dataclass(kw_only=True)
class Runner:
    """A machine that runs steps of a workflow on a checkout."""

    folder: Path
    emulator: Emulator
    github: GitHub
    issuer: Issuer
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def checkout(self) -> Path:
        """Where the steps run: a folder of a larger repository, with Trainyard below it."""
        return self.folder / "repository" / "infra"

    @property
    def stack(self) -> Path:
        """Where Terraform runs."""
        return self.checkout / "cdktf.out" / "stacks" / NAME

    def synthesize(self, text: str) -> None:
        """Synthesize a cluster file into the checkout, and what was there before into the base."""
        if self.stack.exists():
            before = self.folder / "repository" / ".base" / "infra"
            base = before / "cdktf.out" / "stacks" / NAME / "cdk.tf.json"
            base.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.stack / "cdk.tf.json", base)
        file = self.folder / f"{NAME}.yaml"
        file.write_text(text, encoding="utf-8")
        synthesize([load_cluster(file)], self.folder)
        terraform = prepare_workspace(
            self.folder / "cdktf.out" / "stacks" / NAME,
            self.stack,
            EmbeddedTarget(endpoint=self.emulator.url, account_id=ACCOUNT_ID),
            terraform=find_terraform(),
            mirror=find_provider_mirror(),
            plugin_cache=self.folder / "plugins",
        )
        self.environment = {
            **terraform._download_environment,
            "NO_PROXY": "127.0.0.1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "FOLDER": "infra",
            "TRAINYARD": "trainyard",
            "ENVIRONMENTS": '["development", "production"]',
            "TF_INPUT": "0",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_WORKSPACE": str(self.folder / "repository"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "step-summary"),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_REF_NAME": reviewed.BRANCH,
            "GITHUB_SHA": reviewed.MERGED,
            "RUN": "",
            "TOKEN_ISSUER": self.issuer.url,
            "CLUSTER": NAME,
        }

    def run(
        self, file: Path, job: str, step: str, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a step as GitHub does, with the shell that the workflow names."""
        written = self.folder / "step.sh"
        written.write_text(script(file, job, step), encoding="utf-8")
        return subprocess.run(
            ["bash", "-euo", "pipefail", str(written)],  # noqa: S607
            cwd=self.checkout,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
        )

    def must(self, file: Path, job: str, step: str, **more: str) -> str:
        """Run a step that must succeed, and give what it prints."""
        done = self.run(file, job, step, **more)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def changed(self) -> Any:
        """Run the step that lists what is to be planned, and give its output."""
        output = self.folder / "output"
        output.unlink(missing_ok=True)
        # Whoever synthesizes has no state on the emulator's machine.
        hidden = [(file, self.folder / file.name) for file in self.stack.glob("*_override.tf.json")]
        for file, aside in hidden:
            file.rename(aside)
        self.must(CLUSTERS, "synthesize", "List the clusters to plan", ONLY="")
        for file, aside in hidden:
            aside.rename(file)
        return self.outputs()

    def outputs(self) -> dict[str, Any]:
        """Give the outputs of the last step."""
        lines = (self.folder / "output").read_text(encoding="utf-8").splitlines()
        return {name: json.loads(value) for name, value in (line.split("=", 1) for line in lines)}

    def planned(self, file: Path) -> str:
        """Run the steps that plan, and give the summary."""
        shutil.rmtree(self.checkout / "summaries", ignore_errors=True)
        if file == CLUSTERS:
            self.must(file, "plan", "Initialize")
        self.must(file, "plan", "Plan")
        self.must(file, "plan", "Summarize")
        return (self.checkout / "summaries" / f"{NAME}.md").read_text(encoding="utf-8")

    def upload(self) -> None:
        """Keep the plan as the artifact of the pull request's run, and take it off the machine."""
        self.issuer.claims = reviewed.said(self.issuer)
        self.must(CLUSTERS, "plan", "State the plan", **self.issuer.environment())
        artifact = self.github.artifacts / str(reviewed.RUN) / f"plan-{NAME}"
        artifact.mkdir(parents=True)
        for name in (*FILES, STATEMENT):
            shutil.copyfile(self.stack / name, artifact / name)
        (self.stack / "plan").unlink()
        (self.stack / ".terraform.lock.hcl").unlink()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Any]]:
    """What was said from a cluster's first pull request to a change that is not applied yet."""
    folder = tmp_path_factory.mktemp("runner")
    # An emulator of its own: what other tests look for is not disturbed, and nothing need be
    # destroyed in the end.
    with (
        pytest.MonkeyPatch.context() as patch,
        running_emulator() as emulator,
        running_issuer() as issuer,
    ):
        github = GitHub(folder / "github", patch)
        runner = Runner(folder=folder, emulator=emulator, github=github, issuer=issuer)
        command = runner.checkout / "trainyard" / ".venv" / "bin" / "trainyard"
        command.parent.mkdir(parents=True)
        for part in ("cli", "lean_bindings", "modules"):
            (runner.checkout / "trainyard" / part).symlink_to(ROOT / part)
        write_command(command, Path(sys.executable))
        runner.synthesize(FILE)
        first = {"first changes": runner.changed(), "first plan": runner.planned(CLUSTERS)}
        runner.upload()
        applied = merge_and_apply(runner)
        again = runner.run(CLUSTERS, "apply", "Apply")
        quiet = runner.planned(DRIFT)
        runner.synthesize(PROPOSED)
        yield {
            **first,
            "applied": applied,
            "applied again": again,
            "no drift": quiet,
            "changes": runner.changed(),
            # Planned by the one workflow as by the other, but for the lock.
            "drift": runner.planned(DRIFT),
            "refused": take(runner),
            "not allowed": gated(runner),
            **ended(runner),
        }


def merge_and_apply(runner: Runner) -> str:
    reviewed.knows(runner.github)
    runner.github.answer(f"actions/runs/{OWN_RUN}/jobs", {"jobs": []})
    (runner.folder / "output").unlink()
    more = {"CLUSTERS": json.dumps(PLANNED), "GITHUB_RUN_ID": str(OWN_RUN)}
    runner.must(CLUSTERS, "reviewed", "Show the reviewed plans", **more)
    shown = runner.outputs()
    assert shown["waves"] == [PLANNED]
    taken = take(runner, shown["plans"][NAME])
    assert taken.returncode == 0, taken.stdout
    runner.must(CLUSTERS, "reviewed", "List the plans that lose something", **more)
    assert runner.outputs()["losing"] == []
    runner.must(CLUSTERS, "apply", "Initialize")
    assert approved(runner).returncode == 0
    return runner.must(CLUSTERS, "apply", "Apply")


def gated(runner: Runner) -> "subprocess.CompletedProcess[str]":
    return runner.run(CLUSTERS, "plan", "Refuse a loss that the cluster file does not allow")


def approved(runner: Runner) -> "subprocess.CompletedProcess[str]":
    return runner.run(CLUSTERS, "apply", "Refuse a loss that was not approved", LOSING="[]")


def ended(runner: Runner) -> Mapping[str, Any]:
    """Give what is said of the cluster's end, as it is planned."""
    runner.synthesize(f"{FILE}decommission: true\n")
    told = {"changes of the end": runner.changed(), "end": runner.planned(DRIFT)}
    return {**told, "end allowed": gated(runner), "end not approved": approved(runner)}


def take(runner: Runner, shown: str = "") -> "subprocess.CompletedProcess[str]":
    return runner.run(CLUSTERS, "apply", "Take the reviewed plan", SHOWN=shown)


def test_a_cluster_that_is_new_is_planned(told: Mapping[str, Any]) -> None:
    assert told["first changes"] == CHANGES
    assert "**Created**" in told["first plan"]
    assert "- 1 `aws_eks_cluster`\n" in told["first plan"]
    assert "- 2 `aws_eks_node_group`\n" in told["first plan"]
    assert "CAUTION" not in told["first plan"]


def test_the_reviewed_plan_is_what_is_applied(told: Mapping[str, Any]) -> None:
    assert "Apply complete!" in told["applied"]
    assert ", 0 changed, 0 destroyed" in told["applied"]


def test_terraform_refuses_a_plan_that_is_stale(told: Mapping[str, Any]) -> None:
    assert told["applied again"].returncode != 0
    assert "Saved plan is stale" in told["applied again"].stdout


def test_a_cluster_that_is_as_its_file_says_has_no_drift(told: Mapping[str, Any]) -> None:
    assert told["no drift"] == ""


def test_a_change_that_is_not_applied_is_drift_with_what_it_takes_down_first(
    told: Mapping[str, Any],
) -> None:
    assert told["changes"] == ALTERED
    heading, worst, *rest = told["drift"].splitlines()
    assert heading.startswith(f"### {NAME}: loses node groups: 1 to replace, ")
    assert worst.startswith("**It replaces one node group")
    caution = rest.index("> [!CAUTION]")
    lost = "> - **replace** `aws_eks_node_group.training`, because of `instance_types`"
    assert rest[caution + 2] == lost
    # More nodes take longer to update, so Terraform waits longer too.
    raised = "- `aws_eks_node_group.system`: `scaling_config[0].max_size`, `timeouts.update`"
    assert raised in rest
    assert "16xlarge" not in told["drift"]


def test_a_plan_of_another_stack_is_refused(told: Mapping[str, Any]) -> None:
    assert told["refused"].returncode == 2
    assert "what was merged is not what it planned" in told["refused"].stdout


def test_a_loss_that_the_file_does_not_allow_is_refused(told: Mapping[str, Any]) -> None:
    assert told["not allowed"].returncode == 1
    assert told["not allowed"].stdout.startswith(
        f"{NAME}: loses node groups (aws_eks_node_group.training), and its file does not allow that"
    )


def test_a_cluster_that_is_decommissioned_is_planned_away_as_its_file_allows(
    told: Mapping[str, Any],
) -> None:
    assert told["changes of the end"] == ALTERED
    heading, worst, *rest = told["end"].splitlines()
    assert heading.startswith(f"### {NAME}: loses cluster, network, node groups, keys, logs: ")
    assert worst == (
        "**It destroys the network and the cluster, schedules the deletion of keys, deletes logs**"
    )
    assert not any("**Created**" in line for line in rest)
    assert told["end allowed"].returncode == 0
    assert told["end not approved"].returncode == 2
