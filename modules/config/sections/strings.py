"""Kinds of text a cluster file holds, each checked against the rules of whoever will read it."""

from ipaddress import AddressValueError, IPv4Network, NetmaskValueError
from typing import Annotated

from pydantic import AfterValidator, Field

from modules.config.sections.matching import Matching, Shown
from modules.planning.terraform.addresses import TAKEN_IDS

LARGEST_BLOCKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
OCTETS = rf"{_OCTET}(\.{_OCTET}){{3}}"
PRIVATE = r"(10|172\.(1[6-9]|2[0-9]|3[01])|192\.168)\."


def _free_id(value: str) -> str:
    """Refuse a name that no construct may have."""
    if value in TAKEN_IDS:
        message = f"{value!r} is a word of JavaScript, in which stacks are built; use another name"
        raise ValueError(message)
    return value


#: For the JSON Schema.
_FREE_ID = Shown(f"(?!({'|'.join(sorted(TAKEN_IDS))})$).*")


def ipv4_block(value: str) -> str:
    """Refuse what is not an IPv4 block, or has bits set behind the mask."""
    try:
        block = IPv4Network(value, strict=False)
    except (AddressValueError, NetmaskValueError) as error:
        message = f"{value!r} is not an IPv4 block; write one like 10.100.0.0/16"
        raise ValueError(message) from error
    if "/" not in value:
        message = f"{value!r} has no prefix length; did you mean '{value}/32'?"
        raise ValueError(message)
    if str(block) != value:
        message = f"{value!r} has bits set behind its mask; did you mean '{block}'?"
        raise ValueError(message)
    return value


#: Of no network: of the host itself, link-local, and for many receivers.
#: Source: https://www.iana.org/assignments/iana-ipv4-special-registry
OF_NO_NETWORK = ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")
OF_A_NETWORK = r"(?!(0|127|169\.254|22[4-9]|23[0-9])\.)"


def _vpc_block(value: str) -> str:
    block = IPv4Network(ipv4_block(value))
    within = next((n for n in OF_NO_NETWORK if block.overlaps(IPv4Network(n))), None)
    if within is not None:
        message = (
            f"{value!r} lies in {within}, whose addresses no network has, and EC2 refuses it; "
            "write a private block like 10.0.0.0/16"
        )
        raise ValueError(message)
    if not 16 <= block.prefixlen <= 20:  # noqa: PLR2004
        message = (
            f"{value!r} has a /{block.prefixlen} mask; write /16 to /20: AWS allows no larger VPC, "
            "and a smaller one leaves public subnets, 1/256 of it each, below AWS's /28"
        )
        raise ValueError(message)
    return value


def _service_block(value: str) -> str:
    block = IPv4Network(ipv4_block(value))
    private = any(block.subnet_of(IPv4Network(largest)) for largest in LARGEST_BLOCKS)
    if not private or not 12 <= block.prefixlen <= 24:  # noqa: PLR2004
        allowed = ", ".join(LARGEST_BLOCKS)
        message = f"{value!r} cannot hold services; write a /12 to /24 inside one of {allowed}"
        raise ValueError(message)
    return value


#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
ClusterName = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}",
        "is not a cluster name; use 1 to 100 letters, digits, '-' and '_', "
        "beginning with a letter or a digit",
    ),
    AfterValidator(_free_id),
    _FREE_ID,
]

#: Of GitHub and of GitLab, and of the subject of a token; lower case, since GitHub takes no account
#: of it and a trust policy does.
EnvironmentName = Annotated[
    str,
    Matching(
        r"[a-z][a-z0-9-]{0,62}",
        "is not the name of an environment; use 1 to 63 lower-case letters, digits and '-', "
        "beginning with a letter",
    ),
]

#: AWS also allows a digit first; Terraform addresses do not.
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
NodeGroupName = Annotated[
    str,
    Matching(
        r"[A-Za-z][A-Za-z0-9_-]{0,62}",
        "is not a node group name; use 1 to 63 letters, digits, '-' and '_', "
        "beginning with a letter, because it becomes a Terraform address",
    ),
    AfterValidator(_free_id),
    _FREE_ID,
]

AccountId = Annotated[
    str,
    Matching(r"[0-9]{12}", "is not an AWS account id; write its 12 digits in quotes"),
]
VpcBlock = Annotated[str, AfterValidator(_vpc_block), Shown(rf"{OF_A_NETWORK}{OCTETS}/(1[6-9]|20)")]
#: Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
ServiceBlock = Annotated[
    str, AfterValidator(_service_block), Shown(rf"(?={PRIVATE}){OCTETS}/(1[2-9]|2[0-4])")
]
PolicyArn = Annotated[
    str,
    Matching(
        r"arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/([A-Za-z0-9_+=,.@/-]+/)?[A-Za-z0-9_+=,.@-]+",
        "is not the ARN of an IAM policy; "
        "write one like arn:aws:iam::111122223333:policy/TeamBoundary",
    ),
]
KmsKeyArn = Annotated[
    str,
    Matching(
        r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+",
        "is not the ARN of a KMS key (an alias will not do); write one like "
        "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ),
]
#: IAM takes other characters too; but the path is part of ARNs in policies, where IAM would read
#: wildcards and variables into some of them.
#: Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
IamPath = Annotated[
    str,
    Matching(
        r"/([A-Za-z0-9_+=,.@-]+/)*",
        "is not an IAM path; begin and end it with '/', with letters, digits, '-', '_' and any "
        "of + = , . @ between, as in /training/",
    ),
    Field(max_length=512),
]
VpcId = Annotated[
    str,
    Matching(r"vpc-[0-9a-f]{8,17}", "is not a VPC id; write one like vpc-0123456789abcdef0"),
]
SubnetId = Annotated[
    str,
    Matching(
        r"subnet-[0-9a-f]{8,17}", "is not a subnet id; write one like subnet-0123456789abcdef0"
    ),
]
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME = Matching(
    r"(?!xn--|sthree-|amzn-s3-demo-)(?![0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$)(?!.*\.\.)"
    r"(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
    "is not an S3 bucket name; use 3 to 63 lower-case letters, digits, '.' and '-'",
)
BucketName = Annotated[str, BUCKET_NAME]
#: A certificate of S3 covers one label before its own name.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
NewBucketName = Annotated[
    BucketName,
    Matching(r"[^.]+", "has a dot, which TLS certificates of S3 do not cover; use '-'"),
]
#: What stands for a folder in paths names another object to those who read a key as a path.
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
StateKeyPrefix = Annotated[
    str,
    Matching(
        r"(?!(.*/)?\.\.?(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*",
        "is not a key prefix; use letters, digits, '_', '.', '-' and '/' between them, "
        "and no part '.' or '..', as in platform/trainyard",
    ),
]
AddOnVersion = Annotated[
    str,
    Matching(
        r"default|most_recent|v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+",
        "is not an add-on version; write default, most_recent or one like v1.20.1-eksbuild.1",
    ),
]
#: Add-ons of AWS have lower-case names; some of other vendors have '_' and capitals in theirs.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-vendors.html
AddOnName = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}",
        "is not the name of an add-on; use up to 100 letters, digits, '-' and '_', "
        "beginning with a letter or a digit",
    ),
    AfterValidator(_free_id),
    _FREE_ID,
]
#: A name of Kubernetes, of which a Terraform address and the name of a role are made.
ServiceAccountKey = Annotated[
    str,
    Matching(
        r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
        "is not a name for a service account; use 1 to 63 lower-case letters, digits and '-', "
        "beginning with a letter and ending with a letter or a digit",
    ),
    AfterValidator(_free_id),
    _FREE_ID,
]
#: Part of the name of a bucket, and of Terraform addresses.
StorageKey = Annotated[
    str,
    Matching(
        r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?",
        "is not a name for storage; use 1 to 40 lower-case letters, digits and '-', "
        "beginning with a letter and ending with a letter or a digit",
    ),
    AfterValidator(_free_id),
    _FREE_ID,
]
#: It ends up in a label of the nodes, behind the kind.
AcceleratorModel = Annotated[
    str,
    Matching(
        r"[A-Za-z0-9]([A-Za-z0-9 ._-]{0,48}[A-Za-z0-9])?",
        "is not a model that fits in a label; use up to 50 letters, digits, spaces, '-', '_' "
        "and '.', beginning and ending with a letter or a digit, as in H100",
    ),
]
AmiReleaseVersion = Annotated[
    str,
    Matching(
        r"[0-9]+\.[0-9]+\.[0-9]+-([0-9]{8}|[0-9a-f]{8})",
        "is not an AMI release version; write one like 1.35.0-20261101 (Amazon Linux) "
        "or 1.50.0-3c1d8a2f (Bottlerocket)",
    ),
]
InstanceType = Annotated[
    str,
    Matching(
        r"[a-z0-9-]+\.[a-z0-9-]+",
        "is not an instance type; write one like p5.48xlarge",
    ),
]
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CapacityReservation.html
CapacityReservationId = Annotated[
    str,
    Matching(
        r"cr-[0-9a-f]{8,17}",
        "is not the id of a capacity reservation or block; write one like cr-0123456789abcdef0",
    ),
]
ResourceGroupArn = Annotated[
    str,
    Matching(
        r"arn:aws[a-z-]*:resource-groups:[a-z0-9-]+:[0-9]{12}:group/[A-Za-z0-9_.-]+",
        "is not the ARN of a resource group; write one like "
        "arn:aws:resource-groups:us-west-2:111122223333:group/training",
    ),
]
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html
PlacementGroupName = Annotated[
    str,
    Matching(
        r"[!-~]([ -~]{0,253}[!-~])?",
        "is not the name of a placement group; use up to 255 ASCII characters, "
        "with no space at either end",
    ),
]
ContentType = Annotated[
    str,
    Matching(
        r"[a-z]+/[a-z0-9.+-]+",
        "is not a MIME type; write one like text/x-shellscript",
    ),
]
RoleArn = Annotated[
    str,
    Matching(
        r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+",
        "is not the ARN of an IAM role; write one like arn:aws:iam::111122223333:role/Deployer",
    ),
]
EndpointService = Annotated[
    str,
    Matching(
        r"[a-z0-9-]+(\.[a-z0-9-]+)*",
        "is not a service; write what comes behind com.amazonaws.<region>., as in ecr.api",
    ),
]
