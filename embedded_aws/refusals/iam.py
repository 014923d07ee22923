"""What IAM refuses: what is attached, or exists. Most of it the emulator knows."""

from collections.abc import Mapping

from embedded_aws.refusals.refusal import Look, Refusal, View, by_the_emulator

_API = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_{}.html"
_CONFLICT, _EXISTS, _STATUS = "DeleteConflict", "EntityAlreadyExists", 409

_VERSIONS = Look(
    name="versions of the policy",
    service="iam",
    operation="ListPolicyVersions",
    items="Versions",
    parameters=lambda asked: {"PolicyArn": asked["PolicyArn"]},
)


def _has_versions(view: View) -> Mapping[str, object] | None:
    return {} if len(view.seen[_VERSIONS.name]) > 1 else None


def _known(operation: str, when: str, code: str, message: str) -> Refusal:
    source = _API.format(operation)
    return by_the_emulator(
        operation,
        when,
        service="iam",
        code=code,
        message=message,
        source=source,
        status=_STATUS,
    )


REFUSALS = (
    _known(
        "DeleteRole",
        "policies are attached to it",
        _CONFLICT,
        "Cannot delete entity, must detach all policies first.",
    ),
    _known(
        "DeleteRole",
        "it has inline policies",
        _CONFLICT,
        "Cannot delete entity, must delete all inline policies first.",
    ),
    _known(
        "DeleteRole",
        "an instance profile has it",
        _CONFLICT,
        "Cannot delete entity, must remove role from all instance profiles first.",
    ),
    _known(
        "DeletePolicy",
        "it is attached",
        _CONFLICT,
        "Cannot delete a policy attached to entities.",
    ),
    _known("CreateRole", "a role of the name exists", _EXISTS, "Role with name"),
    _known("CreatePolicy", "a policy of the name exists", _EXISTS, "A policy called"),
    Refusal(
        service="iam",
        operations=("DeletePolicy",),
        when="it has versions besides the default one",
        code=_CONFLICT,
        status=_STATUS,
        message="This policy has more than one version. Before you delete a policy, you must "
        "delete the policy's versions.",
        source=_API.format("DeletePolicy"),
        finds=_has_versions,
        looks=(_VERSIONS,),
    ),
)
