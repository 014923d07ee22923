"""From an applied cluster to a kubeconfig that kubectl reads."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from cli.kubeconfig_file import has_context, rewrite
from cli.synthesis import project_folder
from embedded_aws.terraform import Terraform, find_terraform
from modules.config import load_cluster

_OUTPUT = "kubeconfig"
_STANDARD_INPUT = Path("-")


class NotAppliedError(Exception):
    """There is no kubeconfig of a cluster yet, where it was looked for."""


def write_kubeconfig(
    file: Path,
    *,
    source: Path | None,
    target: Path | None,
    alias: str | None,
    profile: str | None,
) -> None:
    """Merge the kubeconfig of a cluster into the user's own, and tell where.

    Args:
        file: The cluster file.
        source: Where its kubeconfig is: a file, or ``-`` for standard input; None to ask Terraform,
            in what was synthesized beside the cluster file.
        target: File to merge into; None for the one kubectl reads.
        alias: Name of the context; None for the cluster's.
        profile: Profile of the AWS CLI that asks for tokens; None for whichever is set then.

    Raises:
        ClusterFileError: If the cluster file is wrong.
        NotAppliedError: If the cluster was not synthesized or applied.
        NotAKubeconfigError: If what is there is no kubeconfig, or is being changed.
        TerraformNotFoundError: If there is no Terraform.
        TerraformError: If Terraform cannot read the state.
    """
    cluster = load_cluster(file)
    text = _given(source) if source is not None else _output(file, cluster.name)
    context = alias or cluster.name
    text = _named(text, context, profile)
    target = target or target_file(os.environ, context)
    rewrite(target, text)
    print(f"{target}: context {context} is the current one")


def target_file(environment: Mapping[str, str], context: str) -> Path:
    """Give the file to merge into, as ``aws eks update-kubeconfig`` chooses it.

    Of the files in ``KUBECONFIG`` it is the first that has the context, else the first.

    Source: https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html
    """
    named = [Path(name) for name in environment.get("KUBECONFIG", "").split(os.pathsep) if name]
    for file in named:
        if file.is_file() and has_context(file.read_text(encoding="utf-8"), context):
            return file
    return named[0] if named else Path.home() / ".kube" / "config"


def _given(source: Path) -> str:
    if source == _STANDARD_INPUT:
        return sys.stdin.read()
    if not source.is_file():
        message = f"{source}: no such file"
        raise NotAppliedError(message)
    return source.read_text(encoding="utf-8")


def _output(file: Path, name: str) -> str:
    stack = project_folder(file) / "cdktf.out" / "stacks" / name
    if not (stack / "cdk.tf.json").is_file():
        message = f"{stack}: nothing is synthesized there; run: trainyard synth {file}"
        raise NotAppliedError(message)
    environment = {**os.environ, "TF_IN_AUTOMATION": "1"}
    terraform = Terraform(
        find_terraform(), stack, environment=environment, download_environment=environment
    )
    outputs = terraform.outputs()
    if _OUTPUT not in outputs:
        message = f"{name} has no output {_OUTPUT} in its state yet; apply it first: {stack}"
        raise NotAppliedError(message)
    return str(outputs[_OUTPUT])


def _named(text: str, context: str, profile: str | None) -> str:
    """Give the context its name, and the AWS CLI its profile."""
    document = yaml.safe_load(text)
    document["contexts"][0]["name"] = document["current-context"] = context
    if profile is not None:
        asked = document["users"][0]["user"]["exec"]
        asked["env"] = [{"name": "AWS_PROFILE", "value": profile}]
    return yaml.safe_dump(document, sort_keys=False, width=float("inf"))
