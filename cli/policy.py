"""The IAM policies of whoever plans, applies or looks ahead for a cluster, from its file."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cli.preflight.policy import preflight_policy
from cli.preflight.subject import Subject
from cli.synthesis import synthesize
from modules.config import load_cluster
from modules.planning.identity.deployer_policy import deployer_policies


class AccountIdMissingError(Exception):
    """Neither the file nor the command line names the AWS account."""


def write_policies(file: Path, account_id: str | None, out: Path | None) -> None:
    """Print the policies of a cluster, or write each to a file of a folder.

    Args:
        file: The cluster file.
        account_id: AWS account, where the file does not name it.
        out: Folder to write to, or None to print.

    Raises:
        ClusterFileError: If the file is wrong.
        AccountIdMissingError: If the account is not known.
        SynthesisError: If the cluster cannot be synthesized.
    """
    cluster = load_cluster(file)
    account = account_id or cluster.account_id
    if account is None:
        message = f"{file}: account_id: is missing; add it, or give --account-id"
        raise AccountIdMissingError(message)
    with tempfile.TemporaryDirectory() as folder:
        stack = synthesize(file, cluster.name, Path(folder))
        document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    # Nobody's in particular: the questions are the same for every caller.
    subject = Subject(
        cluster=cluster, document=document, account_id=account, caller_arn="", deployer_arn=""
    )
    policies = {**deployer_policies(subject.stack), "preflight": preflight_policy(subject)}
    texts = {name: json.dumps(json.loads(text), indent=2) for name, text in policies.items()}
    if out is None:
        _print(cluster.name, texts)
    else:
        _write(cluster.name, texts, out)


def _print(cluster: str, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        print(f"# {cluster}: {name}\n{text}\n")


def _write(cluster: str, texts: Mapping[str, str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        file = out / f"{cluster}-{name}.json"
        file.write_text(f"{text}\n", encoding="utf-8")
        print(file)
