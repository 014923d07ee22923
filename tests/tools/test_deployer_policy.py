"""The command that writes the policies of a deployer."""

import json
from pathlib import Path

import pytest

from tools.commands import ROOT
from tools.deployer_policy import main

SMALLEST = str(ROOT / "examples" / "smallest.yaml")


def test_the_policies_are_written_as_files(tmp_path: Path) -> None:
    assert main([SMALLEST, "--account-id", "111122223333", "--out", str(tmp_path)]) == 0
    written = {file.name: json.loads(file.read_text()) for file in tmp_path.iterdir()}
    assert set(written) == {
        "smallest-plan.json",
        "smallest-apply-cluster.json",
        "smallest-apply-identity.json",
        "smallest-apply-network.json",
    }
    assert all(policy["Version"] == "2012-10-17" for policy in written.values())


def test_without_an_account_it_says_how_to_name_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([SMALLEST]) == 2
    assert capsys.readouterr().err == (
        f"{SMALLEST}: account_id: is missing; add it, or give --account-id\n"
    )


def test_a_file_that_is_refused_gets_no_policy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("name: x\n")
    assert main([str(file), "--account-id", "111122223333"]) == 2
    assert "region: is missing" in capsys.readouterr().err
