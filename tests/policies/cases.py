"""Terraform that is right and wrong by each policy, written as a stranger would."""

import base64
import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
GPU_GROUP: Json = {
    "cluster_name": "${aws_eks_cluster.main.name}",
    "node_role_arn": "${aws_iam_role.node.arn}",
    "instance_types": ["p5.48xlarge"],
    "subnet_ids": ["${aws_subnet.a.id}"],
    "taint": [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
}
PLAIN_GROUP: Json = {
    "cluster_name": "${aws_eks_cluster.main.name}",
    "instance_types": ["m7i.large"],
    "subnet_ids": ["${aws_subnet.a.id}"],
}
SUBNET: Json = {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"}
TO_INTERNET: Json = {
    "aws_route": {
        "out": {
            "route_table_id": "${aws_route_table.t.id}",
            "gateway_id": "${aws_internet_gateway.i.id}",
        }
    },
    "aws_route_table": {"t": {"vpc_id": "vpc-1"}},
    "aws_route_table_association": {
        "a": {"route_table_id": "${aws_route_table.t.id}", "subnet_id": "${aws_subnet.a.id}"}
    },
}
EFA_TEMPLATE: Json = {
    "network_interfaces": [
        {"device_index": 0, "security_groups": ["${aws_security_group.efa.id}"]},
        {
            "device_index": 1,
            "interface_type": "efa-only",
            "security_groups": ["${aws_security_group.efa.id}"],
        },
    ]
}
STATE_BUCKET: Json = {
    "aws_s3_bucket": {
        "x": {"bucket": "acme-tfstate", "lifecycle": {"prevent_destroy": True}},
    },
    "aws_s3_bucket_versioning": {
        "x": {
            "bucket": "${aws_s3_bucket.x.id}",
            "versioning_configuration": {"status": "Enabled"},
        }
    },
    "aws_s3_bucket_server_side_encryption_configuration": {
        "x": {
            "bucket": "${aws_s3_bucket.x.id}",
            "rule": [{"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms"}}],
        }
    },
    "aws_s3_bucket_public_access_block": {
        "x": {
            "bucket": "${aws_s3_bucket.x.id}",
            "block_public_acls": True,
            "block_public_policy": True,
            "ignore_public_acls": True,
            "restrict_public_buckets": True,
        }
    },
    "aws_s3_bucket_policy": {
        "x": {
            "bucket": "${aws_s3_bucket.x.id}",
            "policy": json.dumps(
                {
                    "Statement": [
                        {
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": "*",
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    ]
                }
            ),
        }
    },
}


@dataclass(frozen=True)
class Case:
    """A configuration, and what the policy says of it: addresses that fail, and that pass."""

    policy: int
    about: str
    resources: Json
    fails: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()


def fails(policy: int, about: str, *addresses: str, **resources: Json) -> Case:
    return Case(policy, about, resources, fails=frozenset(addresses))


def passes(policy: int, about: str, *addresses: str, **resources: Json) -> Case:
    return Case(policy, about, resources, passes=frozenset(addresses))


def silent(policy: int, about: str, **resources: Json) -> Case:
    return Case(policy, about, resources)


def without(resource: Json, key: str) -> Json:
    return {name: value for name, value in resource.items() if name != key}


def rules(**sides: Json) -> Json:
    return {f"aws_vpc_security_group_{side}_rule": {"self": rule} for side, rule in sides.items()}


OWN: Json = {
    "security_group_id": "${aws_security_group.efa.id}",
    "referenced_security_group_id": "${aws_security_group.efa.id}",
    "ip_protocol": "-1",
}
GROUP = "aws_eks_node_group.gpu"
TEMPLATE = "aws_launch_template.t"
NODE_ROLE: Json = {"aws_iam_role": {"node": {"name": "nodes"}}}
MANAGED = "arn:aws:iam::aws:policy/"
NODES = "aws_autoscaling_group.nodes"
CONFIGURATION = "aws_launch_configuration.c"
OF_CLUSTER: Json = {"key": "kubernetes.io/cluster/c", "value": "owned"}
NODES_OF_TEMPLATE: Json = {
    "launch_template": {"id": "${aws_launch_template.t.id}"},
    "vpc_zone_identifier": ["${aws_subnet.a.id}"],
    "tag": [OF_CLUSTER],
}
BOOTSTRAP = "#!/bin/bash\n/etc/eks/bootstrap.sh c"


def told(text: str, *, type_: str = "p5.48xlarge") -> Json:
    """Give a launch template with user data."""
    encoded = base64.b64encode(text.encode()).decode()
    return {"aws_launch_template": {"t": {"instance_type": type_, "user_data": encoded}}}


def attached(arn: str, role: str = "${aws_iam_role.node.name}") -> Json:
    return {"aws_iam_role_policy_attachment": {"x": {"role": role, "policy_arn": arn}}}


CASES = (
    passes(1, "tainted", GROUP, aws_eks_node_group={"gpu": GPU_GROUP}),
    fails(1, "untainted", GROUP, aws_eks_node_group={"gpu": without(GPU_GROUP, "taint")}),
    fails(
        1,
        "tainted in a way that only discourages",
        GROUP,
        aws_eks_node_group={
            "gpu": GPU_GROUP | {"taint": [{"key": "a", "effect": "PREFER_NO_SCHEDULE"}]}
        },
    ),
    fails(
        1,
        "of a type that the launch template names",
        GROUP,
        aws_eks_node_group={
            "gpu": {"launch_template": {"id": "${aws_launch_template.t.id}", "version": "1"}}
        },
        aws_launch_template={"t": {"instance_type": "trn2.48xlarge"}},
    ),
    Case(
        1,
        "each of a number of them, and none of none",
        {
            "aws_eks_node_group": {
                "two": GPU_GROUP | {"count": 2},
                "one": without(GPU_GROUP, "taint") | {"count": 1},
                "none": without(GPU_GROUP, "taint") | {"count": 0},
                "empty": without(GPU_GROUP, "taint") | {"for_each": {}},
            }
        },
        fails=frozenset({"aws_eks_node_group.one[0]"}),
        passes=frozenset({"aws_eks_node_group.two[0]", "aws_eks_node_group.two[1]"}),
    ),
    passes(
        1,
        "nodes that EKS does not manage, tainted by their script",
        NODES,
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        **told(f"{BOOTSTRAP} --kubelet-extra-args '--register-with-taints=a=b:NoSchedule'"),
    ),
    fails(
        1,
        "nodes that EKS does not manage, untainted",
        NODES,
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        **told(f"{BOOTSTRAP}\n# --register-with-taints=a=b:NoSchedule"),
    ),
    fails(
        1,
        "nodes by their script alone, without the tag of a cluster",
        NODES,
        aws_autoscaling_group={"nodes": without(NODES_OF_TEMPLATE, "tag")},
        **told(BOOTSTRAP),
    ),
    passes(
        1,
        "tainted by a NodeConfig, of types that a mixed group names",
        NODES,
        aws_autoscaling_group={
            "nodes": {
                "mixed_instances_policy": {
                    "launch_template": {
                        "launch_template_specification": {
                            "launch_template_id": "${aws_launch_template.t.id}"
                        },
                        "override": [{"instance_type": "p4d.24xlarge"}],
                    }
                },
                "tag": [OF_CLUSTER],
            }
        },
        **told(
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n    config:\n"
            "      registerWithTaints:\n        - key: a\n          effect: NoExecute\n",
            type_="m7i.large",
        ),
    ),
    passes(
        1,
        "tainted by the settings of Bottlerocket, of types by what they have",
        NODES,
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        aws_launch_template={
            "t": {
                "instance_requirements": {"accelerator_count": {"min": 1}},
                "user_data": base64.b64encode(
                    b'[settings.kubernetes.node-taints]\n"nvidia.com/gpu" = ["true:NoSchedule"]\n'
                ).decode(),
            }
        },
    ),
    fails(
        1,
        "untainted by a launch configuration",
        NODES,
        aws_autoscaling_group={
            "nodes": {
                "launch_configuration": "${aws_launch_configuration.c.name}",
                "tag": [OF_CLUSTER],
            }
        },
        aws_launch_configuration={"c": {"instance_type": "p3.16xlarge", "user_data": BOOTSTRAP}},
    ),
    silent(
        1,
        "nodes of other types that EKS does not manage",
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        **told(BOOTSTRAP, type_="m7i.large"),
    ),
    silent(
        1,
        "instances with accelerators that are no nodes",
        aws_autoscaling_group={"nodes": without(NODES_OF_TEMPLATE, "tag")},
        **told("#!/bin/bash\nrun-a-job"),
    ),
    silent(
        1,
        "a script that somebody else writes",
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        aws_launch_template={
            "t": {
                "instance_type": "p5.48xlarge",
                "user_data": "${data.cloudinit_config.c.rendered}",
            }
        },
    ),
    silent(1, "without accelerators", aws_eks_node_group={"plain": PLAIN_GROUP}),
    passes(
        2,
        "IMDSv2, one hop",
        TEMPLATE,
        aws_launch_template={
            "t": {"metadata_options": {"http_tokens": "required", "http_put_response_hop_limit": 1}}
        },
    ),
    fails(
        2,
        "two hops",
        TEMPLATE,
        aws_launch_template={
            "t": {"metadata_options": {"http_tokens": "required", "http_put_response_hop_limit": 2}}
        },
    ),
    fails(2, "nothing said", TEMPLATE, aws_launch_template={"t": {"name": "t"}}),
    passes(
        2,
        "IMDSv2, one hop, by a launch configuration",
        CONFIGURATION,
        aws_launch_configuration={
            "c": {"metadata_options": {"http_tokens": "required", "http_put_response_hop_limit": 1}}
        },
    ),
    passes(
        3,
        "encrypted by a launch configuration",
        CONFIGURATION,
        aws_launch_configuration={
            "c": {
                "root_block_device": {"encrypted": True},
                "ebs_block_device": [{"device_name": "b", "encrypted": True}],
            }
        },
    ),
    fails(
        3,
        "a launch configuration without a word on the root",
        CONFIGURATION,
        aws_launch_configuration={
            "c": {"ebs_block_device": [{"device_name": "b", "encrypted": True}]}
        },
    ),
    passes(
        3,
        "encrypted",
        TEMPLATE,
        aws_launch_template={
            "t": {"block_device_mappings": [{"device_name": "a", "ebs": {"encrypted": "true"}}]}
        },
    ),
    fails(
        3,
        "one of two encrypted",
        TEMPLATE,
        aws_launch_template={
            "t": {
                "block_device_mappings": [
                    {"device_name": "a", "ebs": {"encrypted": "true"}},
                    {"device_name": "b", "ebs": {"volume_size": 9}},
                ]
            }
        },
    ),
    passes(
        4,
        "private",
        "aws_eks_cluster.main",
        aws_eks_cluster={"main": {"vpc_config": {"endpoint_public_access": False}}},
    ),
    passes(
        4,
        "open to named blocks",
        "aws_eks_cluster.main",
        aws_eks_cluster={"main": {"vpc_config": {"public_access_cidrs": ["203.0.113.0/24"]}}},
    ),
    fails(
        4,
        "open by default",
        "aws_eks_cluster.main",
        aws_eks_cluster={"main": {"vpc_config": {"subnet_ids": ["subnet-1"]}}},
    ),
    fails(
        4,
        "open to the IPv6 world",
        "aws_eks_cluster.main",
        aws_eks_cluster={"main": {"vpc_config": {"public_access_cidrs": ["::/0"]}}},
    ),
    passes(
        5,
        "all actions on one bucket",
        "aws_iam_policy.p",
        aws_iam_policy={
            "p": {
                "policy": json.dumps(
                    {
                        "Statement": {
                            "Effect": "Allow",
                            "Action": "s3:*",
                            "Resource": "arn:aws:s3:::b",
                        }
                    }
                )
            }
        },
    ),
    fails(
        5,
        "all actions on everything",
        "aws_iam_role_policy.p",
        aws_iam_role_policy={
            "p": {
                "role": "r",
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}]}
                ),
            }
        },
    ),
    fails(
        5,
        "all but a few actions on everything",
        "aws_iam_policy.p",
        aws_iam_policy={
            "p": {
                "policy": json.dumps(
                    {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}
                )
            }
        },
    ),
    silent(5, "known only after apply", aws_iam_policy={"p": {"policy": "${data.x.y.json}"}}),
    passes(
        6,
        "one of two tainted",
        GROUP,
        "aws_eks_node_group.plain",
        aws_eks_node_group={"gpu": GPU_GROUP, "plain": PLAIN_GROUP},
    ),
    fails(6, "all tainted", GROUP, aws_eks_node_group={"gpu": GPU_GROUP}),
    Case(
        6,
        "untainted only in another cluster",
        {
            "aws_eks_node_group": {
                "gpu": GPU_GROUP,
                "plain": PLAIN_GROUP | {"cluster_name": "${aws_eks_cluster.other.name}"},
            }
        },
        fails=frozenset({GROUP}),
        passes=frozenset({"aws_eks_node_group.plain"}),
    ),
    passes(
        6,
        "tainted for the cluster's own pods",
        "aws_eks_node_group.system",
        aws_eks_node_group={
            "system": PLAIN_GROUP
            | {"taint": [{"key": "CriticalAddonsOnly", "effect": "NO_SCHEDULE"}]}
        },
    ),
    passes(
        6,
        "all tainted, with a Fargate profile",
        GROUP,
        aws_eks_node_group={"gpu": GPU_GROUP},
        aws_eks_fargate_profile={"f": {"cluster_name": "${aws_eks_cluster.main.name}"}},
    ),
    passes(7, "private", GROUP, aws_eks_node_group={"gpu": GPU_GROUP}, aws_subnet={"a": SUBNET}),
    fails(
        7,
        "routed to the internet",
        GROUP,
        aws_eks_node_group={"gpu": GPU_GROUP},
        aws_subnet={"a": SUBNET},
        **TO_INTERNET,
    ),
    fails(
        7,
        "with public addresses",
        GROUP,
        aws_eks_node_group={"gpu": GPU_GROUP},
        aws_subnet={"a": SUBNET | {"map_public_ip_on_launch": True}},
    ),
    fails(
        7,
        "routed to the internet, and not managed by EKS",
        NODES,
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        aws_subnet={"a": SUBNET},
        **told(BOOTSTRAP),
        **TO_INTERNET,
    ),
    passes(
        7,
        "private, and not managed by EKS",
        NODES,
        aws_autoscaling_group={"nodes": NODES_OF_TEMPLATE},
        aws_subnet={"a": SUBNET},
        **told(BOOTSTRAP),
    ),
    passes(
        8,
        "itself both ways",
        TEMPLATE,
        aws_launch_template={"t": EFA_TEMPLATE},
        aws_security_group={"efa": {"name": "efa"}},
        **rules(ingress=OWN, egress=OWN),
    ),
    passes(
        8,
        "itself both ways, inline",
        TEMPLATE,
        aws_launch_template={"t": EFA_TEMPLATE},
        aws_security_group={
            "efa": {
                "ingress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "self": True}],
                "egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "self": True}],
            }
        },
    ),
    fails(
        8,
        "itself inwards, everything outwards",
        TEMPLATE,
        aws_launch_template={"t": EFA_TEMPLATE},
        aws_security_group={"efa": {"name": "efa"}},
        **rules(
            ingress=OWN,
            egress=without(OWN, "referenced_security_group_id") | {"cidr_ipv4": "0.0.0.0/0"},
        ),
    ),
    silent(
        8,
        "a group made elsewhere",
        aws_launch_template={
            "t": {"network_interfaces": [{"interface_type": "efa", "security_groups": ["sg-1"]}]}
        },
    ),
    passes(
        9,
        "what nodes need",
        "aws_iam_role_policy_attachment.x",
        aws_eks_node_group={"gpu": GPU_GROUP},
        **NODE_ROLE,
        **attached(f"{MANAGED}AmazonEKSWorkerNodePolicy"),
    ),
    fails(
        9,
        "administrators",
        "aws_iam_role_policy_attachment.x",
        aws_eks_node_group={"gpu": GPU_GROUP},
        **NODE_ROLE,
        **attached(f"{MANAGED}AdministratorAccess", role="nodes"),
    ),
    fails(
        9,
        "a policy of the same name that is not AWS's",
        "aws_iam_role_policy_attachment.x",
        aws_eks_node_group={"gpu": GPU_GROUP},
        **NODE_ROLE,
        **attached("arn:aws:iam::111122223333:policy/AmazonEKSWorkerNodePolicy"),
    ),
    silent(
        9,
        "on another role",
        aws_eks_node_group={"gpu": GPU_GROUP},
        **NODE_ROLE,
        **attached(f"{MANAGED}AdministratorAccess", role="people"),
    ),
    passes(10, "all rules kept", "aws_s3_bucket.x", **STATE_BUCKET),
    *(
        fails(10, f"without {left_out}", "aws_s3_bucket.x", **without(STATE_BUCKET, left_out))
        for left_out in STATE_BUCKET
        if left_out != "aws_s3_bucket"
    ),
    fails(
        10,
        "destroyable",
        "aws_s3_bucket.x",
        **(STATE_BUCKET | {"aws_s3_bucket": {"x": {"bucket": "acme-tfstate"}}}),
    ),
    silent(10, "a bucket of data", aws_s3_bucket={"data": {"bucket": "acme-data"}}),
)
