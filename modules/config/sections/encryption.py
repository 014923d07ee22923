"""The ``encryption`` section."""

from typing import Annotated, Literal

from modules.config.sections.model import Section
from modules.config.sections.on_change import OnChange


class EncryptionConfig(Section):
    """The KMS keys of the cluster. KMS rotates every one each year."""

    keys: Annotated[Literal["separate", "shared"], OnChange.REPLACES_CLUSTER] = "separate"
    """``separate``: a key each for Kubernetes secrets, logs and volumes, so that a policy can tell
    them apart. ``shared``: one key for all, at a third of the price."""

    volumes: Annotated[Literal["cluster", "aws"], OnChange.ROLLS_NODES] = "cluster"
    """Which key encrypts the volumes of nodes. ``cluster``: one of the cluster's own. ``aws``: the
    account's ``aws/ebs``, which every principal of the account may use through EC2."""
