"""The command that writes the policies of a deployer."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cli.__main__ import app
from tests.cluster_files import ROOT

SMALLEST = str(ROOT / "examples" / "smallest.yaml")


def run(*arguments: str) -> tuple[int, str]:
    """Run the command, and give its exit code and what it wrote to stderr."""
    result = CliRunner().invoke(app, ["policy", *arguments])
    return result.exit_code, result.stderr


def test_the_policies_are_written_as_files(tmp_path: Path) -> None:
    assert run(SMALLEST, "--account-id", "111122223333", "--out", str(tmp_path)) == (0, "")
    written = {file.name: json.loads(file.read_text()) for file in tmp_path.iterdir()}
    assert set(written) == {
        "smallest-plan.json",
        "smallest-preflight.json",
        "smallest-apply-cluster.json",
        "smallest-apply-identity.json",
        "smallest-apply-network.json",
    }
    assert all(policy["Version"] == "2012-10-17" for policy in written.values())


def test_without_an_account_it_says_how_to_name_one() -> None:
    message = f"{SMALLEST}: account_id: is missing; add it, or give --account-id\n"
    assert run(SMALLEST) == (2, message)


def test_a_file_that_is_refused_gets_no_policy(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("name: x\n")
    code, message = run(str(file), "--account-id", "111122223333")
    assert code == 2
    assert "region: is missing" in message
