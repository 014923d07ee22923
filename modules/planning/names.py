"""Names of AWS resources: deterministic, and within AWS's limits."""

import hashlib
import re

#: The tag on everything of a cluster, by which it is found again.
CLUSTER_TAG = "trainyard/cluster"

#: Stands in names for an account whose number is not known yet.
ANY_ACCOUNT = "0" * 12

_ROLE_NAME_LIMIT = 64
_DIGEST_LENGTH = 8
#: AWS takes 128; the provider keeps three for itself.
#: Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template
LONGEST_LAUNCH_TEMPLATE_NAME = 125
#: Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
LONGEST_OBJECT_KEY = 1024
#: What the name of a security group may not begin with.
#: Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
NO_SECURITY_GROUP = "sg-"


def role_name(cluster: str, region: str, purpose: str) -> str:
    """Name an IAM role after its cluster, region and purpose.

    IAM is global, so the region keeps two clusters of one name apart. A name over IAM's 64
    characters keeps a digest of the whole in place of what has to go.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    name = f"{cluster}-{region}-{purpose}"
    if len(name) <= _ROLE_NAME_LIMIT:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{name[: _ROLE_NAME_LIMIT - _DIGEST_LENGTH - 1]}-{digest}"


def service_account_purpose(key: str) -> str:
    """Say what the role of a service account is for, as `role_name` takes it."""
    return f"sa-{key}"


def launch_template_name(cluster: str, group: str) -> str:
    """Name the launch template of a node group, and its placement group.

    It is the longest of the names that are made of several and not cut: two of the longest names
    make 164 characters.
    """
    return f"{cluster}-{group}"


def made_bucket_name(cluster: str, name: str, account_id: str) -> str:
    """Name a bucket that the file gives no name: one account has it, of all in the world."""
    return f"{cluster}-{name}-{account_id}"


def link_id(path: str) -> str:
    """Turn the folder of a link to a bucket into a part of a Terraform address."""
    return f"link_{re.sub(r'[^A-Za-z0-9_-]', '_', path.lstrip('/'))}"


def control_plane_log_group_name(cluster: str) -> str:
    """Name the log group EKS writes to; EKS fixes it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
    """
    return f"/aws/eks/{cluster}/cluster"


def flow_log_group_name(cluster: str) -> str:
    """Name the log group of the VPC's flow logs."""
    return f"/aws/vpc/{cluster}/flow-logs"


def principal_key(principal_arn: str) -> str:
    """Turn the ARN of an IAM role or user into a part of a Terraform address.

    ``arn:aws:iam::111122223333:role/PlatformAdmin`` becomes ``111122223333_role_PlatformAdmin``.
    """
    account_and_name = principal_arn.split(":", maxsplit=4)[-1]
    return re.sub(r"[^A-Za-z0-9_-]", "_", account_and_name)


def policy_key(policy_arn: str) -> str:
    """Turn the ARN of a policy into a part of a Terraform address: its name, without its path."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", policy_arn.rpartition("/")[2])


def autoscaling_tag_id(key: str) -> str:
    """Turn the key of an Auto Scaling group's tag into a part of a Terraform address.

    ``k8s.io/cluster-autoscaler/node-template/label/nvidia.com/gpu.present`` becomes
    ``label_nvidia_com_gpu_present``.
    """
    return re.sub(r"[^A-Za-z0-9_-]", "_", key.partition("/node-template/")[2] or key)
