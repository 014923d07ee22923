"""Storage classes that lifecycle rules of S3 move objects to.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageClassFacts:
    """A storage class.

    Attributes:
        name: What S3 calls it.
        earliest_days: Age of an object at which it may get here.
        stays_days: How long it is here before a rule may move it on.
        becomes: Classes a rule may move it on to, by the words of the cluster file.
        reads_at_once: Whether objects are read without being restored first.
    """

    name: str
    earliest_days: int = 0
    stays_days: int = 0
    becomes: tuple[str, ...] = ()
    reads_at_once: bool = True


#: By the words of the cluster file; compared with the source on 2026-11-25.
STORAGE_CLASSES: Mapping[str, StorageClassFacts] = MappingProxyType(
    {
        "standard_ia": StorageClassFacts(
            name="STANDARD_IA",
            earliest_days=30,
            stays_days=30,
            becomes=(
                "intelligent_tiering",
                "onezone_ia",
                "glacier_ir",
                "glacier",
                "deep_archive",
            ),
        ),
        "intelligent_tiering": StorageClassFacts(
            name="INTELLIGENT_TIERING",
            becomes=("onezone_ia", "glacier_ir", "glacier", "deep_archive"),
        ),
        "onezone_ia": StorageClassFacts(
            name="ONEZONE_IA", earliest_days=30, stays_days=30, becomes=("glacier", "deep_archive")
        ),
        "glacier_ir": StorageClassFacts(name="GLACIER_IR", becomes=("glacier", "deep_archive")),
        "glacier": StorageClassFacts(
            name="GLACIER", becomes=("deep_archive",), reads_at_once=False
        ),
        "deep_archive": StorageClassFacts(name="DEEP_ARCHIVE", reads_at_once=False),
    }
)
