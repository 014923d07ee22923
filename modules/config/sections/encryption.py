"""The ``encryption`` section."""

from typing import Literal

from pydantic import model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal


class RetiredKeysConfig(Section):
    """What becomes of keys that nothing new is encrypted with, but that something old still needs.

    A key that is not named here is let go by Terraform, and stays in the account as it is.
    """

    logs: Literal["keep", "delete"] | None = None
    """The key of log groups, under `keys: shared`. `keep`: it stays Terraform's, until it is used
    again or the cluster is destroyed. `delete`: KMS deletes it 30 days later, and whatever was
    logged with it is lost."""

    volumes: Literal["keep", "delete"] | None = None
    """The key of volumes, under `keys: shared` or `volumes: aws`. `keep`: it stays Terraform's,
    until it is used again or the cluster is destroyed. `delete`: KMS deletes it 30 days later, and
    every volume and snapshot that it encrypted is lost, those of claims too."""

    shared: Literal["keep"] | None = None
    """The key that was shared, and is that of secrets alone since. `keep`: log groups and volumes
    that were encrypted with it may go on using it. Write it before leaving `keys: shared`; left
    out, what they hold cannot be read until it stands here."""


class EncryptionConfig(Section):
    """The KMS keys of the cluster. KMS rotates every one each year."""

    keys: Literal["separate", "shared"] = "separate"
    """`separate`: a key each for Kubernetes secrets, logs and volumes, so that a policy can tell
    them apart. `shared`: the key of secrets for all, at a third of the price. Secrets keep their
    key either way, since EKS cannot exchange it."""

    volumes: Literal["cluster", "aws"] = "cluster"
    """Which key encrypts the volumes of nodes. ``cluster``: one of the cluster's own. ``aws``: the
    account's ``aws/ebs``, which every principal of the account may use through EC2."""

    retired_keys: RetiredKeysConfig = RetiredKeysConfig()
    """What becomes of keys that are no longer used for anything new."""

    @model_validator(mode="after")
    def _retired_keys_are_not_in_use(self) -> Self:
        separate, own = self.keys == "separate", self.volumes == "cluster"
        in_use = {
            "logs": (separate, "keys is separate", "keys: shared"),
            "volumes": (separate and own, "volumes is cluster", "keys: shared or volumes: aws"),
            "shared": (not separate and own, "keys is shared", "keys: separate"),
        }
        for name, (used, because, otherwise) in in_use.items():
            if used and getattr(self.retired_keys, name) is not None:
                message = f"the key is in use, since {because}; remove it, or write {otherwise}"
                raise refusal(("retired_keys", name), message, "keys", "volumes")
        return self
