"""A synthesized file alone, in a folder and an environment without Python or cdktf."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from embedded_aws.provider_mirror import cli_configuration, find_provider_mirror
from embedded_aws.terraform import find_terraform
from tests.cluster_files import synthesized_files
from tests.stacks.test_exit import without_comments


def as_it_is(document: object) -> object:
    return document


@pytest.mark.parametrize(
    ("name", "kept"), [("production", as_it_is), ("smallest", without_comments)]
)
def test_terraform_takes_the_file_alone(
    name: str, kept: Callable[[object], object], tmp_path: Path
) -> None:
    commands = tmp_path / "commands"
    commands.mkdir()
    (commands / "terraform").symlink_to(find_terraform())
    configuration = tmp_path / "terraform.rc"
    configuration.write_text(cli_configuration(find_provider_mirror()))
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "cdk.tf.json").write_text(json.dumps(kept(synthesized_files()[name])))

    def terraform(*arguments: str) -> str:
        return subprocess.run(
            [commands / "terraform", *arguments],
            cwd=folder,
            env={
                "PATH": str(commands),
                "HOME": str(tmp_path),
                "TF_CLI_CONFIG_FILE": str(configuration),
                "CHECKPOINT_DISABLE": "1",
            },
            capture_output=True,
            check=True,
            text=True,
        ).stdout

    terraform("init", "-backend=false", "-input=false")
    answer = json.loads(terraform("validate", "-json"))
    assert (answer["valid"], answer["diagnostics"]) == (True, [])
