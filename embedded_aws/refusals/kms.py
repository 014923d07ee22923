"""What fails with a KMS key that is disabled or will be deleted, and what KMS refuses itself.

KMS lets a key go whatever it encrypts: that stands in `embedded_aws.harms`.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from embedded_aws.refusals.eks_looks import IMPOSSIBLE
from embedded_aws.refusals.refusal import Look, Refusal, View

_STATES = "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"
_PENDING = "PendingDeletion"
_IN_WORDS = {_PENDING: "pending deletion", "Disabled": "disabled"}

_ROLES = Look(
    name="roles",
    service="iam",
    operation="ListRoles",
    items="Roles",
    parameters=lambda asked: {} if "Policy" in asked else None,
)


def _state(view: View, key_id: str | None) -> tuple[str, str] | None:
    """Give the ARN and state of an unusable key, named by ARN or id."""
    if key_id:
        for arn, state in view.unusable_keys.items():
            if key_id == arn or arn.endswith(f"/{key_id}"):
                return arn, state
    return None


def _of_secrets(view: View) -> Mapping[str, object] | None:
    for each in view.asked.get("encryptionConfig") or ():
        found = _state(view, each["provider"]["keyArn"])
        if found is not None:
            return {"arn": found[0], "state": _IN_WORDS.get(found[1], found[1])}
    return None


def _of_log_group(view: View) -> Mapping[str, object] | None:
    found = _state(view, view.asked.get("kmsKeyId"))
    return None if found is None else {"name": view.asked.get("logGroupName")}


def _pending(view: View) -> Mapping[str, object] | None:
    found = _state(view, view.asked.get("KeyId") or view.asked.get("TargetKeyId"))
    return {"arn": found[0]} if found is not None and found[1] == _PENDING else None


def _unknown_principal(view: View) -> Mapping[str, object] | None:
    """Find a role of the account that a policy names as a principal, and that is not there."""
    if not view.asked.get("Policy"):
        return None
    known = {role["Arn"] for role in view.seen[_ROLES.name]}
    unknown = [
        arn
        for arn in _principals(json.loads(view.asked["Policy"]))
        if f":{view.account_id}:role/" in arn and arn not in known
    ]
    return {} if unknown else None


def _principals(policy: Mapping[str, Any]) -> Iterable[str]:
    statements = policy.get("Statement", ())
    for statement in [statements] if isinstance(statements, Mapping) else statements:
        principal = statement.get("Principal", {})
        named = principal.get("AWS", ()) if isinstance(principal, Mapping) else ()
        yield from [named] if isinstance(named, str) else named


REFUSALS = (
    Refusal(
        service="kms",
        operations=("CreateAlias",),
        when="an alias of the name exists",
        code="AlreadyExistsException",
        message="Alias",
        source="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
        finds=None,
    ),
    Refusal(
        service="logs",
        operations=("CreateLogGroup",),
        when="a log group of the name exists",
        code="ResourceAlreadyExistsException",
        message="The specified log group already exists",
        source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
        "API_CreateLogGroup.html",
        finds=None,
    ),
    Refusal(
        service="kms",
        operations=(
            "CreateAlias",
            "CreateGrant",
            "DisableKey",
            "EnableKey",
            "EnableKeyRotation",
            "ScheduleKeyDeletion",
            "TagResource",
            "UpdateAlias",
            "UpdateKeyDescription",
        ),
        when="the key will be deleted",
        code="KMSInvalidStateException",
        message="{arn} is pending deletion.",
        source=_STATES,
        finds=_pending,
    ),
    Refusal(
        service="kms",
        operations=("CreateKey", "PutKeyPolicy"),
        when="the policy names a role of the account that does not exist",
        code="MalformedPolicyDocumentException",
        message="Policy contains a statement with one or more invalid principals.",
        source="https://github.com/awslabs/minimum-viable-dataspace-on-aws/issues/5",
        finds=_unknown_principal,
        looks=(_ROLES,),
    ),
    Refusal(
        service="eks",
        operations=("AssociateEncryptionConfig", "CreateCluster"),
        when="the key of the secrets is disabled or will be deleted",
        code=IMPOSSIBLE,
        message="{arn} is {state}.",
        source=_STATES,
        finds=_of_secrets,
    ),
    Refusal(
        service="logs",
        operations=("AssociateKmsKey", "CreateLogGroup"),
        when="the key of the log group is disabled or will be deleted",
        code=IMPOSSIBLE,
        message="The specified KMS key does not exist or is not allowed to be used with {name}",
        source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
        "API_AssociateKmsKey.html",
        finds=_of_log_group,
    ),
)
