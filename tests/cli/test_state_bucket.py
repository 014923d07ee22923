"""A state bucket is made by one command, whatever happened to the command before."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from cli.state_bucket import Bootstrap, StateBucketExistsError
from cli.story import Story
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator, running_emulator
from embedded_aws.provider_mirror import find_provider_mirror
from embedded_aws.terraform import Terraform, TerraformError, find_terraform
from embedded_aws.workspace import EmbeddedTarget, prepare_workspace, s3_backend
from modules.config import StateBucketConfig

ROOT = Path(__file__).parents[2]
_SECONDS_OF_A_BUSY_MACHINE = 300
ACCOUNT = "111122223333"
BUCKET = "example-terraform-state"
KEY = "trainyard/_state-bucket.tfstate"
CONFIG = StateBucketConfig(
    bucket=BUCKET, region="us-west-2", no_access_log_because="only the emulator is asked"
)
#: What a run that has nothing left to do may ask of AWS.
READS = ("Get", "List", "Describe", "Head")


def bootstrap(url: str, folder: Path, told: StringIO | None = None) -> Bootstrap:
    """Make the bucket of a stack in ``folder/stack`` with the emulator in place of AWS."""
    target = EmbeddedTarget(endpoint=url, account_id=ACCOUNT)
    terraform = prepare_workspace(
        folder / "stack",
        folder / "work",
        target,
        terraform=find_terraform(),
        mirror=find_provider_mirror(),
        plugin_cache=folder / "plugins",
        backend=None,
    )
    return Bootstrap(
        config=CONFIG,
        terraform=terraform,
        state_file=folder / "terraform.bucket.tfstate",
        story=Story(Console(file=told or StringIO(), width=120)),
        s3_backend=s3_backend(target),
    )


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stack of the bucket."""
    from stacks.app import build_state_bucket  # noqa: PLC0415
    from stacks.output import write  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("bucket")
    (file,) = write(lambda out: build_state_bucket(CONFIG, out), folder / "out")
    file.parent.rename(folder / "stack")
    return folder


@pytest.fixture(scope="module")
def s3(emulator: Emulator) -> Any:
    return EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2").client("s3")


def buckets(s3: Any) -> list[str]:
    return [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]


def state(s3: Any) -> Any:
    return json.loads(s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read())


@pytest.fixture(scope="module")
def killed(emulator: Emulator, folder: Path, s3: Any) -> Path:
    """A first run, killed as soon as the bucket is there, before Terraform could write it down."""
    program = (
        "import sys; from pathlib import Path; from tests.cli.test_state_bucket import bootstrap; "
        "bootstrap(sys.argv[1], Path(sys.argv[2])).run()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program, emulator.url, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + _SECONDS_OF_A_BUSY_MACHINE
    try:
        while BUCKET not in buckets(s3):
            assert run.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    (folder / "terraform.bucket.tfstate").unlink(missing_ok=True)
    assert (folder / "terraform.bucket.tfstate.started").exists()
    return folder


@pytest.fixture(scope="module")
def resumed(killed: Path, emulator: Emulator) -> tuple[str, str]:
    """The second run: the section it gave, and what it told."""
    told = StringIO()
    section = bootstrap(emulator.url, killed, told).run()
    return section, told.getvalue()


def test_a_run_that_was_killed_is_resumed_and_makes_nothing_twice(
    resumed: tuple[str, str], folder: Path, s3: Any
) -> None:
    section, told = resumed
    assert f"found {BUCKET}, which an earlier run made" in told
    assert buckets(s3) == [BUCKET]
    assert not list(folder.glob("terraform.bucket.tfstate*"))
    assert yaml.safe_load(section)["state"]["bucket"] == BUCKET


def test_the_bucket_is_as_its_file_says(resumed: tuple[str, str], s3: Any) -> None:
    key_arn = yaml.safe_load(resumed[0])["state"]["kms_key_arn"]
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    encryption = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]
    (rule,) = encryption["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == key_arn
    block = s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    statements = json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    assert {statement["Sid"] for statement in statements} >= {"TlsOnly", "ThisKeyOnly"}
    (lifecycle,) = s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert lifecycle["NoncurrentVersionExpiration"]["NoncurrentDays"] == 90


def test_its_own_state_is_in_it(resumed: tuple[str, str], s3: Any) -> None:
    assert resumed
    types = {resource["type"] for resource in state(s3)["resources"]}
    assert {"aws_s3_bucket", "aws_s3_bucket_policy", "aws_kms_key"} <= types


def test_a_run_interrupted_while_moving_the_state_is_resumed(
    resumed: tuple[str, str], emulator: Emulator, folder: Path, s3: Any
) -> None:
    before = state(s3)
    # As it is between the copy into the bucket and the removal of the file.
    (folder / "terraform.bucket.tfstate").write_text(json.dumps(before), encoding="utf-8")
    (folder / "terraform.bucket.tfstate.started").touch()
    assert bootstrap(emulator.url, folder).run() == resumed[0]
    assert state(s3)["resources"] == before["resources"]
    assert not list(folder.glob("terraform.bucket.tfstate*"))


def test_a_run_with_nothing_left_to_do_changes_nothing(
    resumed: tuple[str, str], emulator: Emulator, folder: Path, s3: Any
) -> None:
    before, count = state(s3), len(emulator.requests())
    assert bootstrap(emulator.url, folder).run() == resumed[0]
    assert state(s3) == before
    asked = emulator.requests()[count:]
    assert {request["service"] for request in asked} >= {"s3", "kms"}
    changing = [
        request["parameters"].get("Key", request["operation"])
        for request in asked
        if not request["operation"].startswith(READS)
    ]
    # Made and removed again.
    assert set(changing) == {f"{KEY}.tflock"}


def test_a_bucket_of_somebody_else_is_left_alone(folder: Path) -> None:
    with running_emulator() as emulator:
        theirs = EmbeddedAws(endpoint=emulator.url, account_id=ACCOUNT, region="us-west-2")
        theirs.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "us-west-2"}
        )
        with pytest.raises(StateBucketExistsError) as refused:
            bootstrap(emulator.url, folder).run()
        assert str(refused.value) == (
            f"the bucket {BUCKET} exists, and its own state is not in it: it was not made here; "
            "choose another name"
        )
        assert "Status" not in theirs.client("s3").get_bucket_versioning(Bucket=BUCKET)


def test_any_other_error_of_terraform_is_not_taken_for_a_missing_bucket(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = 'The CLI configuration file at "x" does not exist. Error: no provider'

    def fails(terraform: Terraform, *options: str) -> None:
        raise TerraformError(said)

    monkeypatch.setattr(Terraform, "init", fails)
    with pytest.raises(TerraformError) as failed:
        bootstrap("http://127.0.0.1:9", folder).run()
    assert str(failed.value) == said
    assert not list(folder.glob("terraform.bucket.tfstate*"))
