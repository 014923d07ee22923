"""The ``storage`` section."""

from modules.config.sections.bucket import BucketConfig
from modules.config.sections.efs import EfsConfig
from modules.config.sections.lustre import LustreConfig
from modules.config.sections.model import Section
from modules.config.sections.strings import StorageKey


class StorageConfig(Section):
    """What training reads from and writes to."""

    buckets: dict[StorageKey, BucketConfig] = {}
    """Buckets in S3, by names of your choice. What is made is versioned, encrypted, reached by TLS
    alone and never public. Which pods read and write, ``service_accounts`` say."""

    lustre: dict[StorageKey, LustreConfig] = {}
    """File systems of FSx for Lustre, by names of your choice, in subnets of the cluster. The
    add-on aws-fsx-csi-driver, which mounts them into pods, comes along."""

    efs: dict[StorageKey, EfsConfig] = {}
    """File systems of EFS for home directories and code, by names of your choice. The add-on
    aws-efs-csi-driver, which mounts them into pods, comes along."""
