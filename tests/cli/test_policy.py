"""The command that writes the policies of a deployer."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.__main__ import app
from cli.policy.subjects import PolicyRefusedError, fits_a_role
from tests.cluster_files import ROOT

ACCOUNT = "111122223333"
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


def clusters(folder: Path, **texts: str) -> list[str]:
    """Write small cluster files that say a bit more, by their names; ``_`` stands for ``-``."""
    files = []
    for name, more in texts.items():
        file = folder / f"{name}.yaml"
        file.write_text(
            f"name: {name.replace('_', '-')}\nregion: us-west-2\n"
            f"node_groups: {{system: {{instance_types: [m7i.large]}}}}\n{more}"
        )
        files.append(str(file))
    return files


def written(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run the command on an account, and give what it wrote, by the names of files."""
    out = folder / "out"
    assert run("--account-id", ACCOUNT, "--out", str(out), *arguments) == (0, "")
    return {file.name: json.loads(file.read_text()) for file in out.iterdir()}


STATE = "state: {backend: s3, bucket: example-terraform-state}\n"


def test_who_plans_may_write_the_lock_of_a_state_in_s3_and_who_applies_the_state(
    tmp_path: Path,
) -> None:
    policies = written(tmp_path, *clusters(tmp_path, ml_1=STATE))
    state = "arn:aws:s3:::example-terraform-state/trainyard/ml-1.tfstate"

    def writes(part: str) -> set[str]:
        statements = policies[f"ml-1-{part}.json"]["Statement"]
        return {each["Resource"] for each in statements if "s3:PutObject" in each["Action"]}

    assert writes("plan-state") == {f"{state}.tflock"}
    assert writes("apply-state") == {state, f"{state}.tflock"}


def test_a_fleet_has_one_set_and_the_tags_of_each_clusters_role(tmp_path: Path) -> None:
    policies = written(tmp_path, "--fleet", *clusters(tmp_path, ml_1=STATE, research=STATE))
    parts = ("plan", "plan-state", "preflight")
    applies = ("apply-cluster", "apply-identity", "apply-network", "apply-state")
    assert set(policies) == {
        *(f"{ACCOUNT}-{part}.json" for part in (*parts, *applies)),
        "ml-1-role-tags.json",
        "research-role-tags.json",
    }
    assert policies["ml-1-role-tags.json"] == [
        {"Key": "trainyard-cluster", "Value": "ml-1"},
        {"Key": "trainyard-region", "Value": "us-west-2"},
        {"Key": "trainyard-roles", "Value": "ml-1-us-west-2-"},
        {"Key": "trainyard-state-bucket", "Value": "example-terraform-state"},
        {"Key": "trainyard-state-key", "Value": "trainyard/ml-1.tfstate"},
    ]


def test_one_role_for_a_fleet_knows_clusters_by_their_names(tmp_path: Path) -> None:
    files = clusters(tmp_path, ml_1="", ml_2="")
    policies = written(tmp_path, "--fleet", "--names", "ml-*", *files)
    assert not [name for name in policies if name.endswith("role-tags.json")]
    statements = policies[f"{ACCOUNT}-apply-cluster.json"]["Statement"]
    (cluster,) = (each for each in statements if each["Sid"] == "Cluster")
    assert "arn:aws:eks:us-west-2:111122223333:cluster/ml-*" in cluster["Resource"]


BOUNDARY = "iam: {permissions_boundary: 'arn:aws:iam::111122223333:policy/Team'}\n"
LONG = "a_name_of_more_than_forty_four_characters_is_cut"


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        (
            {"ml_1": ""},
            ["--names", "ml-*"],
            "--names: is for several clusters; add --fleet",
        ),
        (
            {"research": ""},
            ["--fleet", "--names", "ml-*"],
            "FOLDER/research.yaml: name: 'research' does not match --names 'ml-*'",
        ),
        (
            {"ml_1": ""},
            ["--fleet", "--names", "ml-?"],
            "FOLDER/ml_1.yaml: --names: 'ml-?' is not a pattern of names; use letters, digits, "
            "'-', '_', and '*' for anything, as in ml-*",
        ),
        (
            {"ml_1": ""},
            ["--fleet", "--names", "*"],
            "FOLDER/ml_1.yaml: iam.path: is left out, so that --names '*' is about every role of "
            "the account, that of CI among them; add one, or begin --names with what the names "
            "have in common",
        ),
        (
            {"ml_1": BOUNDARY, "ml_2": ""},
            ["--fleet"],
            "FOLDER/ml_2.yaml: iam.permissions_boundary: is left out, and other files of the "
            "account have one, which the policies could then not ask for; add it, or make the "
            "policies of such files apart",
        ),
        (
            {LONG: ""},
            ["--fleet"],
            f"FOLDER/{LONG}.yaml: name: is too long for a fleet, whose policies know a cluster's "
            "roles by its name and region, which are cut here; make the policies of this file "
            "apart, without --fleet",
        ),
        (
            {"ml_1": f"state: {{backend: s3, bucket: example, key_prefix: {'p' * 250}}}\n"},
            ["--fleet"],
            "FOLDER/ml_1.yaml: the tag trainyard-state-key of its role would have 263 characters, "
            "and IAM takes 256; shorten state.key_prefix or iam.path, or give --names",
        ),
    ],
)
def test_what_makes_no_fleet_is_refused_with_a_way_out(
    tmp_path: Path, texts: dict[str, str], options: list[str], message: str
) -> None:
    code, told = run(*clusters(tmp_path, **texts), "--account-id", ACCOUNT, *options)
    assert (code, told) == (2, f"{message.replace('FOLDER', str(tmp_path))}\n")


def test_more_policies_than_a_role_takes_are_refused() -> None:
    parts = [*(f"apply-network-{number}" for number in range(2, 11)), "plan-state", "preflight"]
    fits_a_role("account 1", ["plan", *parts], "make fewer")
    message = (
        "account 1: a role that applies would need 11 managed policies, and IAM attaches 10 to a "
        "role; make fewer"
    )
    with pytest.raises(PolicyRefusedError) as refused:
        fits_a_role("account 1", ["plan", "plan-2", *parts], "make fewer")
    assert str(refused.value) == message


def test_the_trust_policy_of_the_page_on_ci_fits_a_role_with_many_environments() -> None:
    """Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (text,) = (block for block in page.split("```json\n")[1:] if "WebIdentity" in block)
    trust = json.loads(text.partition("```")[0])
    subjects = [f"repo:example-organization/clusters:environment:{n:024}" for n in range(16)]
    (statement,) = trust["Statement"]
    (of_subjects,) = (key for key in statement["Condition"]["StringEquals"] if ":sub" in key)
    statement["Condition"]["StringEquals"][of_subjects] = subjects
    assert len(json.dumps(trust, separators=(",", ":"))) <= 2048
