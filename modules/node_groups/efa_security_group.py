"""The security group that lets nodes talk to each other over EFA."""

from collections.abc import Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

_EVERY_PROTOCOL = "-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EfaSecurityGroupProps:
    """Inputs of `EfaSecurityGroup`.

    Attributes:
        vpc_id: VPC of the nodes (may be a token).
        name: Name of the group.
    """

    vpc_id: str
    name: str


class EfaSecurityGroup(Construct):
    """Everything from and to its own members, and nothing else.

    EFA traffic is allowed by reference to the group alone, both ways: no address block will do.
    Nodes have it beside the cluster's own group. It carries no ``kubernetes.io/cluster`` tag, which
    load balancer controllers want on one group of a node only. Taken away, it goes last, when no
    node has it any more.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html
    """

    #: The group (token).
    security_group_id: str
    #: Its rules, without which nodes that have it cannot talk to each other.
    rules: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: EfaSecurityGroupProps) -> None:
        """Build the group and its two rules."""
        super().__init__(scope, id_)
        after_its_users = TerraformResourceLifecycle(create_before_destroy=True)
        group = SecurityGroup(
            self,
            "security-group",
            vpc_id=props.vpc_id,
            name=props.name,
            description="EFA traffic between nodes",
            tags={"Name": props.name},
            lifecycle=after_its_users,
        )
        self.security_group_id = group.id
        ingress = VpcSecurityGroupIngressRule(
            self,
            "ingress-rule",
            security_group_id=self.security_group_id,
            referenced_security_group_id=self.security_group_id,
            ip_protocol=_EVERY_PROTOCOL,
            description="From the other nodes",
            lifecycle=after_its_users,
        )
        egress = VpcSecurityGroupEgressRule(
            self,
            "egress-rule",
            security_group_id=self.security_group_id,
            referenced_security_group_id=self.security_group_id,
            ip_protocol=_EVERY_PROTOCOL,
            description="To the other nodes",
            lifecycle=after_its_users,
        )
        self.rules = [ingress, egress]
