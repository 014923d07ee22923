"""What is right by itself and does not go together: names, accounts, regions, subnets."""

from pathlib import Path
from typing import Any

import pytest

from tests.modules.config.files import cluster, refusals, text, warned

SYSTEM = {"instance_types": ["m7i.large"]}
ACCOUNT, OTHER = "111122223333", "444455556666"
AWS_POLICY = "arn:aws:iam::aws:policy"
LONG_NAME, LONG_GROUP = "c" * 70, "g" * 60
SSO = "AWSReservedSSO_Admin_0123456789abcdef"


def policies(*arns: str, name: str = "snapshot-controller") -> dict[str, Any]:
    identity = {"service_account": "pods", "policy_arns": list(arns)}
    return {name: {"pod_identity": identity}}


def policy(name: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:policy/{name}"


def role(name: str, account: str = ACCOUNT) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def key(region: str) -> str:
    return f"arn:aws:kms:{region}:{ACCOUNT}:key/1234abcd"


REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    # names
    (
        {"name": LONG_NAME, "node_groups": {"system": SYSTEM, LONG_GROUP: SYSTEM}},
        [
            f"node_groups.{LONG_GROUP}: its launch template would be called {LONG_NAME}-"
            f"{LONG_GROUP}, of 131 characters where the AWS provider takes 125: shorten the name "
            "of the group or of the cluster by 6"
        ],
    ),
    (
        {"name": "sg-1", "network": {"private": True}},
        [
            "name: begins with 'sg-', as the ids of security groups do; EC2 takes no security "
            "group of such a name: choose another beginning"
        ],
    ),
    (
        {"state": {"backend": "s3", "bucket": "states", "key_prefix": "k" * 1010}},
        [
            "state.key_prefix: the key of the state and its lock would have 1030 characters where "
            "S3 takes 1024: shorten it by 6"
        ],
    ),
    (
        {
            "node_groups": {
                "system": SYSTEM
                | {"labels": {"a.b": "1", "a_b": "2"}, "scaling": {"owner": "autoscaler"}}
            }
        },
        [
            "node_groups.system.labels: the autoscaler's tags for label/a_b and label/a.b differ "
            "only in punctuation that Terraform addresses cannot hold; rename one of the two"
        ],
    ),
    (
        {
            "node_access": "session_manager",
            "iam": {"node_policy_arns": [f"{AWS_POLICY}/AmazonSSMManagedInstanceCore"]},
        },
        [
            f"iam.node_policy_arns[0]: {AWS_POLICY}/AmazonSSMManagedInstanceCore is of every "
            "node's role already; remove it"
        ],
    ),
    (
        {"iam": {"node_policy_arns": [f"{AWS_POLICY}/A", f"{AWS_POLICY}/A"]}},
        [f"iam.node_policy_arns[1]: {AWS_POLICY}/A stands twice; name it once"],
    ),
    (
        {"add_ons": policies(policy("a/P"), policy("b/P"), policy("a/P"))},
        [
            "add_ons.snapshot-controller.pod_identity.policy_arns[1]: "
            f"{policy('b/P')} and {policy('a/P')} have one name but for a path or punctuation, and "
            "Terraform addresses hold neither; rename one of the two",
            "add_ons.snapshot-controller.pod_identity.policy_arns[2]: "
            f"{policy('a/P')} stands twice; name it once",
        ],
    ),
    (
        {"add_ons": {"node": {"unlisted": True} | policies(policy("P"))["snapshot-controller"]}},
        [
            "add_ons.node.pod_identity: the role would have the name of one of the cluster; take "
            "pod_identity away and make its role elsewhere"
        ],
    ),
    (
        {"add_ons": {"ebs-csi": {"unlisted": True} | policies(policy("P"))["snapshot-controller"]}},
        [
            "add_ons.ebs-csi.pod_identity: the role would have the name of one of the add-on "
            "aws-ebs-csi-driver; take pod_identity away and make its role elsewhere"
        ],
    ),
    (
        {"add_ons": {"metrics-server": {"install": False, "version": "most_recent"}}},
        [
            "add_ons.metrics-server.install: install is false, so version would have no effect; "
            "remove one or the other"
        ],
    ),
    (
        {"add_ons": policies(policy("toString"))},
        [
            "add_ons.snapshot-controller.pod_identity.policy_arns[0]: 'toString' is a word that "
            "stacks are built with; rename the policy"
        ],
    ),
    (
        {"node_groups": {"constructor": SYSTEM}, "tags": {"__proto__": "x"}},
        [
            "node_groups.constructor: 'constructor' is a word of JavaScript, in which stacks are "
            "built; use another name",
            "tags.__proto__: '__proto__' is a word of JavaScript, in which stacks are built; use "
            "another key",
        ],
    ),
    # accounts
    (
        {
            "account_id": ACCOUNT,
            "iam": {"permissions_boundary": policy("Boundary", OTHER)},
            "add_ons": policies(policy("P", OTHER), "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        },
        [
            f"iam.permissions_boundary: the policy is of account {OTHER}, but the cluster is in "
            f"{ACCOUNT}, and AWS takes none of another; name one of that account",
            "add_ons.snapshot-controller.pod_identity.policy_arns[0]: the policy is of account "
            f"{OTHER}, but the cluster is in {ACCOUNT}, and AWS takes none of another; name one of "
            "that account",
        ],
    ),
    (
        {
            "assume_role_arn": role("Deployer"),
            "iam": {"permissions_boundary": policy("Boundary", OTHER)},
        },
        [
            f"iam.permissions_boundary: the policy is of account {OTHER}, but the cluster is in "
            f"{ACCOUNT}, and AWS takes none of another; name one of that account",
        ],
    ),
    # regions
    (
        {
            "state": {
                "backend": "s3",
                "bucket": "states",
                "region": "us-east-1",
                "kms_key_arn": key("us-west-2"),
            }
        },
        [
            "state.kms_key_arn: the key is in us-west-2, but the bucket is in us-east-1; use a key "
            "of that region"
        ],
    ),
    # the network
    (
        {
            "network": {
                "existing": {
                    "vpc_id": "vpc-0123456789abcdef0",
                    "private_subnets": {
                        "us-west-2a": "subnet-0123456789abcdef0",
                        "us-west-2b": "subnet-0123456789abcdef0",
                    },
                }
            }
        },
        [
            "network.existing.private_subnets.us-west-2b: subnet-0123456789abcdef0 is given for "
            "us-west-2a too, and a subnet is in one zone; name the one that is in us-west-2b (aws "
            "ec2 describe-subnets)"
        ],
    ),
    (
        {"network": {"peers": ["demo", "other", "other"]}},
        [
            "network.peers[0]: is this cluster itself; name others",
            "network.peers[2]: 'other' stands twice; name it once",
        ],
    ),
    # access
    (
        {"access": {"public_endpoint": True, "allowed_cidrs": ["203.0.113.0/24", "10.1.0.0/16"]}},
        [
            "access.allowed_cidrs[1]: '10.1.0.0/16' lies in 10.0.0.0/8, which is not of the "
            "internet, and EKS refuses it; write the public addresses that people come from, or in "
            "access.private_cidrs what reaches the private endpoint from the VPC and networks "
            "connected to it"
        ],
    ),
    (
        {"access": {"public_endpoint": True, "allowed_cidrs": ["203.0.113.0/24"] * 2}},
        ["access.allowed_cidrs: 203.0.113.0/24 stands twice; name it once"],
    ),
    (
        {
            "access": {
                "public_endpoint": True,
                "allowed_cidrs": [f"203.0.113.{number}/32" for number in range(41)],
            }
        },
        ["access.allowed_cidrs: holds 41; at most 40 allowed"],
    ),
    (
        {"access": {"admins": [f"arn:aws:sts::{ACCOUNT}:assumed-role/{SSO}/me@example.com"]}},
        [
            f"access.admins[0]: 'arn:aws:sts::{ACCOUNT}:assumed-role/{SSO}/me@example.com' is a "
            "session of a role, which lasts for hours; write the role of Identity Center with its "
            f"path, '{role('aws-reserved/sso.amazonaws.com/<region>/' + SSO)}', where <region> is "
            "Identity Center's and is left out in us-east-1 (aws iam get-role --role-name "
            f"{SSO})"
        ],
    ),
    (
        {"access": {"admins": [role(SSO)]}},
        [
            f"access.admins[0]: '{role(SSO)}' lacks its path; write the role of Identity Center "
            f"with its path, '{role('aws-reserved/sso.amazonaws.com/<region>/' + SSO)}', where "
            "<region> is Identity Center's and is left out in us-east-1 (aws iam get-role "
            f"--role-name {SSO})"
        ],
    ),
    (
        {"access": {"viewers": [role("aws-service-role/eks.amazonaws.com/AWSServiceRoleForEKS")]}},
        [
            "access.viewers[0]: "
            f"'{role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForEKS')}' is a "
            "service-linked role, which works for a service of AWS and may have no access; name "
            "the role or user that people or programs work as"
        ],
    ),
    (
        {
            "assume_role_arn": role("Deployer"),
            "access": {"cluster_creator_admin": True, "admins": [role("Deployer")]},
        },
        [
            f"access.admins[0]: {role('Deployer')} is assume_role_arn too, which creates the "
            "cluster, and EKS makes an entry of its own for it; remove it here, or "
            "cluster_creator_admin"
        ],
    ),
    # node groups
    (
        {"node_groups": {"system": SYSTEM | {"huge_pages_2mib": 4096}}},
        [
            "node_groups.system.huge_pages_2mib: huge pages and what the kubelet keeps back leave "
            "pods no memory of m7i.large; keep back less, or use a larger type"
        ],
    ),
    (
        {"node_groups": {"system": SYSTEM | {"kubelet": {"kubeReserved": {"cpu": "2"}}}}},
        [
            "node_groups.system.kubelet: what the kubelet keeps back leaves pods no cpu of "
            "m7i.large; keep back less, or use a larger type"
        ],
    ),
    (
        {
            "node_groups": {
                "system": SYSTEM | {"scaling": {"max": 2}, "update": {"max_unavailable": 5}}
            }
        },
        [
            "node_groups.system.update.max_unavailable: 5 nodes are more than scaling: {max: 2}, "
            "and EKS refuses that; write 2 or less, or max_unavailable_percentage"
        ],
    ),
    (
        {"node_groups": {"system": SYSTEM | {"labels": {"team": ""}}}},
        [
            "node_groups.system.labels.team: is empty, which EKS takes for no label's value; write "
            'one, such as "true"'
        ],
    ),
    (
        {"node_groups": {"system": SYSTEM | {"labels": {f"example.com/{'x' * 60}": "a"}}}},
        [
            f"node_groups.system.labels.example.com/{'x' * 60}: 'example.com/{'x' * 60}' has 72 "
            "characters, and EKS takes 63 for a key and its prefix: shorten it by 9"
        ],
    ),
]


@pytest.mark.parametrize(("sections", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_what_does_not_go_together_is_refused(
    tmp_path: Path, sections: dict[str, Any], expected: list[str]
) -> None:
    said = refusals(tmp_path, text(**sections))
    assert [line.partition(": ")[2] for line in said] == expected
    assert all(line.partition(": ")[0].removeprefix(":").isdigit() for line in said)


@pytest.mark.parametrize(
    "sections",
    [
        {"name": "c" * 100, "node_groups": {"system": SYSTEM, "g" * 24: SYSTEM}},
        {"name": "sg-1"},
        {"state": {"backend": "s3", "bucket": "states", "key_prefix": "k" * 1004}},
        {"access": {"admins": [role(f"aws-reserved/sso.amazonaws.com/{SSO}")]}},
        {"access": {"admins": [role(f"aws-reserved/sso.amazonaws.com/eu-west-1/{SSO}")]}},
        {"add_ons": {"metrics-server": {"install": False}}},
        {"node_groups": {"system": SYSTEM | {"update": {"max_unavailable": 2}}}},
        {"node_groups": {"system": SYSTEM | {"labels": {"a.b": "1", "a_b": "2"}}}},
        {"account_id": ACCOUNT, "add_ons": policies("arn:aws:iam::aws:policy/ReadOnlyAccess")},
        {"assume_role_arn": role("D", OTHER), "iam": {"permissions_boundary": policy("B", OTHER)}},
    ],
    ids=range(10),
)
def test_what_does_is_taken(sections: dict[str, Any]) -> None:
    assert cluster(**sections)


def test_principals_of_another_account_are_let_in_and_warned_of() -> None:
    made = cluster(
        account_id=ACCOUNT, access={"admins": [role("A")], "viewers": [role("B", OTHER)]}
    )
    assert warned(made) == [
        f"access.viewers[0]: {role('B', OTHER)} is of account {OTHER}, and the cluster is in "
        f"{ACCOUNT}; EKS lets it in, if that is meant"
    ]
