"""What a job states of the plan that it made: the files, and GitHub's word for which job that was.

``python3 -m cli.ci.plan_statement STACK SUMMARY`` writes it beside the plan, with Python's standard
library alone. The token's audience is the hash of the files' hashes and is good for nothing else.
"""

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.ci.github_tokens import TokenRefusedError, ask_for_token, read_token

PLAN, STACK, PROVIDERS, SUMMARY = "plan", "cdk.tf.json", ".terraform.lock.hcl", "summary.md"
#: The kinds of what the plan loses, as ``trainyard summarize --losses`` writes them.
LOSSES = "losses.json"
STATEMENT = "statement.json"
#: What is stated.
FILES = (PLAN, STACK, PROVIDERS, SUMMARY, LOSSES)


class FilesAlteredError(Exception):
    """Files are not those of the statement; the text says which."""


def state_plan(stack: Path, summary: Path) -> None:
    """Write the statement of a plan, and its summary, beside it.

    Args:
        stack: Folder of the stack, named after the cluster.
        summary: What reviewers are shown.

    Raises:
        TokenRefusedError: If the job may not ask for a token.
        OSError: If a file is missing, or GitHub gives no answer.
    """
    shutil.copyfile(summary, stack / SUMMARY)
    hashes = hashes_of(stack)
    statement = {"files": hashes, "token": ask_for_token(audience(stack.name, hashes))}
    (stack / STATEMENT).write_text(json.dumps(statement, indent=2), encoding="utf-8")


def read_statement(folder: Path, cluster: str, issuer: str) -> Mapping[str, Any]:
    """Give what GitHub says of the job that made a plan, once the files are found to be its.

    Args:
        folder: Where plan and statement are.
        cluster: The cluster that was planned.
        issuer: Who must have signed.

    Raises:
        FilesAlteredError: If files are missing, were altered, or are another cluster's.
        TokenRefusedError: If GitHub did not sign it.
    """
    missing = [name for name in (*FILES, STATEMENT) if not (folder / name).is_file()]
    if missing:
        raise FilesAlteredError(f"it lacks {', '.join(missing)}")
    try:
        statement = json.loads((folder / STATEMENT).read_text(encoding="utf-8"))
        stated, token = {**statement["files"]}, str(statement["token"])
    except (ValueError, KeyError, TypeError) as error:
        raise FilesAlteredError(f"its {STATEMENT} is none") from error
    found = hashes_of(folder)
    altered = [name for name in FILES if stated.get(name) != found[name]]
    if altered:
        raise FilesAlteredError(f"{', '.join(altered)} not as stated when planned")
    claims = read_token(token, issuer)
    if claims.get("aud") != audience(cluster, found):
        raise FilesAlteredError(f"GitHub signed other files, or another cluster than {cluster}")
    return claims


def hashes_of(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of each file that is stated."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def audience(cluster: str, hashes: Mapping[str, str]) -> str:
    """Give what a token is made for: a cluster and files, and nothing that lets anyone in."""
    return f"trainyard-plan:{cluster}:{digest(hashes)}"


def digest(hashes: Mapping[str, str]) -> str:
    """Give one hash for all files."""
    lines = "".join(f"{hashes[name]}  {name}\n" for name in FILES)
    return hashlib.sha256(lines.encode()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Return what the command ends with."""
    parser = argparse.ArgumentParser(prog="python3 -m cli.ci.plan_statement", description=__doc__)
    parser.add_argument("stack", type=Path, help="folder of the stack, named after the cluster")
    parser.add_argument("summary", type=Path, help="what reviewers are shown")
    given = parser.parse_args(arguments)
    try:
        state_plan(given.stack, given.summary)
    except (TokenRefusedError, OSError) as error:
        print(f"{given.stack.name}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
