"""What buckets may be called and may be, and what of it S3 would refuse."""

from pathlib import Path
from typing import Any, get_args

import pytest

from modules.catalog.storage_classes import STORAGE_CLASSES
from modules.config.derived.buckets import bucket_name
from modules.config.sections.bucket import StorageClassWord
from tests.modules.config.files import cluster, refusals, text

ACCOUNT = "111122223333"
KEY = "arn:aws:kms:{}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BUCKETS = "storage.buckets"


def buckets(**named: Any) -> dict[str, Any]:
    return {"storage": {"buckets": named}}


def moves(*transitions: tuple[str, int]) -> dict[str, Any]:
    listed = [{"storage_class": name, "after_days": days} for name, days in transitions]
    return buckets(checkpoints={"transitions": listed})


def trainer(**fields: Any) -> dict[str, Any]:
    account = {"namespace": "training", **fields}
    return {"service_accounts": {"trainer": account}, **buckets(checkpoints={}, datasets={})}


#: 63 characters with the account: 100 less than the longest name of a cluster would need.
FITS = "c" * (63 - len("-checkpoints-") - 12)

REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        buckets(Checkpoints={}),
        f"{BUCKETS}.Checkpoints: 'Checkpoints' is not a name for storage; use 1 to 40 lower-case "
        "letters, digits and '-', beginning with a letter and ending with a letter or a digit",
    ),
    (
        {"name": f"{FITS}c", "account_id": ACCOUNT, **buckets(checkpoints={})},
        f"{BUCKETS}.checkpoints: it would be called {FITS}c-checkpoints-111122223333, of 64 "
        "characters where S3 takes 63: shorten this name or that of the cluster by 1, or add "
        "name: <name of the bucket>",
    ),
    (
        {"name": "Demo_1", **buckets(checkpoints={})},
        f"{BUCKETS}.checkpoints: it would be called Demo_1-checkpoints-<account>, which is not an "
        "S3 bucket name; use 3 to 63 lower-case letters, digits, '.' and '-'; add "
        "name: <name of the bucket>",
    ),
    (
        {"name": "xn--demo", **buckets(checkpoints={})},
        f"{BUCKETS}.checkpoints: it would be called xn--demo-checkpoints-<account>, which is not "
        "an S3 bucket name; use 3 to 63 lower-case letters, digits, '.' and '-'; add "
        "name: <name of the bucket>",
    ),
    (
        buckets(checkpoints={"name": "acme.checkpoints"}),
        f"{BUCKETS}.checkpoints.name: 'acme.checkpoints' has a dot, which TLS certificates of S3 "
        "do not cover; use '-'",
    ),
    (
        buckets(checkpoints={"name": "acme-data--x-s3"}),
        f"{BUCKETS}.checkpoints.name: 'acme-data--x-s3' is not an S3 bucket name; use 3 to 63 "
        "lower-case letters, digits, '.' and '-'",
    ),
    (
        buckets(data={"existing": "acme", "name": "acme"}),
        f"{BUCKETS}.data.name: goes with a bucket that is made, and acme is there already: whoever "
        "made it decides; remove it, or remove existing",
    ),
    (
        buckets(one={"existing": "acme"}, two={"name": "acme"}),
        f"{BUCKETS}.two: acme is storage.buckets.one already; name each bucket once",
    ),
    (
        {
            "state": {"backend": "s3", "bucket": "acme-state"},
            **buckets(data={"existing": "acme-state"}),
        },
        f"{BUCKETS}.data: acme-state holds Terraform's state, which whoever reads or writes the "
        "bucket would have in hand; use another bucket",
    ),
    (
        buckets(data={"name": "acme", "access_log_bucket": "acme"}),
        f"{BUCKETS}.data.access_log_bucket: a bucket cannot log to itself without end; name "
        "another",
    ),
    (
        buckets(data={"kms_key_arn": KEY.format("us-east-1")}),
        f"{BUCKETS}.data.kms_key_arn: the key is in us-east-1, but the bucket is in us-west-2; "
        "use a key of that region",
    ),
    (
        buckets(data={"existing": "acme", "kms_key_arn": KEY.format("x").replace("aws", "aws-cn")}),
        f"{BUCKETS}.data.kms_key_arn: 'arn:aws-cn:kms:x:111122223333:key/"
        "1234abcd-12ab-34cd-56ef-1234567890ab' is of the partition aws-cn, but us-west-2 is in "
        "aws; write arn:aws:...",
    ),
    (
        moves(("standard_ia", 29)),
        f"{BUCKETS}.checkpoints.transitions[0]: S3 moves objects to standard_ia after 30 days at "
        "the earliest; write after_days: 30 or more",
    ),
    (
        moves(("standard_ia", 30), ("glacier", 59)),
        f"{BUCKETS}.checkpoints.transitions[1]: comes after standard_ia at 30 days, where objects "
        "stay for 30 at the least; write after_days: 60 or more",
    ),
    (
        moves(("intelligent_tiering", 10), ("glacier_ir", 10)),
        f"{BUCKETS}.checkpoints.transitions[1]: comes after intelligent_tiering at 10 days, where "
        "objects stay for 1 at the least; write after_days: 11 or more",
    ),
    (
        moves(("onezone_ia", 30), ("glacier_ir", 60)),
        f"{BUCKETS}.checkpoints.transitions[1]: S3 moves nothing from onezone_ia to glacier_ir; "
        "after it may come glacier, deep_archive",
    ),
    (
        moves(("deep_archive", 1), ("glacier", 2)),
        f"{BUCKETS}.checkpoints.transitions[1]: S3 moves nothing from deep_archive to glacier; "
        "after it may come none",
    ),
    (
        trainer(read=["scratch"]),
        "service_accounts.trainer.read[0]: storage.buckets has no 'scratch'; it has checkpoints, "
        "datasets",
    ),
    (
        trainer(read=["datasets", "datasets"]),
        "service_accounts.trainer.read[1]: it stands twice; remove datasets here",
    ),
    (
        trainer(read=["checkpoints"], write=["checkpoints"]),
        "service_accounts.trainer.read[0]: whoever writes reads too; remove checkpoints here",
    ),
    (
        trainer(read=["datasets"], policy_arns=["arn:aws:iam::111122223333:policy/buckets"]),
        "service_accounts.trainer.policy_arns[0]: arn:aws:iam::111122223333:policy/buckets and "
        "what it may do with buckets have one name but for a path or punctuation, and Terraform "
        "addresses hold neither; rename one of the two",
    ),
    (
        {"name": "demo", "storage": {"buckets": {"bucket": {}, "storage-buckets": {}}}},
        f"{BUCKETS}.storage-buckets: would have the Terraform address aws_s3_bucket.storage-buckets"
        ", as storage.buckets.bucket has; rename one of the two",
    ),
]


@pytest.mark.parametrize(("sections", "message"), REFUSED)
def test_what_s3_or_terraform_would_refuse_is_refused(
    sections: dict[str, Any], message: str, tmp_path: Path
) -> None:
    (refusal,) = refusals(tmp_path, text(**sections))
    assert refusal.endswith(f": {message}")


def test_what_a_service_account_may_do_fits_in_its_role(tmp_path: Path) -> None:
    named = {f"bucket-{number}": {"existing": f"{'b' * 50}-{number:012}"} for number in range(40)}
    account = {"namespace": "training", "write": sorted(named)}
    sections = {"storage": {"buckets": named}, "service_accounts": {"trainer": account}}
    (refusal,) = refusals(tmp_path, text(**sections))
    assert (
        "service_accounts.trainer: what it may do with buckets and its statements make" in refusal
    )
    assert "characters where IAM takes 10240 in a role; read and write fewer" in refusal


def test_a_name_that_just_fits_is_taken() -> None:
    made = cluster(name=FITS, **buckets(checkpoints={}))
    assert len(bucket_name(made, "checkpoints", ACCOUNT)) == 63


@pytest.mark.parametrize(
    "transitions",
    [
        [("standard_ia", 30), ("glacier", 60), ("deep_archive", 61)],
        [("intelligent_tiering", 0), ("onezone_ia", 30)],
        [("glacier_ir", 0), ("glacier", 1)],
    ],
)
def test_objects_move_on_as_s3_has_it(transitions: list[tuple[str, int]]) -> None:
    assert cluster(**moves(*transitions)).storage.buckets["checkpoints"].transitions


def test_the_words_for_storage_classes_are_those_of_the_catalog() -> None:
    assert set(get_args(StorageClassWord)) == set(STORAGE_CLASSES)
    assert all({*facts.becomes} <= {*STORAGE_CLASSES} for facts in STORAGE_CLASSES.values())


def test_a_key_of_an_existing_bucket_may_be_of_another_region() -> None:
    made = cluster(**buckets(data={"existing": "acme", "kms_key_arn": KEY.format("eu-west-1")}))
    assert made.storage.buckets["data"].existing == "acme"
