"""A KMS key of the cluster's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import TerraformResourceLifecycle
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
        goes_last: Whether, when the key is taken away, it is deleted only after what used it has
            changed. What the policy refers to must then be able to stand twice.
    """

    alias: str
    description: str
    statements: Sequence[Statement]
    goes_last: bool = False


class EncryptionKey(Construct):
    """A symmetric key that KMS rotates every year, with an alias."""

    #: ARN of the key (token).
    arn: str
    #: Id of the key (token).
    key_id: str
    #: The key itself, for what must go before it.
    key: KmsKey

    def __init__(self, scope: Construct, id_: str, props: EncryptionKeyProps) -> None:
        """Build the key and its alias."""
        super().__init__(scope, id_)
        self.key = key = KmsKey(
            self,
            "key",
            description=props.description,
            policy=policy_json(props.statements),
            enable_key_rotation=True,
            deletion_window_in_days=_DELETION_WINDOW_DAYS,
            lifecycle=(
                TerraformResourceLifecycle(create_before_destroy=True) if props.goes_last else None
            ),
        )
        self.arn, self.key_id = key.arn, key.key_id
        KeyAlias(self, "alias", alias=props.alias, key_id=self.key_id)


class KeyAlias(Construct):
    """A name for a key; a key may have several."""

    def __init__(self, scope: Construct, id_: str, *, alias: str, key_id: str) -> None:
        """Build the alias.

        Args:
            scope: Scope.
            id_: Id in the scope.
            alias: Alias without ``alias/``.
            key_id: Key it stands for (token).
        """
        super().__init__(scope, id_)
        KmsAlias(self, "alias", name=f"alias/{alias}", target_key_id=key_id)
