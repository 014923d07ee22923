"""IAM roles and users that get an access entry."""

import re
from typing import Annotated

from pydantic import AfterValidator

from modules.config.sections.matching import Matching, Shown

_IDENTITY_CENTER_ROLE = "AWSReservedSSO_"
_IDENTITY_CENTER_PATH = "aws-reserved/sso.amazonaws.com/"


def _no_session(value: str) -> str:
    """Refuse an assumed role's session; what is meant is the role, and a session has lost its path.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    session = re.fullmatch(r"arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([^/]+)/.+", value)
    if not session:
        return value
    partition, account, role = session.groups()
    is_what = f"{value!r} is a session of a role, which lasts for hours"
    if role.startswith(_IDENTITY_CENTER_ROLE):
        message = f"{is_what}; {_with_its_path(partition, account, role)}"
    else:
        message = (
            f"{is_what}; did you mean the role, 'arn:{partition}:iam::{account}:role/{role}'? "
            f"If the role has a path, it goes between (aws iam get-role --role-name {role})"
        )
    raise ValueError(message)


def _with_its_path(partition: str, account: str, role: str) -> str:
    """Tell where Identity Center keeps a role.

    Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    """
    arn = f"arn:{partition}:iam::{account}:role/{_IDENTITY_CENTER_PATH}"
    return (
        f"write the role of Identity Center with its path, '{arn}<region>/{role}', where <region> "
        f"is Identity Center's and is left out in us-east-1 (aws iam get-role --role-name {role})"
    )


def _has_its_path(value: str) -> str:
    """Refuse roles that EKS refuses in an access entry.

    Source: https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2969 and
    https://github.com/hashicorp/terraform-provider-aws/issues/36447
    """
    _, partition, _, _, account, name = value.split(":", maxsplit=5)
    path, _, role = name.partition("/")[2].rpartition("/")
    if f"{path}/".startswith("aws-service-role/"):
        message = (
            f"{value!r} is a service-linked role, which works for a service of AWS and may have no "
            "access; name the role or user that people or programs work as"
        )
        raise ValueError(message)
    if role.startswith(_IDENTITY_CENTER_ROLE) and not f"{path}/".startswith(_IDENTITY_CENTER_PATH):
        message = f"{value!r} lacks its path; {_with_its_path(partition, account, role)}"
        raise ValueError(message)
    return value


PrincipalArn = Annotated[
    str,
    AfterValidator(_no_session),
    Matching(
        r"arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]*[A-Za-z0-9_+=,.@-]",
        "is not the ARN of an IAM role or user; "
        "write one like arn:aws:iam::111122223333:role/PlatformAdmin",
    ),
    AfterValidator(_has_its_path),
    Shown(
        rf"(?!.*:role/aws-service-role/)"
        rf"(?!(?!.*:role/{re.escape(_IDENTITY_CENTER_PATH)}).*/{_IDENTITY_CENTER_ROLE}).*"
    ),
]
