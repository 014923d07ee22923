"""The ``state`` section."""

from typing import Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.model import Section, refusal
from modules.config.sections.region import RegionName
from modules.config.sections.strings import BucketName, KmsKeyArn, StateKeyPrefix


class StateConfig(Section):
    """Where Terraform keeps what it knows of the cluster."""

    backend: Literal["local", "s3"] = "local"
    """``local``: a file beside the project, for trying things out. ``s3``: a bucket that a team
    shares, locked by S3 itself."""

    bucket: BucketName | None = Field(default=None, examples=["example-terraform-state"])
    """Bucket of the state; it must exist."""

    key_prefix: StateKeyPrefix = "trainyard"
    """Start of the key, which goes on with the cluster's name."""

    region: RegionName | None = None
    """Region of the bucket; the cluster's if left out."""

    kms_key_arn: KmsKeyArn | None = None
    """Key that encrypts the state; what the bucket itself is set to encrypt with if left out."""

    @model_validator(mode="after")
    def _s3_goes_with_a_bucket(self) -> Self:
        if self.backend == "s3" and self.bucket is None:
            message = "backend is s3 without a bucket; add bucket: <name of the bucket>"
            raise refusal("backend", message, "bucket")
        only_s3 = sorted(self.model_fields_set - {"backend"})
        if self.backend == "local" and only_s3:
            message = (
                f"{', '.join(only_s3)} means nothing with backend local; "
                "remove it or write backend: s3"
            )
            raise refusal(only_s3[0], message, "backend")
        return self
