"""A state bucket, from its file to a bucket that holds its own state."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cli.story import Story
from cli.synthesis import project_folder, synthesize_state_bucket
from embedded_aws.terraform import Terraform, TerraformError, find_terraform
from modules.config import StateBucketConfig, load_state_bucket

_OVERRIDE_FILE = "backend_override.tf.json"
_BUCKET = "aws_s3_bucket.state"
_ALIAS = "aws_kms_alias.state"
#: What S3 says, through Terraform, of a bucket that is not there.
_NO_BUCKET = "NoSuchBucket"
_NO_OBJECT = "Cannot import non-existent remote object"


class StateBucketExistsError(Exception):
    """There is a bucket of this name, and nothing says that it was made here."""


def make_state_bucket(file: Path, story: Story) -> None:
    """Make the bucket of a file on AWS, or go on making it, or bring it to what the file says.

    Raises:
        ClusterFileError: If the file is wrong.
        TerraformNotFoundError: If there is no Terraform.
        StateBucketExistsError: If a bucket of this name is there and was not made here.
        TerraformError: If Terraform fails.
    """
    config = load_state_bucket(file)
    binary = find_terraform()
    project = project_folder(file)
    with story.step(f"Synthesize {file}"):
        stack = synthesize_state_bucket(file, config.stack_name, project / "cdktf.out")
    environment = {**os.environ, "TF_IN_AUTOMATION": "1"}
    section = Bootstrap(
        config=config,
        terraform=Terraform(
            binary, stack, environment=environment, download_environment=environment
        ),
        state_file=project / f"terraform.{config.stack_name}.tfstate",
        story=story,
    ).run()
    story.finish("The bucket is there, and its own state is in it. For the cluster files:")
    # Not by the story: it is to be copied, or read by a program.
    print(section)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """Makes a state bucket with state in a file, then moves the state into the bucket.

    It goes on where an earlier run was interrupted: a file beside the state says that the bucket
    was not there when the first run began.

    Attributes:
        config: The bucket.
        terraform: Terraform in a folder with the bucket's stack.
        state_file: Where the state is until the bucket is there.
        s3_backend: Settings of the S3 backend besides the stack's own.
        story: Told of each step.
    """

    config: StateBucketConfig
    terraform: Terraform
    state_file: Path
    story: Story
    s3_backend: Mapping[str, object] = field(default_factory=dict)

    def run(self) -> str:
        """Do all that is left to do, and give the section to paste into cluster files.

        Raises:
            StateBucketExistsError: If a bucket of this name is there and was not made here.
            TerraformError: If Terraform fails.
        """
        if self._must_be_made():
            self._make()
            self._move_state()
        with self.story.step("Compare the bucket with its file"):
            self._apply()
        return str(self.terraform.outputs()["state_section"])

    @property
    def _started(self) -> Path:
        return self.state_file.with_name(f"{self.state_file.name}.started")

    def _must_be_made(self) -> bool:
        if self._started.exists():
            self.story.line("an earlier run was interrupted; going on with it")
            return True
        with self.story.step(f"Look for s3://{self.config.bucket}"):
            try:
                self._use_s3("-reconfigure")
            except TerraformError as error:
                if _NO_BUCKET not in str(error):
                    raise
                self.story.line("it is not there yet")
                return True
            if _BUCKET not in self.terraform.addresses():
                message = (
                    f"the bucket {self.config.bucket} exists, and its own state is not in it: it "
                    "was not made here; choose another name"
                )
                raise StateBucketExistsError(message)
            return False

    def _make(self) -> None:
        resumed = self._started.exists()
        self._started.touch()
        with self.story.step("Make it, with its state in a file"):
            self._write_backend({"local": {"path": str(self.state_file)}})
            self.terraform.init("-reconfigure")
            if resumed:
                self._adopt({_BUCKET: self.config.bucket, _ALIAS: f"alias/{self.config.bucket}"})
            self._apply()

    def _adopt(self, ids: Mapping[str, str]) -> None:
        """Take into the state what an interrupted run made and had no time to write down."""
        known = self.terraform.addresses()
        for address, id_ in ids.items():
            if address in known:
                continue
            try:
                self.terraform.import_resource(address, id_)
            except TerraformError as error:
                if _NO_OBJECT not in " ".join(str(error).split()):
                    raise
            else:
                self.story.line(f"found {id_}, which an earlier run made")

    def _apply(self) -> None:
        plan = self.terraform.plan()
        if plan.changes or plan.outputs:
            self.terraform.apply(self.story.resource_lines(len(plan.changes)))

    def _move_state(self) -> None:
        with self.story.step(f"Move its state to s3://{self.config.bucket}"):
            made = set(self.terraform.addresses())
            # Without an answer that it may overwrite, Terraform asks when a move was interrupted.
            self._use_s3("-migrate-state", "-force-copy")
            missing = made - set(self.terraform.addresses())
            if missing:
                message = (
                    f"{', '.join(sorted(missing))}: in {self.state_file} and not in the bucket"
                )
                raise TerraformError(message)
            for left in self.state_file.parent.glob(f"{self.state_file.name}*"):
                left.unlink()

    def _use_s3(self, *options: str) -> None:
        document = json.loads((self.terraform.folder / "cdk.tf.json").read_text(encoding="utf-8"))
        own = document["terraform"]["backend"]["s3"]
        self._write_backend({"s3": {**own, **self.s3_backend}} if self.s3_backend else None)
        self.terraform.init(*options)

    def _write_backend(self, backend: Mapping[str, object] | None) -> None:
        file = self.terraform.folder / _OVERRIDE_FILE
        if backend is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(json.dumps({"terraform": {"backend": backend}}) + "\n")
