"""The account that the credentials of the environment belong to."""

from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from cli.preflight.asking import error_code

_CONNECT_SECONDS = 5
_ATTEMPTS = 3


class NoAccountError(Exception):
    """AWS does not say whose the credentials are."""


class RoleNotAssumedError(Exception):
    """The role that Terraform would work as is not to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealAccount:
    """Clients for one region.

    Attributes:
        session: Where credentials and settings come from.
        region: AWS region.
        timeout_seconds: How long a call may wait for an answer.
    """

    session: Session
    region: str
    timeout_seconds: float

    def client(self, service: str) -> Any:
        """Give a client of a service."""
        return self.session.create_client(
            service,
            region_name=self.region,
            config=Config(
                connect_timeout=min(_CONNECT_SECONDS, self.timeout_seconds),
                read_timeout=self.timeout_seconds,
                retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose credentials they are.

    Attributes:
        account_id: The account.
        arn: The user, or the session of a role.
    """

    account_id: str
    arn: str


def connect(
    region: str, *, assume_role_arn: str | None, session_name: str, timeout_seconds: float
) -> tuple[RealAccount, Caller]:
    """Find out whose the credentials are, and take the role that Terraform would take.

    Args:
        region: AWS region.
        assume_role_arn: Role that Terraform works as, or None.
        session_name: What to call the session of that role.
        timeout_seconds: How long a call may wait for an answer.

    Raises:
        NoAccountError: If AWS does not say.
        RoleNotAssumedError: If the role is not to be had.
    """
    aws = RealAccount(session=Session(), region=region, timeout_seconds=timeout_seconds)
    caller = _who_calls(aws)
    if assume_role_arn is None:
        return aws, caller
    try:
        found = aws.client("sts").assume_role(
            RoleArn=assume_role_arn, RoleSessionName=session_name
        )["Credentials"]
    except ClientError as error:
        message = (
            f"assume_role_arn: {caller.arn} may not assume {assume_role_arn}, as Terraform would "
            f"({error_code(error)}); let the trust policy of the role name it, and its own policy "
            "allow sts:AssumeRole"
        )
        raise RoleNotAssumedError(message) from error
    session = Session()
    session.set_credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
    assumed = RealAccount(session=session, region=region, timeout_seconds=timeout_seconds)
    return assumed, _who_calls(assumed)


def _who_calls(aws: RealAccount) -> Caller:
    try:
        identity = aws.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        message = (
            f"AWS does not say whose the credentials are: {error}; set them up as for the AWS CLI, "
            "and see that aws sts get-caller-identity answers"
        )
        raise NoAccountError(message) from error
    return Caller(account_id=identity["Account"], arn=identity["Arn"])
