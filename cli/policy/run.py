"""The IAM policies of whoever plans, applies or looks ahead for clusters, from their files."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cli.decommissioned import refuse_decommissioned
from cli.policy.fleets import fleets
from cli.policy.subjects import FileSubject, PolicyRefusedError, fits_a_role, state_policies
from cli.preflight.policy import preflight_policy
from cli.preflight.subject import Subject
from cli.synthesis import synthesize_all
from modules.config import ClusterConfig, load_cluster
from modules.config.derived.state import state_of
from modules.planning.identity.deployer_policy import deployer_policies


def write_policies(
    files: Sequence[Path],
    account_id: str | None,
    out: Path | None,
    *,
    is_fleet: bool = False,
    names: str | None = None,
) -> None:
    """Print policies, or write each to a file of a folder.

    Args:
        files: Cluster files.
        account_id: AWS account, where a file does not name it.
        out: Folder to write to, or None to print.
        is_fleet: Whether the files of an account share one set, and do not have one each.
        names: Of a fleet, what the names of clusters match that one role is for; None for a role
            for each cluster.

    Raises:
        ClusterFileError: If a file is wrong.
        PolicyRefusedError: If an account is not known, or files make no fleet.
        SynthesisError: If the clusters cannot be synthesized.
    """
    if names is not None and not is_fleet:
        message = "--names: is for several clusters; add --fleet"
        raise PolicyRefusedError(message)
    subjects = _subjects(files, account_id)
    written = [*(fleets(subjects, names) if is_fleet else _each(subjects))]
    for owner, texts in written:
        documents = {part: json.dumps(json.loads(text), indent=2) for part, text in texts.items()}
        if out is None:
            _print(owner, documents)
        else:
            _write(owner, documents, out)


def _subjects(files: Sequence[Path], account_id: str | None) -> Sequence[FileSubject]:
    clusters = {file: load_cluster(file) for file in files}
    refuse_decommissioned([*clusters.values()])
    accounts = {file: account_id or cluster.account_id for file, cluster in clusters.items()}
    unknown = [file for file, account in accounts.items() if account is None]
    if unknown:
        wrong = [
            f"{file}: account_id: is missing; add it, or give --account-id" for file in unknown
        ]
        raise PolicyRefusedError("\n".join(wrong))
    with tempfile.TemporaryDirectory() as folder:
        stacks = synthesize_all(files, Path(folder))
        return [
            FileSubject(
                file=file,
                subject=_subject(cluster, str(accounts[file]), stacks / cluster.name),
                state=state_of(cluster),
            )
            for file, cluster in clusters.items()
        ]


def _subject(cluster: ClusterConfig, account: str, stack: Path) -> Subject:
    """Give what is asked about a cluster; the questions are the same for every caller."""
    document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    return Subject(
        cluster=cluster, document=document, account_id=account, caller_arn="", deployer_arn=""
    )


def _each(subjects: Sequence[FileSubject]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for each in subjects:
        stack = each.subject.stack
        states = [] if each.state is None else [each.state]
        policies = {
            **deployer_policies(stack),
            **state_policies(stack.partition, states),
            "preflight": preflight_policy([each.subject]),
        }
        fits_a_role(str(each.file), policies, "make its node groups fewer")
        yield stack.cluster, policies


def _print(owner: str, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        print(f"# {owner}: {name}\n{text}\n")


def _write(owner: str, texts: Mapping[str, str], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        file = out / f"{owner}-{name}.json"
        file.write_text(f"{text}\n", encoding="utf-8")
        print(file)
