"""Encryption keys."""

from modules.encryption.key import EncryptionKey, EncryptionKeyProps
from modules.planning.identity.policy_documents import account_administers_key
from tests.synthesis import policy, resources, synthesize


def test_a_key_rotates_and_waits_before_it_is_gone() -> None:
    statement = account_administers_key("aws", "111122223333")
    props = EncryptionKeyProps(alias="demo-logs", description="Logs", statements=[statement])
    document = synthesize(lambda scope: EncryptionKey(scope, "logs", props))
    key = resources(document, "aws_kms_key")["logs"]
    assert key["enable_key_rotation"] is True
    assert key["deletion_window_in_days"] == 30
    assert policy(key["policy"]) == [statement]
    alias = resources(document, "aws_kms_alias")["logs"]
    assert (alias["name"], alias["target_key_id"]) == (
        "alias/demo-logs",
        "${aws_kms_key.logs.key_id}",
    )
