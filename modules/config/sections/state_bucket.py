"""A state bucket file: the bucket that a team's clusters keep their state in."""

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.catalog.regions import RegionFacts, UnknownRegionError, regions
from modules.config.sections.model import Section, refusal
from modules.config.sections.principals import PrincipalArn
from modules.config.sections.region import RegionName
from modules.config.sections.strings import (
    AccountId,
    BucketName,
    NewBucketName,
    RoleArn,
    StateKeyPrefix,
)
from modules.config.sections.tags import Tags


class StateBucketConfig(Section):
    """One state bucket, as its file describes it."""

    bucket: NewBucketName = Field(examples=["example-terraform-state"])
    """Name of the bucket; no other in the world has it."""

    region: RegionName = Field(examples=["us-west-2"])
    """AWS region."""

    unlisted_region: bool = False
    """Says that a region the catalog does not have is meant."""

    account_id: AccountId | None = None
    """AWS account, in quotes. Terraform refuses to work in any other."""

    assume_role_arn: RoleArn | None = None
    """IAM role that Terraform works as."""

    key_prefix: StateKeyPrefix = "trainyard"
    """Start of every key; the same as in the ``state`` section of the clusters."""

    users: list[PrincipalArn] = []
    """Roles that run Terraform, and may be of other accounts. The bucket and its key let them in;
    each needs the policy of its cluster's output ``state_access_policy`` as well. Without any, the
    policies of roles of this account alone decide."""

    expire_old_versions_days: int = Field(default=90, ge=1, le=3650)
    """How long a version of a state is kept after a newer one has taken its place, in days."""

    access_log_bucket: BucketName | None = None
    """Bucket of the same region and account that gets the access log."""

    no_access_log_because: str | None = Field(
        default=None,
        min_length=10,
        examples=["CloudTrail data events of this bucket go to the audit account"],
    )
    """Why there is no access log, where there is none. Whoever scans the bucket reads it."""

    tags: Tags = {}
    """Tags of the bucket and its key."""

    @property
    def stack_name(self) -> str:
        """Name of the bucket's stack."""
        return f"state-{self.bucket}"

    @property
    def region_facts(self) -> RegionFacts:
        """What the region is."""
        return regions().get(self.region, RegionFacts(name=self.region, zones=()))

    @model_validator(mode="after")
    def _is_in_a_known_region(self) -> Self:
        if self.region not in regions() and not self.unlisted_region:
            error = UnknownRegionError(self.region)
            glue = " " if error.suggestion else "; "
            message = f"{error}{glue}for one newer than the catalog add unlisted_region: true"
            raise refusal("region", message, "unlisted_region")
        return self

    @model_validator(mode="after")
    def _is_logged_or_says_why_not(self) -> Self:
        if self.access_log_bucket is None and self.no_access_log_because is None:
            message = (
                "is missing; name the bucket that gets the access log, or say why there is none: "
                "no_access_log_because: <reason>"
            )
            raise refusal("access_log_bucket", message, "no_access_log_because")
        if self.access_log_bucket is not None and self.no_access_log_because is not None:
            message = "goes with no access log; remove it, or remove access_log_bucket"
            raise refusal("no_access_log_because", message, "access_log_bucket")
        if self.access_log_bucket == self.bucket:
            message = "a bucket cannot log to itself without end; name another"
            raise refusal("access_log_bucket", message, "bucket")
        return self
