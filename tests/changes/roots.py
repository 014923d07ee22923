"""What a file of each kind holds."""

from collections.abc import Mapping

from pydantic import BaseModel

from modules.catalog.changes import FileKind
from modules.config import ClusterConfig, StateBucketConfig

ROOTS: Mapping[FileKind, type[BaseModel]] = {
    "cluster": ClusterConfig,
    "state_bucket": StateBucketConfig,
}
