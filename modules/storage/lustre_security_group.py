"""The security group of a Lustre file system."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

_EVERY_PROTOCOL = "-1"
_TCP = "tcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class LustreSecurityGroupProps:
    """Inputs of `LustreSecurityGroup`. Ids may be tokens.

    Attributes:
        vpc_id: VPC of the file system.
        name: Name of the group.
        nodes_security_group_id: Group of all nodes.
        efa_security_group_id: Group of the nodes with EFA; None where they do not use it for this.
        ports: Ports of Lustre, from and to.
    """

    vpc_id: str
    name: str
    nodes_security_group_id: str
    efa_security_group_id: str | None
    ports: Sequence[tuple[int, int]]


class LustreSecurityGroup(Construct):
    """Lustre's ports between servers and nodes, both ways, and nothing else.

    Servers call clients back. With EFA it is everything between the members, and between them and
    the nodes with EFA, both ways: FSx makes no such file system otherwise.

    Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
    """

    #: The group (token).
    security_group_id: str
    #: Its rules, without which FSx makes no file system.
    rules: Sequence[ITerraformDependable]

    def __init__(self, scope: Construct, id_: str, props: LustreSecurityGroupProps) -> None:
        """Build the group and its rules, and those of nodes."""
        super().__init__(scope, id_)
        group = SecurityGroup(
            self,
            "security-group",
            vpc_id=props.vpc_id,
            name=props.name,
            description="Lustre between a file system and the nodes",
            tags={"Name": props.name},
        )
        self.security_group_id = group.id
        self.rules = [
            rule
            for name, one, other in self._pairs(props)
            for rule in self._between(name, one, other, props)
        ]

    def _pairs(self, props: LustreSecurityGroupProps) -> Iterator[tuple[str, str, str]]:
        """Give who may talk to whom: a group, and the one it lets in and out."""
        own = self.security_group_id
        yield "servers", own, own
        yield "nodes", own, props.nodes_security_group_id
        yield "of-nodes", props.nodes_security_group_id, own
        if props.efa_security_group_id is not None:
            yield "efa", own, props.efa_security_group_id
            yield "of-efa", props.efa_security_group_id, own

    def _between(
        self, name: str, one: str, other: str, props: LustreSecurityGroupProps
    ) -> Iterator[ITerraformDependable]:
        """Let one group talk with another: by all of it with EFA, else by Lustre's ports."""
        is_whole = props.efa_security_group_id is not None and "nodes" not in name
        spans: list[tuple[int, int] | None] = [None] if is_whole else [*props.ports]
        for span in spans:
            suffix = name if span is None else f"{name}_{span[0]}"
            from_port, to_port = (None, None) if span is None else span
            yield VpcSecurityGroupIngressRule(
                self,
                f"from-{suffix}",
                security_group_id=one,
                referenced_security_group_id=other,
                ip_protocol=_EVERY_PROTOCOL if span is None else _TCP,
                from_port=from_port,
                to_port=to_port,
                description="Lustre",
            )
            # EKS lets everything out of the group of nodes.
            if name != "of-nodes":
                yield VpcSecurityGroupEgressRule(
                    self,
                    f"to-{suffix}",
                    security_group_id=one,
                    referenced_security_group_id=other,
                    ip_protocol=_EVERY_PROTOCOL if span is None else _TCP,
                    from_port=from_port,
                    to_port=to_port,
                    description="Lustre",
                )
