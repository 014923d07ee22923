"""The stack of a state bucket, and who may use what is in it."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml

from modules.config import ClusterFileError, StateBucketConfig, load_state_bucket
from tests.cluster_files import ROOT, synthesized_files
from tests.synthesis import Json, policy, resources

EXAMPLE = ROOT / "examples" / "state-bucket" / "state-bucket.yaml"
RIGHT: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def stack(**keys: Any) -> Json:
    from stacks.app import build_state_bucket  # noqa: PLC0415
    from stacks.output import write  # noqa: PLC0415

    given = {key: value for key, value in (RIGHT | keys).items() if value is not None}
    with TemporaryDirectory() as folder:
        (file,) = write(
            lambda out: build_state_bucket(StateBucketConfig.model_validate(given), out),
            Path(folder),
        )
        document: Json = json.loads(file.read_text(encoding="utf-8"))
        return document


@pytest.fixture(scope="module")
def made() -> Json:
    return stack()


def only(document: Json, type_: str) -> Json:
    (resource,) = resources(document, type_).values()
    return resource


def test_every_address_is_short(made: Json) -> None:
    names = {
        name
        for type_, named in made["resource"].items()
        for name in named
        if type_.startswith(("aws_s3_", "aws_kms_"))
    }
    assert names == {"state"}


def test_the_bucket_is_protected_versioned_and_private(made: Json) -> None:
    assert only(made, "aws_s3_bucket")["lifecycle"] == {"prevent_destroy": True}
    versioning = only(made, "aws_s3_bucket_versioning")["versioning_configuration"]
    assert versioning == {"status": "Enabled"}
    block = only(made, "aws_s3_bucket_public_access_block")
    assert [value for key, value in block.items() if "public" in key] == [True] * 4


def test_the_bucket_encrypts_with_its_own_key(made: Json) -> None:
    (rule,) = only(made, "aws_s3_bucket_server_side_encryption_configuration")["rule"]
    assert rule["apply_server_side_encryption_by_default"] == {
        "kms_master_key_id": "${aws_kms_key.state.arn}",
        "sse_algorithm": "aws:kms",
    }
    assert only(made, "aws_kms_key")["enable_key_rotation"] is True


def test_old_versions_expire_after_the_stated_time(made: Json) -> None:
    (rule,) = only(made, "aws_s3_bucket_lifecycle_configuration")["rule"]
    assert rule["noncurrent_version_expiration"] == [{"noncurrent_days": 180}]
    assert rule["status"] == "Enabled"


def test_the_bucket_refuses_what_is_not_encrypted_in_transit_or_with_its_key(made: Json) -> None:
    statements = {s["Sid"]: s for s in policy(only(made, "aws_s3_bucket_policy")["policy"])}
    for sid in ("TlsOnly", "RecentTlsOnly", "KmsOnly", "ThisKeyOnly"):
        assert statements[sid]["Effect"] == "Deny"
        assert statements[sid]["Principal"] == "*"
    assert statements["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statements["ThisKeyOnly"]["Condition"] == {
        "StringNotEqualsIfExists": {
            "s3:x-amz-server-side-encryption-aws-kms-key-id": "${aws_kms_key.state.arn}"
        }
    }


def test_users_reach_states_under_the_prefix_alone(made: Json) -> None:
    statements = {s["Sid"]: s for s in policy(only(made, "aws_s3_bucket_policy")["policy"])}
    used = statements["UsersReadWriteAndLock"]
    assert used["Principal"] == {"AWS": ["arn:aws:iam::111122223333:role/Deployer"]}
    assert used["Resource"] == "arn:aws:s3:::example-terraform-state/trainyard/*"


def test_without_users_the_policies_of_the_account_decide() -> None:
    document = stack(users=[])
    statements = policy(only(document, "aws_s3_bucket_policy")["policy"])
    assert {statement["Effect"] for statement in statements} == {"Deny"}
    assert [s["Sid"] for s in policy(only(document, "aws_kms_key")["policy"])] == [
        "AccountAdministersKey"
    ]


def test_the_bucket_keeps_its_own_state_and_locks_it(made: Json) -> None:
    assert made["terraform"]["backend"] == {
        "s3": {
            "bucket": "example-terraform-state",
            "key": "trainyard/_state-bucket.tfstate",
            "region": "us-west-2",
            "use_lockfile": True,
        }
    }


def test_a_bucket_with_an_access_log_skips_no_check_of_it() -> None:
    document = stack(access_log_bucket="logs", no_access_log_because=None)
    assert only(document, "aws_s3_bucket_logging")["target_bucket"] == "logs"
    assert "CKV_AWS_18" not in json.dumps(only(document, "aws_s3_bucket"))


def test_the_section_to_paste_names_what_clusters_need(made: Json) -> None:
    section = yaml.safe_load(made["output"]["state_section"]["value"])
    assert section == {
        "state": {
            "backend": "s3",
            "bucket": "example-terraform-state",
            "region": "us-west-2",
            "key_prefix": "trainyard",
            "kms_key_arn": "${aws_kms_key.state.arn}",
        }
    }


def test_a_cluster_with_state_in_s3_tells_what_its_role_needs() -> None:
    production = synthesized_files()["production"]
    backend = production["terraform"]["backend"]["s3"]
    assert backend["encrypt"] is True
    assert backend["use_lockfile"] is True
    state = f"arn:aws:s3:::{backend['bucket']}/{backend['key']}"
    allowed = {
        statement["Sid"]: (statement["Action"], statement["Resource"])
        for statement in policy(production["output"]["state_access_policy"]["value"])
    }
    assert allowed == {
        "LookForState": ("s3:ListBucket", f"arn:aws:s3:::{backend['bucket']}"),
        "ReadAndWriteState": (["s3:GetObject", "s3:PutObject"], state),
        "LockState": (["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], f"{state}.tflock"),
        "UseKeyOfState": (
            ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            backend["kms_key_id"],
        ),
    }


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"no_access_log_because": None},
            "access_log_bucket: is missing; name the bucket that gets the access log, or say why "
            "there is none: no_access_log_because: <reason>",
        ),
        (
            {"access_log_bucket": "logs"},
            "no_access_log_because: goes with no access log; remove it, or remove "
            "access_log_bucket",
        ),
        (
            {"access_log_bucket": "example-terraform-state", "no_access_log_because": None},
            "access_log_bucket: a bucket cannot log to itself without end; name another",
        ),
        (
            {"bucket": "example.com"},
            "bucket: 'example.com' has a dot, which TLS certificates of S3 do not cover; use '-'",
        ),
        (
            {"region": "us-wst-2"},
            "region: no region 'us-wst-2' in the catalog; did you mean 'us-west-2'? for one newer "
            "than the catalog add unlisted_region: true",
        ),
        ({"buckt": "x"}, "buckt: no such key; did you mean 'bucket'?"),
    ],
)
def test_what_is_wrong_with_a_state_bucket_file_is_said(
    tmp_path: Path, keys: dict[str, Any], said: str
) -> None:
    file = tmp_path / "state-bucket.yaml"
    given = {key: value for key, value in (RIGHT | keys).items() if value is not None}
    file.write_text(yaml.safe_dump(given), encoding="utf-8")
    with pytest.raises(ClusterFileError) as refused:
        load_state_bucket(file)
    (line,) = str(refused.value).splitlines()
    assert line.partition(": ")[2] == said
