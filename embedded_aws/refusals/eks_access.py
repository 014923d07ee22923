"""What EKS refuses about who may use a cluster."""

import re
from collections.abc import Mapping

from embedded_aws.refusals.eks_looks import API, IMPOSSIBLE, IN_USE, IN_USE_STATUS
from embedded_aws.refusals.refusal import Look, Refusal, View

_ARN_OF_A_PRINCIPAL = re.compile(r"arn:[\w-]+:iam::\d{12}:(root|(role|user)/[\w+=,.@/-]+)")
#: Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
_IDENTITY_CENTER_ROLE = re.compile(r":role/(?P<path>.*/)?AWSReservedSSO_[^/]+$")
_IDENTITY_CENTER_PATH = re.compile(r"aws-reserved/sso\.amazonaws\.com/([a-z0-9-]+/)?")
_SERVICE_LINKED = ":role/aws-service-role/"

_ENTRY = Look(
    name="access entry",
    service="eks",
    operation="DescribeAccessEntry",
    items="[accessEntry]",
    parameters=lambda asked: {name: asked[name] for name in ("clusterName", "principalArn")},
)


def _has_an_entry(view: View) -> Mapping[str, object] | None:
    return {} if view.seen[_ENTRY.name] else None


def _not_of_iam(view: View) -> Mapping[str, object] | None:
    return None if _ARN_OF_A_PRINCIPAL.fullmatch(view.asked["principalArn"]) else {}


def _without_its_path(view: View) -> Mapping[str, object] | None:
    role = _IDENTITY_CENTER_ROLE.search(view.asked["principalArn"])
    if role is None or _IDENTITY_CENTER_PATH.fullmatch(role["path"] or ""):
        return None
    return {}


def _service_linked(view: View) -> Mapping[str, object] | None:
    return {} if _SERVICE_LINKED in view.asked["principalArn"] else None


REFUSALS = (
    Refusal(
        service="eks",
        operations=("CreateAccessEntry",),
        when="the principal has an entry, be it the one that EKS gave the cluster's creator",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="The specified access entry resource is already in use on this cluster.",
        source="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3293",
        finds=_has_an_entry,
        looks=(_ENTRY,),
    ),
    Refusal(
        service="eks",
        operations=("CreateAccessEntry",),
        when="the principal is a session, or anything else but a user or role of IAM",
        code=IMPOSSIBLE,
        message="The principalArn parameter format is not valid",
        source="https://github.com/aws-samples/appmod-blueprints/pull/319",
        finds=_not_of_iam,
    ),
    Refusal(
        service="eks",
        operations=("CreateAccessEntry",),
        when="the principal is a role of Identity Center without its path "
        "`aws-reserved/sso.amazonaws.com/[region/]`",
        code=IMPOSSIBLE,
        message="The specified principalArn is invalid: invalid principal.",
        source="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2969",
        finds=_without_its_path,
    ),
    Refusal(
        service="eks",
        operations=("CreateAccessEntry",),
        when="the principal is a service-linked role",
        code=IMPOSSIBLE,
        message="The caller is not allowed to modify access entries with a principalArn value of "
        "a Service Linked Role",
        source="https://github.com/hashicorp/terraform-provider-aws/issues/36447",
        finds=_service_linked,
    ),
    Refusal(
        service="eks",
        operations=("CreatePodIdentityAssociation",),
        when="the service account has an association",
        code=IN_USE,
        status=IN_USE_STATUS,
        message="Association already exists",
        source=API.format("CreatePodIdentityAssociation"),
        finds=None,
    ),
)
