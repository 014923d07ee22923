"""The ``volume`` section of a node group."""

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal
from modules.config.sections.strings import KmsKeyArn

_IOPS_PER_GIB = 500
_IOPS_PER_MIBPS = 4


class VolumeConfig(Section):
    """The encrypted gp3 volume of a node that holds images, logs and scratch space.

    Source: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    """

    size_gib: int = Field(default=100, ge=20, le=16384)
    """Size in GiB."""

    iops: int = Field(default=3000, ge=3000, le=16000)
    """Input/output operations per second; at most 500 for each GiB."""

    throughput_mibps: int = Field(default=125, ge=125, le=1000)
    """Throughput in MiB/s; at most one for four operations per second."""

    kms_key_arn: KmsKeyArn | None = None
    """Key that encrypts it; what ``encryption.volumes`` says if left out. The policy of a key that
    is named here must let the service-linked role of Auto Scaling use it."""

    @model_validator(mode="after")
    def _within_gp3(self) -> Self:
        if self.iops > self.size_gib * _IOPS_PER_GIB:
            message = (
                f"{self.iops} iops are too many for {self.size_gib} GiB; gp3 has at most "
                f"{_IOPS_PER_GIB} for each GiB: write iops: {self.size_gib * _IOPS_PER_GIB} or less"
            )
            raise refusal("iops", message, "size_gib")
        if self.throughput_mibps * _IOPS_PER_MIBPS > self.iops:
            message = (
                f"{self.throughput_mibps} MiB/s are too many for {self.iops} iops; gp3 needs "
                f"{_IOPS_PER_MIBPS} for each MiB/s: write iops: "
                f"{self.throughput_mibps * _IOPS_PER_MIBPS} or more"
            )
            raise refusal("throughput_mibps", message, "iops")
        return self
