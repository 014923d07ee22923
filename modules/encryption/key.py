"""A KMS key of the cluster's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from modules.planning.identity.policy_documents import Statement, policy_json

#: The longest wait KMS offers: what a deleted key encrypted is lost for good.
#: Source: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
_DELETION_WINDOW_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptionKeyProps:
    """Inputs of `EncryptionKey`. Any ``str`` may be a token.

    Attributes:
        alias: Alias without ``alias/``.
        description: What the key encrypts.
        statements: Statements of the key policy, in IAM's own spelling.
    """

    alias: str
    description: str
    statements: Sequence[Statement]


class EncryptionKey(Construct):
    """A symmetric key that KMS rotates every year, with an alias."""

    #: ARN of the key (token).
    arn: str

    def __init__(self, scope: Construct, id_: str, props: EncryptionKeyProps) -> None:
        """Build the key and its alias."""
        super().__init__(scope, id_)
        key = KmsKey(
            self,
            "key",
            description=props.description,
            policy=policy_json(props.statements),
            enable_key_rotation=True,
            deletion_window_in_days=_DELETION_WINDOW_DAYS,
        )
        KmsAlias(self, "alias", name=f"alias/{props.alias}", target_key_id=key.key_id)
        self.arn = key.arn
