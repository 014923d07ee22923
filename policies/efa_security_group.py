"""EFA traffic is let through."""

from collections.abc import Iterator, Mapping
from typing import Any

from terraform_check import ConfigurationCheck
from terraform_graph import Configuration, Resource
from terraform_values import all_of, any_of, blocks, first, is_one_of, is_true

_EFA = ("efa", "efa-only")
_SIDES = ("ingress", "egress")
_SIDE_BY_TYPE = {
    "aws_vpc_security_group_ingress_rule": "ingress",
    "aws_vpc_security_group_egress_rule": "egress",
}
#: Whether a group lets all traffic from or to itself through, by its address and the side.
_Sides = dict[tuple[str, str], list[bool | None]]


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

    def is_about(self, configuration: Configuration, resource: Resource) -> bool | None:
        return any_of(map(_is_efa, blocks(resource.conf, "network_interfaces")))

    def judge(self, configuration: Configuration, resource: Resource) -> bool | None:
        if "sides" not in configuration.notes:
            configuration.notes["sides"] = _sides(configuration)
        sides: _Sides = configuration.notes["sides"]
        return all_of(
            _verdict(configuration, resource, interface, sides)
            for interface in blocks(resource.conf, "network_interfaces")
            if _is_efa(interface) is not False
        )


def _is_efa(interface: Mapping[str, Any]) -> bool | None:
    return is_one_of(first(interface, "interface_type"), *_EFA)


def _verdict(
    configuration: Configuration, template: Resource, interface: Mapping[str, Any], sides: _Sides
) -> bool | None:
    groups = [
        group
        for group in configuration.referred(template, interface)
        if group.type == "aws_security_group"
    ]
    verdicts = [
        all_of(any_of(sides.get((group.address, side), ())) for side in _SIDES) for group in groups
    ]
    # A group that is made elsewhere may have the rules there.
    if _is_elsewhere(configuration, template, interface) and not groups:
        verdicts.append(None)
    return any_of(verdicts)


def _is_elsewhere(
    configuration: Configuration, template: Resource, interface: Mapping[str, Any]
) -> bool:
    named = interface.get("security_groups")
    return bool(named) and not configuration.knows(template, named)


def _sides(configuration: Configuration) -> _Sides:
    sides: _Sides = {}
    for group, side, lets_through in _rules(configuration):
        sides.setdefault((group.address, side), []).append(lets_through)
    return sides


def _rules(configuration: Configuration) -> Iterator[tuple[Resource, str, bool | None]]:
    for rule in configuration.of_type(*_SIDE_BY_TYPE):
        to_all = is_one_of(first(rule.conf, "ip_protocol"), "-1")
        for group in _both(configuration, rule, "referenced_security_group_id"):
            yield group, _SIDE_BY_TYPE[rule.type], to_all
    for rule in configuration.of_type("aws_security_group_rule"):
        yield from _of_either_side(configuration, rule)
    for group in configuration.of_type("aws_security_group"):
        for side in _SIDES:
            for inline in blocks(group.conf, side):
                itself = is_true(first(inline, "self"))
                yield group, side, all_of((itself, _all_protocols(inline)))


def _of_either_side(
    configuration: Configuration, rule: Resource
) -> Iterator[tuple[Resource, str, bool | None]]:
    to_itself = is_true(first(rule.conf, "self"))
    paired = {each.address for each in _both(configuration, rule, "source_security_group_id")}
    for group in configuration.referred(rule, rule.conf.get("security_group_id")):
        itself = any_of((to_itself, group.address in paired))
        for side in _SIDES:
            of_side = is_one_of(first(rule.conf, "type"), side)
            yield group, side, all_of((itself, _all_protocols(rule.conf), of_side))


def _both(configuration: Configuration, rule: Resource, other: str) -> list[Resource]:
    """Give the groups a rule belongs to that it also refers to as the other end."""
    ends = {each.address for each in configuration.referred(rule, rule.conf.get(other))}
    own = configuration.referred(rule, rule.conf.get("security_group_id"))
    return [group for group in own if group.address in ends]


def _all_protocols(rule: Mapping[str, Any]) -> bool | None:
    return is_one_of(first(rule, "protocol"), "-1", "all")


check = EfaSecurityGroupRefersToItself()
