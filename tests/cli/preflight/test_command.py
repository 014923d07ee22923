"""The command, on the emulator as the account."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from cli.__main__ import app
from cli.preflight.answers import Answer, Finding, Verdict, failed, passed
from cli.preflight.real_account import RealAccount
from cli.preflight.run import PreflightFailedError, PreflightUnsureError, conclude
from cli.preflight.show import STYLES, Preflight
from embedded_aws.clients import EmbeddedAws
from embedded_aws.emulator import Emulator
from tests.cli.preflight.stubs import document_of
from tests.cluster_files import ROOT

DEMO = str(ROOT / "clusters" / "demo.yaml")
_NOTHING_OF_THE_USERS = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PROFILE": None,
    "AWS_ACCESS_KEY_ID": None,
    "AWS_SECRET_ACCESS_KEY": None,
    "AWS_SESSION_TOKEN": None,
    "AWS_WEB_IDENTITY_TOKEN_FILE": None,
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": None,
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": None,
    "NO_PROXY": "127.0.0.1",
}


def run(
    *arguments: str, environment: Mapping[str, str | None] | None = None
) -> tuple[int, str, str]:
    """Run the command; give its exit code and what it wrote."""
    result = CliRunner().invoke(
        app, ["preflight", *arguments], env={**_NOTHING_OF_THE_USERS, **(environment or {})}
    )
    return result.exit_code, result.stdout, result.stderr


def of_account(emulator: Emulator, number: str) -> Mapping[str, str | None]:
    return {
        "AWS_ENDPOINT_URL": emulator.url,
        "AWS_ACCESS_KEY_ID": number,
        "AWS_SECRET_ACCESS_KEY": "embedded",
    }


def test_it_tells_what_the_account_says(emulator: Emulator) -> None:
    code, text, said = run(
        DEMO, "--format", "json", environment=of_account(emulator, "111122223333")
    )
    assert code in {1, 4}, said
    (demo,) = json.loads(text)
    answers = {each["question"]: each for each in demo["answers"]}
    assert (demo["cluster"], demo["account_id"]) == ("demo", "111122223333")
    assert answers["account"] == {
        "question": "account",
        "verdict": "passed",
        "text": "arn:aws:iam::111122223333:root is of account 111122223333; the file names none",
    }
    assert answers["names of clusters"]["verdict"] == "passed"
    assert answers["names of clusters"]["text"] == "free: demo"
    # The emulator does not have them.
    assert answers["quota on-demand G and VT instances"]["verdict"] == "unknown"
    assert said.startswith(f"questions: {len(answers)}, failed: ")


@pytest.fixture
def synthesized_already(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the seconds of a synthesis: what would come of it is known."""

    def copy(_: Path, name: str, out: Path) -> Path:
        text = json.dumps(document_of(name))
        (out / "cdk.tf.json").write_text(text, encoding="utf-8")
        return out

    monkeypatch.setattr("cli.preflight.run.synthesize", copy)


@pytest.mark.usefixtures("synthesized_already")
def test_another_account_than_the_files_fails(emulator: Emulator) -> None:
    production = str(ROOT / "examples" / "production.yaml")
    code, text, _ = run(production, environment=of_account(emulator, "444455556666"))
    assert code == 1
    lines = text.splitlines()
    assert lines[0] == "production: us-east-2, account 444455556666"
    assert lines[1] == (
        "  failed     account: arn:aws:iam::444455556666:root is of account 444455556666, and "
        "account_id is 111122223333; use credentials of that account, as with AWS_PROFILE, or put "
        "account_id right"
    )


def test_without_credentials_it_says_so_and_exits_4() -> None:
    assert run(DEMO) == (
        4,
        "demo: us-west-2, account not known\n"
        "  unknown    account: AWS does not say whose the credentials are: Unable to locate "
        "credentials; set them up as for the AWS CLI, and see that aws sts get-caller-identity "
        "answers\n",
        "questions: 1, failed: 0, without an answer: 1\n",
    )


@pytest.mark.usefixtures("synthesized_already")
def test_a_role_that_is_not_to_be_had_fails_and_holds_up_no_other_cluster(
    emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = "arn:aws:iam::111122223333:role/Deployer"
    file = tmp_path / "other.yaml"
    text = (ROOT / "examples" / "smallest.yaml").read_text(encoding="utf-8")
    file.write_text(f"{text}assume_role_arn: {role}\n", encoding="utf-8")

    def refuse(self: RealAccount, service: str) -> Any:
        client = create(self, service)
        if service == "sts":
            client.assume_role = partial(_denied, "AssumeRole")
        return client

    create = RealAccount.client
    monkeypatch.setattr(RealAccount, "client", refuse)
    code, told, said = run(str(file), DEMO, environment=of_account(emulator, "111122223333"))
    assert code == 1, said
    first, second, third, *_ = told.splitlines()
    assert first == "smallest: us-west-2, account not known"
    assert second == (
        "  failed     account: assume_role_arn: arn:aws:iam::111122223333:root may not assume "
        f"{role}, as Terraform would (AccessDenied); let the trust policy of the role name it, "
        "and its own policy allow sts:AssumeRole"
    )
    assert third == "demo: us-west-2, account 111122223333"


@pytest.mark.usefixtures("synthesized_already")
def test_a_role_that_terraform_takes_is_taken(emulator: Emulator, tmp_path: Path) -> None:
    aws = EmbeddedAws(endpoint=emulator.url, account_id="111122223333", region="us-west-2")
    role = aws.client("iam").create_role(RoleName="Taken", AssumeRolePolicyDocument="{}")["Role"]
    file = tmp_path / "other.yaml"
    text = (ROOT / "examples" / "smallest.yaml").read_text(encoding="utf-8")
    file.write_text(f"{text}assume_role_arn: {role['Arn']}\n", encoding="utf-8")
    _, told, _ = run(str(file), environment=of_account(emulator, "111122223333"))
    assert "assumed-role/Taken/trainyard-smallest is of account 111122223333" in told


def _denied(operation: str, **_: Any) -> None:
    raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, operation)


def test_a_wrong_file_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("name: x\n", encoding="utf-8")
    code, text, said = run(str(file))
    assert (code, text) == (2, "")
    assert f"{file}:1: region: is missing" in said


def preflight(*findings: Finding) -> list[Preflight]:
    answers = [Answer(title=f"question {n}", finding=f) for n, f in enumerate(findings)]
    return [Preflight(cluster="x", region="us-west-2", account_id="1", answers=answers)]


DENIED = Finding(verdict=Verdict.denied, text="iam:GetRole is denied")


def test_exit_codes_tell_failure_from_not_knowing() -> None:
    conclude(preflight(passed("well")))
    with pytest.raises(
        PreflightUnsureError, match=r"^questions: 2, failed: 0, without an answer: 1$"
    ):
        conclude(preflight(passed("well"), DENIED))
    with pytest.raises(
        PreflightFailedError, match=r"^questions: 2, failed: 1, without an answer: 1$"
    ):
        conclude(preflight(failed("ill"), DENIED))


def test_people_programs_and_pull_requests_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = preflight(passed("[a|b]"), failed("ill"), DENIED)
    STYLES["text"](found)
    assert capsys.readouterr().out == (
        "x: us-west-2, account 1\n"
        "  passed     question 0: [a|b]\n"
        "  failed     question 1: ill\n"
        "  denied     question 2: iam:GetRole is denied\n"
    )
    STYLES["markdown"](found)
    assert capsys.readouterr().out == (
        "### x: us-west-2, account 1\n\n| | question | answer |\n|---|---|---|\n"
        "| passed | question 0 | [a\\|b] |\n"
        "| failed | question 1 | ill |\n"
        "| denied | question 2 | iam:GetRole is denied |\n\n"
    )
    STYLES["json"](found)
    (told,) = json.loads(capsys.readouterr().out)
    assert told["answers"][1] == {"question": "question 1", "verdict": "failed", "text": "ill"}
