"""Entries of ``storage.lustre``."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, create_model, model_validator
from typing_extensions import Self

from modules.catalog.lustre import (
    EFA_STEP_GIB,
    METADATA_IOPS,
    MOST_BACKUP_DAYS,
    MOST_LINKS,
    MOST_METADATA_IOPS,
    SMALLEST_GIB,
    STEP_GIB,
    THROUGHPUTS_MIBPS_PER_TIB,
    is_capacity,
    is_metadata_iops,
    smallest_above,
)
from modules.config.sections.matching import Matching
from modules.config.sections.model import Section, refusal
from modules.config.sections.strings import KmsKeyArn, StorageKey
from modules.planning.names import link_id

#: What happens to a file or an object.
EventWord = Literal["new", "changed", "deleted"]
LinkPath = Annotated[
    str,
    Matching(
        r"/[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*",
        "is not a folder of the file system; write one like /datasets",
    ),
]
LinkPrefix = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*",
        "is not a prefix of keys; write one like runs/2027, without '/' at either end",
    ),
]
#: What goes with persistent_2 alone.
_OF_PERSISTENT = (
    "throughput_mibps_per_tib",
    "metadata_iops",
    "efa",
    "kms_key_arn",
    "backup_retention_days",
)


class _Link(Section):
    """A folder that shows what is in a bucket, and takes files to it."""

    bucket: StorageKey = Field(examples=["datasets"])
    """Bucket of ``storage.buckets``, in the cluster's region."""

    path: LinkPath = Field(examples=["/datasets"])
    """Folder of the file system."""

    prefix: LinkPrefix | None = None
    """What keys of objects begin with; the whole bucket if left out."""

    export: list[EventWord] = []
    """Which changes of files go to the bucket by themselves, as they are made."""

    @property
    def imported(self) -> list[EventWord]:
        """Which changes of the bucket the file system follows."""
        found: list[EventWord] = getattr(self, "import")
        return found


if TYPE_CHECKING:
    LinkConfig = _Link
else:
    # The word of the file is one of Python too.
    LinkConfig = create_model(
        "LinkConfig",
        __base__=_Link,
        __doc__=_Link.__doc__,
        __module__=__name__,
        **{
            "import": (
                list[EventWord],
                Field(
                    default=["new", "changed", "deleted"],
                    description="Which changes of the bucket the folder follows by itself.",
                ),
            )
        },
    )


class LustreConfig(Section):
    """A file system of Amazon FSx for Lustre, in the subnet of one zone.

    Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html
    """

    availability_zone: str = Field(examples=["us-west-2a"])
    """Zone of the cluster; that of the nodes that train, since traffic between zones is slower and
    paid for."""

    capacity_gib: int = Field(ge=SMALLEST_GIB, examples=[4800])
    """Size in GiB: 1200, or a multiple of 2400; with ``efa`` a multiple of 38400, 19200, 9600 or
    4800 for a throughput of 125, 250, 500 or 1000. It can grow, and not shrink."""

    deployment: Literal["scratch_2", "persistent_2"] = Field(examples=["persistent_2"])
    """``persistent_2``: what is on a server that fails is there on another. ``scratch_2``: it is
    lost; for what can be read again from a bucket."""

    throughput_mibps_per_tib: int | None = Field(
        default=None, examples=[250], json_schema_extra={"enum": [*THROUGHPUTS_MIBPS_PER_TIB, None]}
    )
    """Throughput in MiB/s for each TiB of a persistent one: 125, 250, 500 or 1000. A scratch one
    has 200."""

    metadata_iops: int | None = Field(default=None, examples=[12000])
    """Metadata operations in a second of a persistent one: 1500, 3000, 6000, 12000, or a multiple
    of that up to 192000; if left out, what goes with its size. They can grow, and not shrink."""

    efa: bool = False
    """Whether nodes reach a persistent one by EFA, and GPUs by GPUDirect Storage. Nodes need EFA,
    its modules and settings of Lustre. It cannot be changed later, and neither can
    ``throughput_mibps_per_tib`` with it."""

    kms_key_arn: KmsKeyArn | None = None
    """Key that encrypts a persistent one; a key of the cluster for file systems if left out. A
    scratch one is encrypted with a key that FSx has for it alone."""

    backup_retention_days: int = Field(default=0, ge=0, le=MOST_BACKUP_DAYS)
    """For how many days a daily backup of a persistent one is kept; 0 for no backups. One that is
    linked to a bucket has none."""

    linked: list[LinkConfig] = Field(default=[], max_length=MOST_LINKS)
    """Folders that show what is in buckets."""

    delete_with_files: bool = False
    """Whether it may be destroyed. FSx deletes a file system with all that is on it; without this
    Terraform refuses a plan that would."""

    @model_validator(mode="after")
    def _is_of_a_size(self) -> Self:
        if not is_capacity(self.capacity_gib):
            above = smallest_above(self.capacity_gib, STEP_GIB, SMALLEST_GIB)
            message = (
                f"{self.capacity_gib} is no size of FSx for Lustre, which makes {SMALLEST_GIB} GiB "
                f"or multiples of {STEP_GIB}; write {above}"
            )
            raise refusal("capacity_gib", message)
        return self

    @model_validator(mode="after")
    def _scratch_has_no_settings(self) -> Self:
        said = [
            key for key in _OF_PERSISTENT if getattr(self, key) and key in self.model_fields_set
        ]
        if self.deployment == "scratch_2" and said:
            message = "goes with deployment: persistent_2; remove it, or write that"
            raise refusal(said[0], message, "deployment")
        if self.deployment == "persistent_2" and self.throughput_mibps_per_tib is None:
            every = ", ".join(map(str, THROUGHPUTS_MIBPS_PER_TIB))
            message = f"a persistent file system has a throughput; write one of {every}"
            raise refusal("throughput_mibps_per_tib", message, "deployment")
        return self

    @model_validator(mode="after")
    def _settings_are_those_of_fsx(self) -> Self:
        throughput, iops = self.throughput_mibps_per_tib, self.metadata_iops
        if throughput is not None and throughput not in THROUGHPUTS_MIBPS_PER_TIB:
            every = ", ".join(map(str, THROUGHPUTS_MIBPS_PER_TIB))
            message = f"FSx has no {throughput} MiB/s for each TiB; write one of {every}"
            raise refusal("throughput_mibps_per_tib", message)
        if iops is not None and not is_metadata_iops(iops):
            message = (
                f"FSx provisions no {iops} metadata operations; write one of "
                f"{', '.join(map(str, METADATA_IOPS))}, or a multiple of {METADATA_IOPS[-1]} up to "
                f"{MOST_METADATA_IOPS}"
            )
            raise refusal("metadata_iops", message)
        return self

    @model_validator(mode="after")
    def _efa_asks_for_a_size(self) -> Self:
        throughput = self.throughput_mibps_per_tib
        step = EFA_STEP_GIB.get(throughput) if self.efa and throughput is not None else None
        if step is not None and self.capacity_gib % step:
            above = smallest_above(self.capacity_gib, step, step)
            message = (
                f"with EFA and {throughput} MiB/s for each TiB, FSx makes multiples of {step} GiB; "
                f"write {above}, or another throughput_mibps_per_tib"
            )
            raise refusal("capacity_gib", message, "efa", "throughput_mibps_per_tib")
        return self

    @model_validator(mode="after")
    def _links_are_apart(self) -> Self:
        if self.linked and self.backup_retention_days:
            message = "FSx makes no backups of what is linked to a bucket; remove it, or the links"
            raise refusal("backup_retention_days", message, "linked")
        for index, link in enumerate(self.linked):
            for other in self.linked[:index]:
                pair = sorted((f"{link.path}/", f"{other.path}/"), key=len)
                if pair[1].startswith(pair[0]):
                    message = f"{link.path} and {other.path} overlap; FSx links folders apart"
                    raise refusal(("linked", index, "path"), message)
                if link_id(link.path) == link_id(other.path):
                    message = (
                        f"{link.path} and {other.path} differ only in punctuation that Terraform "
                        "addresses cannot hold; rename one of the two"
                    )
                    raise refusal(("linked", index, "path"), message)
        return self

    @property
    def has_own_key(self) -> bool:
        """Whether the cluster's key of file systems encrypts it."""
        return self.deployment == "persistent_2" and self.kms_key_arn is None

    @property
    def kind(self) -> str:
        """Its deployment, with the throughput that it is sold by."""
        throughput = self.throughput_mibps_per_tib
        return self.deployment + ("" if throughput is None else f" at {throughput}")
