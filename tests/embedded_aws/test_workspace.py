"""A stack that can reach nothing but the emulator."""

import json
import os
from pathlib import Path

import pytest

from embedded_aws.terraform import Terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace

STACK = b'{"provider": {"aws": [{"region": "us-west-2"}]},\n "terraform": {}}'
TARGET = EmbeddedTarget(endpoint="http://127.0.0.1:4566", account_id="111122223333")
USERS_OWN = {
    "AWS_PROFILE": "production",
    "AWS_SESSION_TOKEN": "token",
    "AWS_ENDPOINT_URL_EKS": "https://example.com",
    "TF_VAR_name": "x",
    "HTTPS_PROXY": "http://proxy.example.com",
}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terraform:
    for name, value in USERS_OWN.items():
        monkeypatch.setenv(name, value)
    stack = tmp_path / "stack"
    stack.mkdir()
    (stack / "cdk.tf.json").write_bytes(STACK)
    return prepare_workspace(
        stack, tmp_path / "workspace", TARGET, terraform=Path("terraform"), mirror=None
    )


def test_the_stack_is_copied_byte_for_byte(workspace: Terraform) -> None:
    assert (workspace.folder / "cdk.tf.json").read_bytes() == STACK


def test_every_service_of_the_stacks_goes_to_the_emulator(workspace: Terraform) -> None:
    override = json.loads((workspace.folder / "embedded_override.tf.json").read_text())
    (provider,) = override["provider"]["aws"]
    (endpoints,) = provider["endpoints"]
    assert {"ec2", "eks", "iam", "kms", "logs", "sts"} <= set(endpoints)
    assert set(endpoints.values()) == {TARGET.endpoint}
    assert provider["access_key"] == TARGET.account_id


def test_state_stays_in_the_workspace(workspace: Terraform) -> None:
    override = json.loads((workspace.folder / "embedded_override.tf.json").read_text())
    assert override["terraform"]["backend"] == {"local": {"path": "terraform.tfstate"}}


def test_the_stacks_own_backend_is_kept_and_pointed_at_the_emulator(tmp_path: Path) -> None:
    own = {"bucket": "states", "key": "a/demo.tfstate", "region": "us-west-2", "use_lockfile": True}
    (tmp_path / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": {"s3": own}}}))
    terraform = prepare_workspace(
        tmp_path,
        tmp_path / "workspace",
        TARGET,
        terraform=Path("terraform"),
        mirror=None,
        backend="own",
    )
    override = json.loads((terraform.folder / "embedded_override.tf.json").read_text())
    backend = override["terraform"]["backend"]["s3"]
    assert own.items() <= backend.items()
    assert backend["endpoints"] == {"s3": TARGET.endpoint}
    assert backend["access_key"] == TARGET.account_id
    assert set(override["terraform"]["backend"]) == {"s3"}


def test_nothing_of_the_users_own_aws_settings_gets_in(workspace: Terraform) -> None:
    environment = workspace._environment
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_EKS", "TF_VAR_name"} & {
        *environment
    }
    assert environment["AWS_ENDPOINT_URL"] == TARGET.endpoint
    assert environment["AWS_CONFIG_FILE"] == os.devnull
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_only_init_has_a_way_out_of_this_machine(workspace: Terraform) -> None:
    assert workspace._environment["HTTPS_PROXY"] == "http://127.0.0.1:9"
    assert workspace._download_environment["HTTPS_PROXY"] == USERS_OWN["HTTPS_PROXY"]
