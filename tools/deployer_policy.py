"""Write the IAM policies that whoever deploys a cluster needs: ``python -m tools.deployer_policy``.

A role that plans needs ``plan``; one that applies and destroys, all of them. What the state needs
is the cluster's output ``state_access_policy``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from modules.catalog.regions import region_facts
from modules.config import ClusterFileError, load_cluster
from modules.planning.identity.deployed_stack import read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from tools.scan import synthesize


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 2 when the file is refused or the account is missing, else 0."""
    given = _parse(arguments)
    try:
        cluster = load_cluster(given.file)
    except ClusterFileError as error:
        print(error, file=sys.stderr)
        return 2
    account_id = given.account_id or cluster.account_id
    if account_id is None:
        print(
            f"{given.file}: account_id: is missing; add it, or give --account-id", file=sys.stderr
        )
        return 2
    with TemporaryDirectory() as name:
        folder = Path(name)
        refused = synthesize([given.file], folder)
        if refused:
            return refused
        file = folder / "cdktf.out" / "stacks" / cluster.name / "cdk.tf.json"
        document = json.loads(file.read_text(encoding="utf-8"))
    partition = region_facts(cluster.region).partition
    policies = deployer_policies(read_stack(document, partition=partition, account_id=account_id))
    for name, policy in policies.items():
        _write(cluster.name, name, json.loads(policy), given.out)
    return 0


def _write(cluster: str, name: str, policy: object, out: Path | None) -> None:
    text = json.dumps(policy, indent=2)
    if out is None:
        print(f"# {cluster}: {name}\n{text}\n")
        return
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"{cluster}-{name}.json"
    file.write_text(f"{text}\n", encoding="utf-8")
    print(file)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.deployer_policy", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="cluster file")
    parser.add_argument("--account-id", help="AWS account, where the file does not name it")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write files in place of text")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
