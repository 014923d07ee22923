"""The program that is measured in Python: networks and Kubernetes clusters like those of Trainyard.

Run as ``python training_cluster.py CORE PROVIDER CLUSTERS``, where the first two are packages:
``cdktf cdktf_cdktf_provider_aws`` or ``cdktn cdktn_provider_aws``. The program in TypeScript is
its translation.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

_SUBMODULES = (
    "cloudwatch_log_group",
    "eip",
    "eks_addon",
    "eks_cluster",
    "eks_node_group",
    "iam_role",
    "iam_role_policy_attachment",
    "internet_gateway",
    "kms_alias",
    "kms_key",
    "launch_template",
    "nat_gateway",
    "provider",
    "route",
    "route_table",
    "route_table_association",
    "security_group",
    "subnet",
    "vpc",
    "vpc_security_group_ingress_rule",
)
_ZONES = "abc"
_ROLES = ("cluster", "node", "cni", "storage", "logs")
_ADD_ONS = ("vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent", "aws-ebs-csi-driver")
_GROUPS = ("system", "training")
_RULES_PER_GROUP = 7
_NETWORK_CARDS = 32


class Bindings:
    """Classes of a provider, by submodule and name."""

    def __init__(self, package: str) -> None:
        """Import a provider's submodules, as a program does at its top."""
        self._modules = {name: import_module(f"{package}.{name}") for name in _SUBMODULES}

    def __call__(self, submodule: str, name: str) -> Any:
        """Return a class."""
        return getattr(self._modules[submodule], name)


def network(stack: Any, aws: Bindings) -> tuple[Any, list[Any]]:
    """Add a network with public and private subnets, and return it and the private ones."""
    vpc = aws("vpc", "Vpc")(
        stack, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "vpc"}
    )
    gateway = aws("internet_gateway", "InternetGateway")(stack, "gateway", vpc_id=vpc.id)
    private = []
    for index, zone in enumerate(_ZONES):
        subnets = {}
        for offset, kind in enumerate(("public", "private")):
            name = f"{kind}-{zone}"
            subnet = aws("subnet", "Subnet")(
                stack,
                f"subnet-{name}",
                vpc_id=vpc.id,
                cidr_block=f"10.0.{index * 2 + offset}.0/24",
                availability_zone=f"us-west-2{zone}",
                tags={"Name": name},
            )
            table = aws("route_table", "RouteTable")(stack, f"table-{name}", vpc_id=vpc.id)
            aws("route_table_association", "RouteTableAssociation")(
                stack, f"association-{name}", subnet_id=subnet.id, route_table_id=table.id
            )
            subnets[kind] = (subnet, table)
        address = aws("eip", "Eip")(stack, f"address-{zone}", domain="vpc")
        nat = aws("nat_gateway", "NatGateway")(
            stack, f"nat-{zone}", allocation_id=address.id, subnet_id=subnets["public"][0].id
        )
        for kind, target in (
            ("public", {"gateway_id": gateway.id}),
            ("private", {"nat_gateway_id": nat.id}),
        ):
            aws("route", "Route")(
                stack,
                f"route-{kind}-{zone}",
                route_table_id=subnets[kind][1].id,
                destination_cidr_block="0.0.0.0/0",
                **target,
            )
        private.append(subnets["private"][0])
    return vpc, private


def roles(stack: Any, aws: Bindings) -> dict[str, Any]:
    """Add the roles of a cluster, with a policy each."""
    made = {}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x"}}
    # Written as in JavaScript, so that both programs synthesize the same.
    policy = json.dumps([statement], separators=(",", ":"))
    for name in _ROLES:
        role = aws("iam_role", "IamRole")(
            stack, f"role-{name}", name=name, assume_role_policy=policy
        )
        aws("iam_role_policy_attachment", "IamRolePolicyAttachment")(
            stack, f"policy-{name}", role=role.name, policy_arn=f"arn:aws:iam::aws:policy/{name}"
        )
        made[name] = role
    return made


def cluster(stack: Any, aws: Bindings, subnets: list[Any], role: Any) -> Any:
    """Add a Kubernetes cluster with its key, logs and add-ons."""
    key = aws("kms_key", "KmsKey")(stack, "key", enable_key_rotation=True)
    aws("kms_alias", "KmsAlias")(stack, "alias", target_key_id=key.key_id, name="alias/cluster")
    aws("cloudwatch_log_group", "CloudwatchLogGroup")(stack, "logs", kms_key_id=key.arn)
    made = aws("eks_cluster", "EksCluster")(
        stack,
        "cluster",
        name="cluster",
        role_arn=role.arn,
        vpc_config=aws("eks_cluster", "EksClusterVpcConfig")(
            subnet_ids=[subnet.id for subnet in subnets], endpoint_private_access=True
        ),
        encryption_config=aws("eks_cluster", "EksClusterEncryptionConfig")(
            resources=["secrets"],
            provider=aws("eks_cluster", "EksClusterEncryptionConfigProvider")(key_arn=key.arn),
        ),
    )
    for name in _ADD_ONS:
        aws("eks_addon", "EksAddon")(
            stack, f"add-on-{name}", cluster_name=made.name, addon_name=name
        )
    return made


def node_groups(
    stack: Any, aws: Bindings, owner: Any, vpc: Any, subnets: list[Any], *, role: Any
) -> None:
    """Add node groups whose nodes have many network cards."""
    for name in _GROUPS:
        group = aws("security_group", "SecurityGroup")(stack, f"group-{name}", vpc_id=vpc.id)
        group_id = group.id
        for port in range(_RULES_PER_GROUP):
            aws("vpc_security_group_ingress_rule", "VpcSecurityGroupIngressRule")(
                stack,
                f"rule-{name}-{port}",
                security_group_id=group_id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                cidr_ipv4="10.0.0.0/16",
            )
        template = aws("launch_template", "LaunchTemplate")(
            stack,
            f"template-{name}",
            network_interfaces=[
                aws("launch_template", "LaunchTemplateNetworkInterfaces")(
                    device_index=0 if card == 0 else 1,
                    network_card_index=card,
                    interface_type="efa-only",
                    security_groups=[group_id],
                )
                for card in range(_NETWORK_CARDS)
            ],
        )
        aws("eks_node_group", "EksNodeGroup")(
            stack,
            f"nodes-{name}",
            cluster_name=owner.name,
            node_role_arn=role.arn,
            subnet_ids=[subnets[0].id],
            scaling_config=aws("eks_node_group", "EksNodeGroupScalingConfig")(
                desired_size=2, min_size=1, max_size=4
            ),
            launch_template=aws("eks_node_group", "EksNodeGroupLaunchTemplate")(
                id=template.id, version=template.get_string_attribute("latest_version")
            ),
        )


def main() -> None:
    """Synthesize."""
    core_name, provider_name, clusters = sys.argv[1:]
    if os.environ.get("LEAN_BINDINGS") == "on":
        import_module("lean_bindings").enable()
    core, aws = import_module(core_name), Bindings(provider_name)
    app = core.App()
    for number in range(int(clusters)):
        stack = core.TerraformStack(app, f"cluster-{number}")
        aws("provider", "AwsProvider")(stack, "aws", region="us-west-2")
        vpc, subnets = network(stack, aws)
        made = roles(stack, aws)
        owner = cluster(stack, aws, subnets, made["cluster"])
        node_groups(stack, aws, owner, vpc, subnets, role=made["node"])
    app.synth()


if __name__ == "__main__":
    main()
