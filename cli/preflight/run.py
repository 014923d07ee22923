"""A preflight, from cluster files to answers."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from cli.preflight.answers import Verdict
from cli.preflight.asking import ask_all
from cli.preflight.questions import questions_for
from cli.preflight.real_account import Caller, connect
from cli.preflight.show import STYLES, Preflight
from cli.preflight.subject import Subject
from cli.synthesis import synthesize
from cli.verification.check import Aws
from modules.config import ClusterConfig, load_clusters

#: Gives the account that a cluster is to be in, and whose credentials are used.
_Connect = Callable[[ClusterConfig], tuple[Aws, Caller]]


class PreflightFailedError(Exception):
    """The account is not ready for a cluster."""


class PreflightUnsureError(Exception):
    """Nothing failed, but not every question has an answer."""


def preflight(
    files: Sequence[Path], style: str, *, deployer_arn: str | None, timeout_seconds: float
) -> None:
    """Ask the account of the environment whether it is ready for clusters, and tell.

    Args:
        files: Cluster files.
        style: ``text``, ``markdown`` or ``json``.
        deployer_arn: Role or user that will apply; None for whoever asks.
        timeout_seconds: How long to wait for the answers about one cluster.

    Raises:
        ClusterFileError: If a file is refused.
        SynthesisError: If a cluster cannot be synthesized.
        NoAccountError: If there are no credentials, or AWS does not take them.
        RoleNotAssumedError: If the role that Terraform would work as is not to be had.
        PreflightFailedError: If a question failed.
        PreflightUnsureError: If none failed, but one has no answer.
    """

    def real(cluster: ClusterConfig) -> tuple[Aws, Caller]:
        return connect(
            cluster.region,
            assume_role_arn=cluster.assume_role_arn,
            session_name=f"trainyard-{cluster.name}"[:_LONGEST_SESSION_NAME],
            timeout_seconds=timeout_seconds,
        )

    clusters = load_clusters(files)
    preflights = [
        _look(file, cluster, real, deployer_arn=deployer_arn, timeout_seconds=timeout_seconds)
        for file, cluster in zip(files, clusters, strict=True)
    ]
    STYLES[style](preflights)
    conclude(preflights)


#: Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_LONGEST_SESSION_NAME = 64


def _look(
    file: Path,
    cluster: ClusterConfig,
    connect_to: _Connect,
    *,
    deployer_arn: str | None,
    timeout_seconds: float,
) -> Preflight:
    """Ask everything there is to ask for one cluster."""
    aws, caller = connect_to(cluster)
    with tempfile.TemporaryDirectory() as folder:
        stack = synthesize(file, cluster.name, Path(folder))
        document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    subject = Subject(
        cluster=cluster,
        document=document,
        account_id=caller.account_id,
        caller_arn=caller.arn,
        deployer_arn=deployer_arn or caller.arn,
    )
    answers = ask_all(questions_for(subject), aws, timeout_seconds=timeout_seconds)
    return Preflight(
        cluster=cluster.name,
        region=cluster.region,
        account_id=caller.account_id,
        answers=answers,
    )


def conclude(preflights: Sequence[Preflight]) -> None:
    """Raise what the exit code is to tell.

    Raises:
        PreflightFailedError: If a question failed.
        PreflightUnsureError: If none failed, but one has no answer.
    """
    verdicts = [answer.finding.verdict for each in preflights for answer in each.answers]
    failed = verdicts.count(Verdict.failed)
    unsure = sum(verdict.is_unsure for verdict in verdicts)
    told = f"{len(verdicts)} questions: {failed} failed, {unsure} without an answer"
    if failed:
        raise PreflightFailedError(told)
    if unsure:
        raise PreflightUnsureError(told)
