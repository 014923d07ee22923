"""Entries of ``storage.buckets``."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.catalog.storage_classes import STORAGE_CLASSES
from modules.config.sections.model import Section, refusal
from modules.config.sections.strings import BucketName, KmsKeyArn, NewBucketName

#: Those of `modules.catalog.storage_classes`; a test compares.
StorageClassWord = Literal[
    "standard_ia", "intelligent_tiering", "onezone_ia", "glacier_ir", "glacier", "deep_archive"
]
#: What may be said of a bucket that is there already.
OF_EXISTING = frozenset({"existing", "kms_key_arn"})


class TransitionConfig(Section):
    """A move of objects to another storage class."""

    storage_class: StorageClassWord = Field(examples=["intelligent_tiering"])
    """Where they go. What is in ``glacier`` or ``deep_archive`` must be restored before anybody
    reads it, which takes hours."""

    after_days: int = Field(ge=0, le=36500, examples=[30])
    """Days after an object was made; 30 at the least for ``standard_ia`` and ``onezone_ia``."""


class BucketConfig(Section):
    """A bucket in S3: one that is made with the cluster, or one that is there already."""

    existing: BucketName | None = Field(default=None, examples=["acme-datasets"])
    """Name of a bucket that is there already, and stays as it is: of everything else here it may
    have ``kms_key_arn`` alone. Terraform lets go of a bucket that it made and that stands here
    later, with its key, and deletes neither."""

    name: NewBucketName | None = Field(default=None, examples=["acme-checkpoints"])
    """Name of the bucket, which no other in the world has; if left out, the name of the cluster,
    of this entry and the number of the account, with '-' between. Another name is another bucket,
    and S3 deletes the first only if it is empty."""

    kms_key_arn: KmsKeyArn | None = None
    """Key that encrypts its objects; if left out, a key of the cluster that is for buckets alone.
    Of an existing bucket: the key it encrypts with, so that service accounts may use it. The policy
    of a key of another account must let their roles use it. Objects keep the key they were written
    with."""

    expire_old_versions_days: int = Field(default=7, ge=1, le=3650)
    """How long what was overwritten or deleted can be brought back, in days, and is paid for."""

    abort_incomplete_uploads_days: int = Field(default=7, ge=1, le=3650)
    """After how many days the parts of an upload that was never finished are deleted."""

    transitions: list[TransitionConfig] = []
    """To which storage classes objects move as they age, the earliest first."""

    access_log_bucket: BucketName | None = None
    """Bucket of the same region and account that gets the access log; without one there is none."""

    delete_with_objects: bool = False
    """Whether the bucket may be destroyed with all that is in it. Without it S3 refuses to delete a
    bucket that is not empty, and the destroy ends with that error."""

    @model_validator(mode="after")
    def _what_exists_stays_as_it_is(self) -> Self:
        beside = sorted(self.model_fields_set - OF_EXISTING)
        if self.existing is not None and beside:
            message = (
                f"goes with a bucket that is made, and {self.existing} is there already: whoever "
                "made it decides; remove it, or remove existing"
            )
            raise refusal(beside[0], message, "existing")
        return self

    @model_validator(mode="after")
    def _transitions_are_in_the_order_of_s3(self) -> Self:
        for index, message in self._wrong_transitions():
            raise refusal(("transitions", index), message)
        return self

    def _wrong_transitions(self) -> Iterator[tuple[int, str]]:
        before: TransitionConfig | None = None
        for index, each in enumerate(self.transitions):
            facts = STORAGE_CLASSES[each.storage_class]
            earliest = facts.earliest_days
            if each.after_days < earliest:
                yield (
                    index,
                    f"S3 moves objects to {each.storage_class} after {earliest} days at the "
                    f"earliest; write after_days: {earliest} or more",
                )
            if before is not None:
                last = STORAGE_CLASSES[before.storage_class]
                earliest = before.after_days + max(last.stays_days, 1)
                if each.storage_class not in last.becomes:
                    yield (
                        index,
                        f"S3 moves nothing from {before.storage_class} to {each.storage_class}; "
                        f"after it may come {', '.join(last.becomes) or 'none'}",
                    )
                if each.after_days < earliest:
                    yield (
                        index,
                        f"comes after {before.storage_class} at {before.after_days} days, where "
                        f"objects stay for {max(last.stays_days, 1)} at the least; write "
                        f"after_days: {earliest} or more",
                    )
            before = each
