"""IAM policy documents."""

import json
from typing import Any

from modules.planning.identity.policy_documents import (
    account_administers_key,
    cluster_role_uses_key,
    flow_logs_write,
    log_groups_use_key,
    policy_json,
    trust_policy,
)

GROUP = "arn:aws:logs:us-west-2:111122223333:log-group:/aws/vpc/demo/flow-logs"


def statements(document: str) -> list[dict[str, Any]]:
    parsed = json.loads(document)
    assert parsed["Version"] == "2012-10-17"
    return list(parsed["Statement"])


def test_a_document_reads_the_same_in_any_order_of_keys() -> None:
    one = policy_json([{"Effect": "Allow", "Action": "s3:GetObject"}])
    other = policy_json([{"Action": "s3:GetObject", "Effect": "Allow"}])
    assert one == other


def test_a_service_is_trusted_under_the_condition_given() -> None:
    condition = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    [narrow] = statements(trust_policy("vpc-flow-logs.amazonaws.com", condition))
    [plain] = statements(trust_policy("ec2.amazonaws.com"))
    assert narrow["Condition"] == condition
    assert "Condition" not in plain
    assert plain["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_the_account_and_nobody_outside_it_administers_a_key() -> None:
    statement = account_administers_key("aws", "111122223333")
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}


def test_a_clusters_role_encrypts_with_its_key_and_makes_no_grants() -> None:
    statement = cluster_role_uses_key("arn:role")
    assert statement["Principal"] == {"AWS": "arn:role"}
    assert "kms:CreateGrant" not in str(statement["Action"])
    assert "Condition" not in statement


def test_logs_use_a_key_for_the_named_groups_in_any_order() -> None:
    groups = ["arn:b", "arn:a"]
    statement = log_groups_use_key(logs_service="logs.x.amazonaws.com", log_group_arns=groups)
    assert statement["Condition"] == {
        "ArnEquals": {"kms:EncryptionContext:aws:logs:arn": ["arn:a", "arn:b"]}
    }


def test_flow_logs_write_to_one_group_and_nowhere_else() -> None:
    [statement] = statements(flow_logs_write(GROUP))
    assert statement["Resource"] == [GROUP, f"{GROUP}:*"]
    assert not [action for action in statement["Action"] if "*" in action]
