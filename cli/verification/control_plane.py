"""The control plane, and who may use it."""

from collections.abc import Iterator

from cli.verification.check import Aws, Check
from modules.catalog.access_policies import ACCESS_POLICIES
from modules.catalog.iam_policies import ADMIN_ACCESS_POLICY, VIEWER_ACCESS_POLICY
from modules.config import ClusterConfig
from modules.planning.names import control_plane_log_group_name

_HTTPS = 443
_LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def check_control_plane(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check the cluster's settings, its encryption and its logs."""
    actual = aws.client("eks").describe_cluster(name=cluster.name)["cluster"]
    vpc = actual["resourcesVpcConfig"]
    public = cluster.access.public_endpoint
    control_plane = cluster.control_plane
    rows = (
        ("status", "ACTIVE", actual["status"]),
        ("Kubernetes version", cluster.kubernetes_version, actual["version"]),
        ("private endpoint", True, vpc["endpointPrivateAccess"]),
        ("public endpoint", public, vpc["endpointPublicAccess"]),
        (
            "blocks that reach the public endpoint",
            sorted(cluster.access.allowed_cidrs) if public else None,
            sorted(vpc["publicAccessCidrs"]) if public else None,
        ),
        (
            "addresses of services",
            cluster.network.service_cidr,
            actual["kubernetesNetworkConfig"]["serviceIpv4Cidr"],
        ),
        ("authentication by access entries", "API", actual["accessConfig"]["authenticationMode"]),
        (
            "support policy",
            control_plane.upgrade_policy.upper(),
            actual["upgradePolicy"]["supportType"],
        ),
        ("zonal shift", control_plane.zonal_shift, actual["zonalShiftConfig"]["enabled"]),
        (
            "log types",
            _LOG_TYPES,
            sorted(
                log_type
                for setup in actual["logging"]["clusterLogging"]
                if setup["enabled"]
                for log_type in setup["types"]
            ),
        ),
    )
    for subject, expected, found in rows:
        yield Check(subject=f"control plane: {subject}", expected=expected, actual=found)
    yield _check_secrets(aws, actual["encryptionConfig"])
    yield _check_log_group(cluster, aws)


def _check_secrets(aws: Aws, encryption: list[dict[str, dict[str, str]]]) -> Check:
    kms = aws.client("kms")
    actual = [
        {
            "resources": setting["resources"],
            "key": kms.describe_key(KeyId=setting["provider"]["keyArn"])["KeyMetadata"]["KeyState"],
            "rotated": kms.get_key_rotation_status(KeyId=setting["provider"]["keyArn"])[
                "KeyRotationEnabled"
            ],
        }
        for setting in encryption
    ]
    return Check(
        subject="control plane: secrets are encrypted with a rotated key",
        expected=[{"resources": ["secrets"], "key": "Enabled", "rotated": True}],
        actual=actual,
    )


def _check_log_group(cluster: ClusterConfig, aws: Aws) -> Check:
    name = control_plane_log_group_name(cluster.name)
    groups = aws.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return Check(
        subject="control plane: log group is encrypted, and kept for so many days",
        expected=[(name, True, cluster.control_plane.log_retention_days)],
        actual=[
            (group["logGroupName"], "kmsKeyId" in group, group.get("retentionInDays"))
            for group in groups
        ],
    )


def check_private_access(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check who is let in at the private endpoint, beside the nodes."""
    actual = aws.client("eks").describe_cluster(name=cluster.name)["cluster"]
    group_id = actual["resourcesVpcConfig"]["clusterSecurityGroupId"]
    ec2 = aws.client("ec2")
    (group,) = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    let_in: list[str] = []
    for rule in group["IpPermissions"]:
        if rule.get("FromPort") == _HTTPS == rule.get("ToPort"):
            let_in += [block["CidrIp"] for block in rule.get("IpRanges", ())]
            let_in += [pair["GroupId"] for pair in rule.get("UserIdGroupPairs", ())]
    access = cluster.access
    named = [each.rpartition("/")[2] for each in access.private_security_groups]
    yield Check(
        subject="who reaches the private endpoint beside the nodes",
        expected=sorted([*access.private_cidrs, *named]),
        actual=sorted(let_in),
    )


def check_access(cluster: ClusterConfig, aws: Aws) -> Iterator[Check]:
    """Check who may use the cluster, and as what."""
    eks = aws.client("eks")
    access = cluster.access
    expected = {
        **{arn: [ADMIN_ACCESS_POLICY, VIEWER_ACCESS_POLICY] for arn in access.admins},
        **{arn: [VIEWER_ACCESS_POLICY] for arn in access.viewers},
        **{
            arn: sorted(ACCESS_POLICIES[each.policy].name for each in entry.policies)
            for arn, entry in access.entries.items()
        },
    }
    for arn, policies in sorted(expected.items()):
        answer = eks.list_associated_access_policies(clusterName=cluster.name, principalArn=arn)
        attached = answer["associatedAccessPolicies"]
        yield Check(
            subject=f"access of {arn}",
            expected=policies,
            actual=sorted(policy["policyArn"].rpartition("/")[2] for policy in attached),
        )
    entries = eks.list_access_entries(clusterName=cluster.name)["accessEntries"]
    if not access.cluster_creator_admin:
        yield Check(
            subject="nobody else has access", expected=sorted(expected), actual=sorted(entries)
        )
