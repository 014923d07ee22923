"""Terraform as a typed runner: its commands, its progress, and its diagnostics as errors."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from embedded_aws import leash
from embedded_aws.progress import Progress, read_progress
from modules.planning.changes.effects import Effects, effects_of
from modules.planning.changes.plans import Plan

#: The oldest Terraform that can keep state in S3 with S3's own locking, which stacks may ask for.
#: Source: https://developer.hashicorp.com/terraform/language/backend/s3#use_lockfile
OLDEST_TERRAFORM = (1, 11)

#: Told of each step of a resource, as Terraform takes it.
Watcher = Callable[[Progress], None]

_PLAN_FILE = "plan.tfplan"
_NO_STATE = "No state file was found"


class TerraformNotFoundError(Exception):
    """There is no Terraform, or one that is too old."""


class TerraformError(Exception):
    """A Terraform command failed; the text is Terraform's own diagnostics."""


def find_terraform() -> Path:
    """Give the Terraform on the PATH.

    Raises:
        TerraformNotFoundError: If there is none, or one that is too old.
    """
    needed = ".".join(map(str, OLDEST_TERRAFORM))
    found = shutil.which("terraform")
    if found is None:
        message = (
            f"terraform is not on the PATH: install Terraform {needed} or newer "
            "(https://developer.hashicorp.com/terraform/install)"
        )
        raise TerraformNotFoundError(message)
    answer = subprocess.run(
        [found, "version", "-json"],
        capture_output=True,
        check=True,
        text=True,
        env={"CHECKPOINT_DISABLE": "1"},
    )
    version = json.loads(answer.stdout)["terraform_version"]
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_TERRAFORM:
        message = f"{found} is Terraform {version}: install Terraform {needed} or newer"
        raise TerraformNotFoundError(message)
    return Path(found)


class Terraform:
    """Runs Terraform in one folder.

    Ctrl-C reaches Terraform once, from here, and Terraform ends what it is doing before the
    `KeyboardInterrupt` goes on.
    """

    def __init__(
        self,
        binary: Path,
        folder: Path,
        *,
        environment: Mapping[str, str],
        download_environment: Mapping[str, str],
    ) -> None:
        """Run commands in a folder.

        Args:
            binary: Terraform.
            folder: Folder with the stack.
            environment: The whole environment of every command but ``init``.
            download_environment: The whole environment of ``init``, which may download a provider.
        """
        self.folder = folder
        self._binary = binary
        self._environment = environment
        self._download_environment = download_environment

    def init(self, *options: str) -> None:
        """Install the provider and set up the backend.

        Args:
            options: For example ``-reconfigure``.
        """
        command = ["init", "-input=false", "-no-color", *options]
        self._text(command, self._download_environment)

    def validate(self) -> None:
        """Check the stack without asking AWS."""
        output, failed = self._output(["validate", "-json"])
        if failed:
            diagnostics = json.loads(output)["diagnostics"]
            raise TerraformError(_described(diagnostics))

    def plan(self, *, destroy: bool = False) -> Plan:
        """Compare the stack, the state and what exists; `apply` carries the outcome out."""
        return self.plan_effects(destroy=destroy).plan

    def plan_effects(self, *, destroy: bool = False, refresh: bool = True) -> Effects:
        """Plan as `planned` does, and tell what it would do to what runs."""
        return effects_of(self.planned(destroy=destroy, refresh=refresh))

    def planned(self, *, destroy: bool = False, refresh: bool = True) -> Mapping[str, Any]:
        """Plan, and give the plan in Terraform's JSON form.

        Args:
            destroy: Whether everything is to be destroyed.
            refresh: Whether to look at what exists, and not at the state alone.
        """
        options = [*(["-destroy"] if destroy else []), *([] if refresh else ["-refresh=false"])]
        self._watched(["plan", f"-out={_PLAN_FILE}", *options], _ignore)
        return cast(Mapping[str, Any], json.loads(self.shown_plan()))

    def provider_schemas(self) -> Mapping[str, Any]:
        """Give what the providers say of their resources, in Terraform's JSON form."""
        return cast(Mapping[str, Any], json.loads(self._text(["providers", "schema", "-json"])))

    def shown_plan(self) -> str:
        """Give the last plan as Terraform's JSON."""
        return self._text(["show", "-json", _PLAN_FILE])

    def apply(self, watcher: Watcher | None = None) -> None:
        """Carry out the last plan."""
        self._watched(["apply", _PLAN_FILE], watcher or _ignore)

    def apply_unseen(self, *, destroy: bool = False) -> None:
        """Plan and apply in one go, which is quicker where nobody looks at the plan."""
        options = ["-destroy"] if destroy else []
        self._watched(["apply", "-auto-approve", *options], _ignore)

    def outputs(self) -> Mapping[str, Any]:
        """Give the values of the stack's outputs."""
        outputs = json.loads(self._text(["output", "-json"]))
        return {name: output["value"] for name, output in outputs.items()}

    def addresses(self) -> Sequence[str]:
        """Give the addresses in the state; none if there is no state yet."""
        try:
            return self._text(["state", "list", "-no-color"]).splitlines()
        except TerraformError as error:
            if _NO_STATE in str(error):
                return []
            raise

    def force_unlock(self, lock_id: str) -> None:
        """Remove a lock that whoever held it left behind."""
        self._text(["force-unlock", "-force", "-no-color", lock_id])

    def push_state(self, file: str) -> None:
        """Write a state that Terraform left in a file to where the state belongs."""
        self._text(["state", "push", file])

    def import_resource(self, address: str, id_: str) -> None:
        """Take something that exists into the state."""
        self._text(["import", "-input=false", "-no-color", address, id_])

    def _text(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
        running = self._running(arguments, environment or self._environment, subprocess.PIPE)
        with running as process:
            output, error = process.communicate()
        if process.returncode:
            raise TerraformError((error or output).strip())
        return output

    def _output(self, arguments: Sequence[str]) -> tuple[str, bool]:
        with self._running(arguments, self._environment, subprocess.STDOUT) as process:
            output, _ = process.communicate()
        return output, process.returncode != 0

    def _watched(self, arguments: Sequence[str], watcher: Watcher) -> None:
        command, *options = arguments
        with_json = [command, "-json", "-input=false", *options]
        diagnostics: list[Mapping[str, Any]] = []
        rest: list[str] = []
        with self._running(with_json, self._environment, subprocess.STDOUT) as process:
            for line in cast(IO[str], process.stdout):
                event = _event(line)
                if event is None:
                    rest.append(line)
                elif event["type"] == "diagnostic":
                    diagnostics.append(event["diagnostic"])
                else:
                    progress = read_progress(event)
                    if progress is not None:
                        watcher(progress)
        if process.returncode:
            raise TerraformError("\n".join([_described(diagnostics), *rest]).strip())

    @contextlib.contextmanager
    def _running(
        self, arguments: Sequence[str], environment: Mapping[str, str], stderr: int
    ) -> Iterator["subprocess.Popen[str]"]:
        """Run a command to its end; if the block fails, tell it to stop, and wait until it has."""
        leash_end, our_end = os.pipe()
        command = [sys.executable, leash.__file__, str(leash_end), str(self._binary), *arguments]
        try:
            with subprocess.Popen(
                command,
                cwd=self.folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                encoding="utf-8",
                pass_fds=[leash_end],
                start_new_session=True,
            ) as process:
                try:
                    yield process
                except BaseException:
                    process.send_signal(signal.SIGINT)
                    cast(IO[str], process.stdout).read()
                    raise
        finally:
            os.close(leash_end)
            os.close(our_end)


def _ignore(_: Progress) -> None:
    """Watch nothing."""


def _event(line: str) -> Mapping[str, Any] | None:
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        return None
    return event if isinstance(event, dict) and "type" in event else None


def _described(diagnostics: Iterable[Mapping[str, Any]]) -> str:
    """Write errors as Terraform words them, each with the address it is about."""
    texts = []
    for diagnostic in diagnostics:
        if diagnostic["severity"] == "error":
            about = f"{diagnostic['address']}: " if "address" in diagnostic else ""
            detail = f"\n{diagnostic['detail']}" if diagnostic.get("detail") else ""
            texts.append(f"{about}{diagnostic['summary']}{detail}")
    return "\n\n".join(texts)
