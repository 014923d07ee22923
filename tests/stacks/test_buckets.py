"""Buckets, as synthesized: what they are, and who may use them."""

import json
from typing import Any

import pytest

from modules.planning.identity.deployed_stack import read_stack
from modules.planning.identity.deployer_policy import deployer_policies
from modules.planning.terraform.state_blocks import state_blocks
from tests.cluster_files import synthesize_clusters, synthesized_files
from tests.modules.config.files import cluster
from tests.synthesis import Json, policy, resources

ACCOUNT = "111122223333"
KEY = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
OWN_KEY = "${aws_kms_key.buckets.arn}"
ACCOUNT_READ = "${data.aws_caller_identity.account.account_id}"
TRAINER = {"namespace": "training", "read": ["datasets"], "write": ["checkpoints"]}
EVERY = {
    "checkpoints": {"delete_with_objects": True, "access_log_bucket": "acme-logs"},
    "scratch": {"name": "acme-scratch", "kms_key_arn": KEY},
    "datasets": {"existing": "acme-datasets", "kms_key_arn": KEY},
}


def stack(buckets: dict[str, Any], **sections: Any) -> Json:
    made = cluster(storage={"buckets": buckets}, **sections)
    return synthesize_clusters([made])["demo"]


@pytest.fixture(scope="module")
def every() -> Json:
    return stack(EVERY, service_accounts={"trainer": TRAINER}, encryption={"keys": "shared"})


@pytest.fixture(scope="module")
def production() -> Json:
    return synthesized_files()["production"]


def test_a_bucket_is_named_after_the_account_that_terraform_works_in(every: Json) -> None:
    made = resources(every, "aws_s3_bucket")
    assert {name: bucket["bucket"] for name, bucket in made.items()} == {
        "checkpoints": f"demo-checkpoints-{ACCOUNT_READ}",
        "scratch": "acme-scratch",
    }


def test_a_bucket_outlives_no_key_and_no_key_its_bucket(every: Json) -> None:
    made = resources(every, "aws_s3_bucket")
    assert made["checkpoints"]["depends_on"] == ["aws_kms_key.buckets"]
    assert "depends_on" not in made["scratch"]


def test_objects_go_with_a_bucket_only_where_the_file_says_so(every: Json) -> None:
    made = resources(every, "aws_s3_bucket")
    assert made["checkpoints"]["force_destroy"] is True
    assert "force_destroy" not in made["scratch"]


def test_the_key_of_buckets_is_its_own_even_where_the_others_are_one(every: Json) -> None:
    assert set(resources(every, "aws_kms_key")) == {"buckets", "secrets"}
    encryption = resources(every, "aws_s3_bucket_server_side_encryption_configuration")
    keys = {
        name: each["rule"][0]["apply_server_side_encryption_by_default"]["kms_master_key_id"]
        for name, each in encryption.items()
    }
    assert keys == {"checkpoints": OWN_KEY, "scratch": KEY}
    assert all(each["rule"][0]["bucket_key_enabled"] for each in encryption.values())


def test_a_bucket_has_a_log_where_the_file_names_one(every: Json) -> None:
    (log,) = resources(every, "aws_s3_bucket_logging").values()
    assert log["target_bucket"] == "acme-logs"
    skipped = {
        name: [skip.split(":")[1] for skip in bucket["//"]["checkov"]]
        for name, bucket in resources(every, "aws_s3_bucket").items()
    }
    assert "skip=CKV_AWS_18" not in skipped["checkpoints"]
    assert "skip=CKV_AWS_18" in skipped["scratch"]


def test_a_bucket_takes_tls_alone(every: Json) -> None:
    refused = policy(resources(every, "aws_s3_bucket_policy")["scratch"]["policy"])
    assert [(each["Sid"], each["Effect"], each["Principal"]) for each in refused] == [
        ("TlsOnly", "Deny", "*"),
        ("RecentTlsOnly", "Deny", "*"),
    ]


def allowed(document: Json, account: str) -> dict[str, Json]:
    written = resources(document, "aws_iam_role_policy")[f"service-account_{account}_buckets"]
    return {statement["Sid"]: statement for statement in policy(written["policy"])}


def test_a_service_account_reaches_its_buckets_and_no_other(every: Json) -> None:
    statements = allowed(every, "trainer")
    checkpoints = f"arn:aws:s3:::demo-checkpoints-{ACCOUNT_READ}"
    datasets = "arn:aws:s3:::acme-datasets"
    assert {sid: each["Resource"] for sid, each in statements.items()} == {
        "ListBuckets": [datasets, checkpoints],
        "ListUploads": [checkpoints],
        "ReadObjects": [f"{datasets}/*", f"{checkpoints}/*"],
        "WriteObjects": [f"{checkpoints}/*"],
        "DecryptObjects": [KEY],
        "EncryptObjects": [OWN_KEY],
    }
    actions = {action for each in statements.values() for action in each["Action"]}
    assert actions == {
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
    }


def test_the_key_of_buckets_knows_who_writes_and_by_which_way(production: Json) -> None:
    _, writers = policy(resources(production, "aws_kms_key")["buckets"]["policy"])
    assert writers["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert writers["Condition"] == {
        "StringEquals": {
            "kms:CallerAccount": ACCOUNT,
            "kms:ViaService": "s3.us-east-2.amazonaws.com",
        },
        "ArnLike": {
            "aws:PrincipalArn": [
                f"arn:aws:iam::{ACCOUNT}:role/training/production-us-east-2-sa-trainer"
            ]
        },
    }


def test_what_is_said_to_exist_is_let_go_with_its_key_and_never_destroyed() -> None:
    said = stack({"data": {"existing": "acme-data"}})
    removed = {block["from"] for block in state_blocks(said, "removed")}
    assert {"aws_s3_bucket.data", "aws_s3_bucket_policy.data", "aws_kms_key.buckets"} <= removed
    blocks = state_blocks(said, "removed")
    assert all(block["lifecycle"] == {"destroy": False} for block in blocks)


def test_a_key_that_no_bucket_has_any_more_is_let_go(every: Json) -> None:
    another = stack({"scratch": {"kms_key_arn": KEY}})
    assert "aws_kms_key.buckets" in {block["from"] for block in state_blocks(another, "removed")}
    assert "aws_kms_key.buckets" not in {block["from"] for block in state_blocks(every, "removed")}


def test_a_cluster_without_buckets_says_nothing_of_them() -> None:
    without = json.dumps(synthesize_clusters([cluster()])["demo"])
    assert "s3_bucket" not in without
    assert "storage-buckets" not in without


def test_the_outputs_tell_where_to_read_and_write(production: Json) -> None:
    assert production["output"]["buckets"]["value"] == {
        "checkpoints": {
            "name": "${aws_s3_bucket.checkpoints.id}",
            "arn": "${aws_s3_bucket.checkpoints.arn}",
            "kms_key_arn": OWN_KEY,
        },
        "datasets": {"name": "acme-datasets", "arn": "arn:aws:s3:::acme-datasets"},
    }
    assert production["output"]["kms_key_arns"]["value"]["buckets"] == OWN_KEY


def of_deployers(document: Json) -> dict[str, Json]:
    read = read_stack(document, partition="aws", account_id=ACCOUNT)
    return {
        statement["Sid"]: statement
        for written in deployer_policies(read).values()
        for statement in policy(written)
    }


def test_deployers_change_what_is_made_and_empty_what_the_file_says(every: Json) -> None:
    statements = of_deployers(every)
    checkpoints, scratch = f"arn:aws:s3:::demo-checkpoints-{ACCOUNT}", "arn:aws:s3:::acme-scratch"
    assert statements["Buckets"]["Resource"] == [scratch, checkpoints]
    assert statements["EmptyBuckets"]["Resource"] == [checkpoints, f"{checkpoints}/*"]
    assert statements["LookAtBuckets"]["Resource"] == [
        "arn:aws:s3:::acme-datasets",
        scratch,
        checkpoints,
    ]


def test_deployers_empty_no_bucket_that_is_kept(production: Json) -> None:
    assert "EmptyBuckets" not in of_deployers(production)


def test_deployers_may_look_at_what_terraform_lets_go() -> None:
    statements = of_deployers(stack({"data": {"existing": "acme-data"}}))
    assert statements["LookAtBuckets"]["Resource"] == ["arn:aws:s3:::acme-data"]
    assert "Buckets" not in statements
