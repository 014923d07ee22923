"""EFA traffic is let through."""

from collections.abc import Mapping
from typing import Any

from terraform_graph import Configuration, ConfigurationCheck, Resource, Verdicts, references
from terraform_values import blocks, first, is_true

_EFA = {"efa", "efa-only"}
_SIDES = {"ingress", "egress"}
_SIDE_BY_TYPE = {
    "aws_vpc_security_group_ingress_rule": "ingress",
    "aws_vpc_security_group_egress_rule": "egress",
}


class EfaSecurityGroupRefersToItself(ConfigurationCheck):
    """Without it nodes come up, jobs start, and the first collective operation hangs.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html#efa-start-security
    """

    def __init__(self) -> None:
        super().__init__(
            name="EFA interfaces have a security group with all traffic from and to itself",
            id="CKV_TRAINYARD_8",
            resource_types=["aws_launch_template"],
        )

    def judge(self, configuration: Configuration) -> Verdicts:
        complete = _complete_groups(configuration)
        for template in configuration.of_type("aws_launch_template"):
            interfaces = [
                interface
                for interface in blocks(template.conf, "network_interfaces")
                if first(interface, "interface_type") in _EFA
            ]
            if interfaces:
                verdicts = [_verdict(configuration, each, complete) for each in interfaces]
                yield template, False if False in verdicts else None if None in verdicts else True


def _verdict(
    configuration: Configuration, interface: Mapping[str, Any], complete: set[str]
) -> bool | None:
    groups = references(interface)
    if groups & complete:
        return True
    known = [*configuration.at(groups)]
    made_here = [group for group in known if group.address.startswith("aws_security_group.")]
    # A group that is made elsewhere may have the rules there.
    return False if made_here or not interface.get("security_groups") else None


def _complete_groups(configuration: Configuration) -> set[str]:
    sides: dict[str, set[str]] = {}
    for rule in configuration.of_type(*_SIDE_BY_TYPE):
        own = rule.references("security_group_id")
        if first(rule.conf, "ip_protocol") == "-1":
            for group in own & rule.references("referenced_security_group_id"):
                sides.setdefault(group, set()).add(_SIDE_BY_TYPE[rule.address.partition(".")[0]])
    for rule in configuration.of_type("aws_security_group_rule"):
        own = rule.references("security_group_id")
        to_itself = is_true(first(rule.conf, "self"))
        if _all_protocols(rule.conf):
            for group in own if to_itself else own & rule.references("source_security_group_id"):
                sides.setdefault(group, set()).add(str(first(rule.conf, "type")))
    for group in configuration.of_type("aws_security_group"):
        sides.setdefault(group.address, set()).update(_inline_sides(group))
    return {group for group, found in sides.items() if found >= _SIDES}


def _inline_sides(group: Resource) -> set[str]:
    return {
        side
        for side in _SIDES
        for rule in blocks(group.conf, side)
        if is_true(first(rule, "self")) and _all_protocols(rule)
    }


def _all_protocols(rule: Mapping[str, Any]) -> bool:
    return str(first(rule, "protocol")) in {"-1", "all"}


check = EfaSecurityGroupRefersToItself()
