"""The two front doors, plain Terraform and the cdktf CLI, on one cluster and one state.

The tests share one deployment and stand in the order of a cluster's life.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.inventory import Inventory, added, take_inventory
from cli.verification import verify
from embedded_aws.clients import EmbeddedAws
from embedded_aws.drift_gaps import unexplained_drift
from embedded_aws.emulator import running_emulator
from embedded_aws.provider_mirror import cli_configuration, find_provider_mirror
from embedded_aws.terraform import Terraform, find_terraform
from embedded_aws.workspace import EmbeddedTarget, aws_settings
from modules.config import load_cluster
from tests.cluster_files import ROOT
from tests.end_to_end.deployment import ACCOUNT_ID
from tools.cdktf_cli import cdktf_cli

_NAME = "smallest"
#: Many times what any of the commands takes.
_MOST_SECONDS = 600
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
#: What of the environment of the tests the CLI needs; nothing in it names an AWS account.
_INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project folder with one cluster file, and both ways to deploy it.

    Attributes:
        folder: Holds what the repository's own ``cdktf.json`` names, and the state.
        file: The cluster file.
        cdktf: The cdktf CLI.
        environment: The whole environment of both.
        aws: The account both work in.
        existed: What existed there before.
    """

    folder: Path
    file: Path
    cdktf: Path
    environment: Mapping[str, str]
    aws: EmbeddedAws
    existed: Inventory

    @property
    def stack(self) -> Path:
        """Folder of the synthesized stack."""
        return self.folder / "cdktf.out" / "stacks" / _NAME

    @property
    def terraform(self) -> Terraform:
        """Plain Terraform, in the folder of the stack."""
        return Terraform(
            find_terraform(),
            self.stack,
            environment=self.environment,
            download_environment=self.environment,
        )

    def cli(self, command: str, *options: str) -> str:
        """Run the CLI on the cluster, and give what it says."""
        return self._run(str(self.cdktf), command, _NAME, "--skip-provider-lock", *options)

    def synthesize(self) -> None:
        """Synthesize the cluster file without the CLI."""
        self._run(sys.executable, "main.py")

    def _run(self, *command: str) -> str:
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # The CLI starts Terraform, and that a provider: all go with it.
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=_MOST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            pytest.fail(f"{command} did not end within {_MOST_SECONDS} s; it had said:\n{output}")
        said = _COLOURS.sub("", output)
        assert process.returncode == 0, said
        return said


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project whose every AWS call goes to an emulator of its own."""
    cdktf = cdktf_cli()
    folder = tmp_path_factory.mktemp("project")
    for name, existing in (("main.py", ROOT / "main.py"), (".venv", Path(sys.prefix))):
        (folder / name).symlink_to(existing)
    shutil.copy(ROOT / "cdktf.json", folder)
    (folder / "clusters").mkdir()
    file = Path(shutil.copy(ROOT / "examples" / f"{_NAME}.yaml", folder / "clusters"))
    configuration = folder / "terraform.rc"
    configuration.write_text(cli_configuration(find_provider_mirror()))
    with running_emulator() as emulator:
        target = EmbeddedTarget(endpoint=emulator.url, account_id=ACCOUNT_ID)
        aws = EmbeddedAws(
            endpoint=emulator.url, account_id=ACCOUNT_ID, region=load_cluster(file).region
        )
        yield Project(
            folder=folder,
            file=file,
            cdktf=cdktf,
            environment={
                **{name: os.environ[name] for name in _INHERITED if name in os.environ},
                **aws_settings(target),
                "TF_CLI_CONFIG_FILE": str(configuration),
                "CHECKPOINT_DISABLE": "1",
                "CI": "1",
            },
            aws=aws,
            existed=take_inventory(aws),
        )


def test_what_the_cdktf_cli_deploys_is_what_the_file_says(project: Project) -> None:
    project.cli("deploy", "--auto-approve")
    checks = verify(load_cluster(project.file), project.aws)
    assert len(checks) > 30
    assert [check for check in checks if not check.passed] == []


def test_the_cdktf_cli_writes_the_stack_that_main_py_writes(project: Project) -> None:
    written = (project.stack / "cdk.tf.json").read_bytes()
    (project.stack / "cdk.tf.json").unlink()
    project.synthesize()
    assert (project.stack / "cdk.tf.json").read_bytes() == written


def test_plain_terraform_has_nothing_to_add_to_what_the_cdktf_cli_deployed(
    project: Project,
) -> None:
    assert unexplained_drift(project.terraform.plan()) == []
    assert len(project.terraform.addresses()) > 50


def test_both_give_the_same_outputs(project: Project) -> None:
    file = project.folder / "outputs.json"
    project.cli("output", f"--outputs-file={file}", "--skip-synth")
    outputs = project.terraform.outputs()
    assert outputs["cluster_name"] == _NAME
    assert json.loads(file.read_text(encoding="utf-8")) == {_NAME: outputs}


def test_the_cdktf_cli_has_nothing_to_add_to_what_plain_terraform_applied(
    project: Project,
) -> None:
    text = project.file.read_text(encoding="utf-8")
    project.file.write_text(f"{text}    labels: {{team: research}}\n", encoding="utf-8")
    project.synthesize()
    plan = project.terraform.plan()
    assert [change.attributes for change in plan.changes] == [("labels.team",)]
    project.terraform.apply()
    assert "No changes." in project.cli("diff")


def test_the_cdktf_cli_destroys_what_both_made(project: Project) -> None:
    assert "EKS cluster" in added(project.existed, take_inventory(project.aws))
    project.cli("destroy", "--auto-approve")
    assert project.terraform.addresses() == []
    assert added(project.existed, take_inventory(project.aws)) == {}
