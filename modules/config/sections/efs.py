"""Entries of ``storage.efs``."""

from typing import Annotated, Literal

from pydantic import Field

from modules.config.sections.matching import Matching
from modules.config.sections.model import Section
from modules.config.sections.strings import KmsKeyArn, StorageKey

#: Source: https://docs.aws.amazon.com/efs/latest/ug/API_RootDirectory.html
AccessPointPath = Annotated[
    str,
    Matching(
        r"(/[A-Za-z0-9_.-]+){1,4}",
        "is not a folder of at most four levels; write one like /teams/vision",
    ),
    Field(max_length=100),
]


class AccessPointConfig(Section):
    """A folder that pods see as the whole file system, as one user and group."""

    path: AccessPointPath | None = Field(default=None, examples=["/teams/vision"])
    """The folder, which is made if need be; ``/`` and the name of this entry if left out."""

    uid: int = Field(ge=1, le=4294967295, examples=[1000])
    """User that owns it and that pods write as, whoever they run as."""

    gid: int = Field(ge=1, le=4294967295, examples=[1000])
    """Group that owns it and that pods write as."""


class EfsConfig(Section):
    """A file system of Amazon EFS, with a mount target in each zone of the cluster."""

    throughput: Literal["elastic", "bursting"] = "elastic"
    """``elastic``: as much as is asked for, paid for by the GB. ``bursting``: what goes with its
    size, at no price of its own."""

    kms_key_arn: KmsKeyArn | None = None
    """Key that encrypts it; a key of the cluster for file systems if left out."""

    backups: bool = True
    """Whether AWS Backup makes a daily one, kept for 35 days."""

    access_points: dict[StorageKey, AccessPointConfig] = {}
    """Folders for teams, by names of your choice."""

    delete_with_files: bool = False
    """Whether it may be destroyed. EFS deletes a file system with all that is on it; without this
    Terraform refuses a plan that would."""
