"""The ``access`` section."""

from pydantic import Field, model_validator
from typing_extensions import Self

from modules.config.sections.access_entry import AccessEntryConfig
from modules.config.sections.model import Section, refusal
from modules.config.sections.principals import PrincipalArn
from modules.config.sections.private_sources import PrivateSourceBlock, SecurityGroupId
from modules.config.sections.public_block import PublicBlock
from modules.planning.names import principal_key

#: Source: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
_MOST_CIDRS = 40
#: Keys that name principals.
_WHO = ("admins", "viewers", "entries")
_ANYWHERE = "0.0.0.0/0"


class AccessConfig(Section):
    """Who reaches the Kubernetes API, from where, and as what."""

    public_endpoint: bool = False
    """Whether the API can be reached from outside the VPC; needs ``allowed_cidrs``."""

    allowed_cidrs: list[PublicBlock] = Field(default=[], max_length=_MOST_CIDRS)
    """IPv4 blocks of the internet that the public endpoint answers to."""

    open_to_internet: bool = False
    """Says a second time that 0.0.0.0/0 in ``allowed_cidrs`` is meant."""

    private_cidrs: list[PrivateSourceBlock] = []
    """IPv4 blocks that reach the private endpoint: of the VPC itself, for a bastion, or of networks
    connected to it. Left out, nodes alone reach it. In a private network they reach the VPC
    endpoints too."""

    private_security_groups: list[SecurityGroupId] = []
    """Security groups whose members reach the private endpoint, in the VPC or one connected to it;
    in a private network the VPC endpoints too."""

    admins: list[PrincipalArn] = []
    """IAM roles and users that may do everything in the cluster."""

    viewers: list[PrincipalArn] = []
    """IAM roles and users that may look at what is in namespaces, but for secrets; at nodes and the
    like once an administrator has applied what docs/access.md shows."""

    entries: dict[PrincipalArn, AccessEntryConfig] = {}
    """Who else, by the ARN of an IAM role or user, and as what: by AWS's access policies, in
    namespaces, or as members of Kubernetes groups."""

    cluster_creator_admin: bool = False
    """Whether whoever applies first becomes an administrator, by no entry that a reader sees."""

    @model_validator(mode="after")
    def _public_endpoint_goes_with_cidrs(self) -> Self:
        if self.public_endpoint and not self.allowed_cidrs:
            message = (
                "public_endpoint is true without allowed_cidrs; list the blocks that may reach it, "
                "as in allowed_cidrs: [203.0.113.0/24]"
            )
            raise refusal("public_endpoint", message, "allowed_cidrs")
        if self.allowed_cidrs and not self.public_endpoint:
            message = (
                "allowed_cidrs are given, but public_endpoint is false; "
                "remove them or write public_endpoint: true"
            )
            raise refusal("allowed_cidrs", message, "public_endpoint")
        return self

    @model_validator(mode="after")
    def _sources_are_distinct(self) -> Self:
        for key in ("allowed_cidrs", "private_cidrs", "private_security_groups"):
            named = getattr(self, key)
            twice = next((each for each in named if named.count(each) > 1), None)
            if twice is not None:
                raise refusal(key, f"{twice} stands twice; name it once")
        return self

    @model_validator(mode="after")
    def _the_whole_internet_is_said_twice(self) -> Self:
        everywhere = _ANYWHERE in self.allowed_cidrs
        if everywhere and not self.open_to_internet:
            message = (
                f"allowed_cidrs has {_ANYWHERE}, which lets the whole internet reach the API; "
                "name narrower blocks, or add open_to_internet: true if that is meant"
            )
            raise refusal("allowed_cidrs", message, "open_to_internet")
        if self.open_to_internet and not everywhere:
            message = (
                f"open_to_internet is true, but allowed_cidrs does not have {_ANYWHERE}; "
                "remove open_to_internet"
            )
            raise refusal("open_to_internet", message, "allowed_cidrs")
        return self

    @model_validator(mode="after")
    def _principals_are_distinct(self) -> Self:
        seen: dict[str, str] = {}
        for arn in (*self.admins, *self.viewers, *self.entries):
            key = principal_key(arn)
            if seen.get(key) == arn:
                message = f"{arn} stands twice; name it once, as an admin or as a viewer"
                if arn in self.entries:
                    message += ", or in entries with all it may do"
                raise refusal(self._list_of(arn), message, *_WHO)
            if key in seen:
                message = (
                    f"{arn} and {seen[key]} differ only in punctuation that Terraform addresses "
                    "cannot hold; rename one of the two"
                )
                raise refusal(self._list_of(arn), message, *_WHO)
            seen[key] = arn
        return self

    def _list_of(self, arn: str) -> str:
        return next(key for key in reversed(_WHO) if arn in getattr(self, key))
