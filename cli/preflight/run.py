"""A preflight, from cluster files to answers."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from cli.decommissioned import refuse_decommissioned
from cli.preflight.answers import Answer, Finding, Verdict, failed, unknown
from cli.preflight.asking import ask_all
from cli.preflight.questions import questions_for
from cli.preflight.real_account import Caller, NoAccountError, RoleNotAssumedError, connect
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
    refuse_decommissioned(clusters)
    preflights = []
    for file, cluster in zip(files, clusters, strict=True):
        with Console(stderr=True).status(escape(f"Ask the account about {cluster.name}")):
            preflights.append(
                _look(
                    file,
                    cluster,
                    real,
                    deployer_arn=deployer_arn,
                    timeout_seconds=timeout_seconds,
                )
            )
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
    try:
        aws, caller = connect_to(cluster)
    except NoAccountError as error:
        return _without_account(cluster, unknown(str(error)))
    except RoleNotAssumedError as error:
        return _without_account(cluster, failed(str(error)))
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


def _without_account(cluster: ClusterConfig, finding: Finding) -> Preflight:
    """Say why nothing can be asked for a cluster; others of the run may be in other accounts."""
    return Preflight(
        cluster=cluster.name,
        region=cluster.region,
        account_id=None,
        answers=[Answer(title="account", finding=finding)],
    )


def conclude(preflights: Sequence[Preflight]) -> None:
    """Raise what the exit code is to tell.

    Raises:
        PreflightFailedError: If a question failed.
        PreflightUnsureError: If none failed, but one has no answer.
    """
    verdicts = [answer.finding.verdict for each in preflights for answer in each.answers]
    failures = verdicts.count(Verdict.failed)
    unsure = sum(verdict.is_unsure for verdict in verdicts)
    told = f"questions: {len(verdicts)}, failed: {failures}, without an answer: {unsure}"
    if failures:
        raise PreflightFailedError(told)
    if unsure:
        raise PreflightUnsureError(told)
