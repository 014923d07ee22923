"""A plan's files are stated under GitHub's signature, for no other use."""

import json
from pathlib import Path

import pytest

from cli.ci import plan_statement
from cli.ci.github_tokens import ISSUER, read_token
from tests.cli.ci.github import GitHub
from tests.cli.ci.planned import plans
from tests.cli.ci.token_issuer import Issuer


def test_the_token_names_cluster_and_files_and_opens_nothing(
    github: GitHub, issuer: Issuer
) -> None:
    artifact = plans(github, issuer)
    stated = json.loads((artifact / "statement.json").read_text(encoding="utf-8"))
    assert list(stated["files"]) == [
        "plan",
        "cdk.tf.json",
        ".terraform.lock.hcl",
        "summary.md",
        "losses.json",
    ]
    claims = read_token(stated["token"], issuer.url)
    assert claims["aud"] == f"trainyard-plan:a:{plan_statement.digest(stated['files'])}"
    assert ISSUER == "https://token.actions.githubusercontent.com"


def test_a_job_that_may_ask_for_no_token_is_told_which_permission_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ACTIONS_ID_TOKEN_REQUEST_URL", raising=False)
    stack = tmp_path / "a"
    stack.mkdir()
    for name in plan_statement.FILES:
        (stack / name).write_text("x", encoding="utf-8")
    (tmp_path / "summary.md").write_text("x", encoding="utf-8")
    assert plan_statement.main([str(stack), str(tmp_path / "summary.md")]) == 1
    assert capsys.readouterr().err == "a: the job lacks the permission id-token: write\n"
    assert not (stack / "statement.json").exists()
