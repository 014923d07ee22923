"""What a plan may lose stands beside what is planned, and nothing is left of what is to go."""

from typing import Any

from modules.planning.terraform.state_blocks import state_blocks
from tests.cluster_files import synthesize_clusters
from tests.modules.config.files import cluster
from tests.synthesis import Json

STATE = {"backend": "s3", "bucket": "example-terraform-state"}


def stack(**sections: Any) -> Json:
    made = cluster(state=STATE, **sections)
    return synthesize_clusters([made])[made.name]


def test_what_may_be_lost_changes_nothing_that_terraform_reads() -> None:
    leave = {"what": ["keys", "logs"], "until": "2027-01-31"}
    document, plain = stack(allow_destroy=leave), stack()
    assert document["//"]["allow_destroy"] == leave
    assert "allow_destroy" not in plain["//"]
    assert {**document, "//": None} == {**plain, "//": None}


def test_of_a_cluster_that_is_to_go_nothing_is_left_but_where_it_is_and_its_state() -> None:
    document, plain = stack(decommission=True), stack()
    assert document["//"]["allow_destroy"] == {"decommission": True}
    assert document.keys() == {"//", "provider", "terraform", "moved"}
    assert [document[part] for part in ("provider", "terraform")] == [
        plain[part] for part in ("provider", "terraform")
    ]


def test_what_was_to_stay_stays_when_the_rest_goes() -> None:
    existing = {"buckets": {"data": {"existing": "example-training-data"}}}
    shared = {"keys": "shared"}
    document = stack(decommission=True, storage=existing, encryption=shared)
    kept = {block["from"] for block in state_blocks(document, "removed")}
    assert {"aws_s3_bucket.data", "aws_kms_key.buckets", "aws_kms_key.logs"} <= kept
    assert not any(address.startswith("aws_iam_role") for address in kept)
    assert "resource" not in document
