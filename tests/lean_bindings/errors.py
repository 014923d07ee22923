"""Cases of wrong use: what stock bindings raise, lean ones raise."""

import datetime
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jsii
from cdktf import Fn, TerraformOutput, TerraformStack, Testing, Token
from cdktf_cdktf_provider_aws import security_group, subnet, vpc
from cdktf_cdktf_provider_random.pet import Pet


class Cidr(str, enum.Enum):
    """A text that is an enum member."""

    SMALL = "10.0.0.0/24"


class Name(str):
    """A text of another class."""

    __slots__ = ()


@dataclass
class Record:
    """An object that jsii's serializer takes apart."""

    name: str


class Plain:
    """An object that jsii knows nothing of."""


def _wrong(name: str, use: Callable[[Any, Any], object]) -> Callable[[], object]:
    def case() -> object:
        stack = TerraformStack(Testing.app(), "test")
        result = use(stack, vpc.Vpc)
        return [repr(type(result)), Testing.synth(stack)]

    case.__name__ = name
    return case


Join: Any = Fn.join
AnyPet: Any = Pet
Timeouts: Any = security_group.SecurityGroupTimeouts
Subnet: Any = subnet.Subnet
Group: Any = security_group.SecurityGroup
Ingress: Any = security_group.SecurityGroupIngress

_USES: dict[str, Callable[[Any, Any], object]] = {
    "number_for_text": lambda s, vpc: vpc(s, "v", cidr_block=1),
    "text_for_bool": lambda s, vpc: vpc(s, "v", enable_dns_support="yes"),
    "bool_for_number": lambda s, vpc: vpc(s, "v", ipv4_netmask_length=True),
    "float_for_number": lambda s, vpc: vpc(s, "v", ipv4_netmask_length=24.5),
    "text_for_number": lambda s, vpc: vpc(s, "v", ipv4_netmask_length="24"),
    "text_for_mapping": lambda s, vpc: vpc(s, "v", tags="Name=x"),
    "number_in_mapping": lambda s, vpc: vpc(s, "v", tags={"a": 1}),
    "number_as_key": lambda s, vpc: vpc(s, "v", tags={1: "a"}),
    "none_in_mapping": lambda s, vpc: vpc(s, "v", tags={"a": None}),
    "missing_argument": lambda s, _: Subnet(s, "s"),
    "none_for_required": lambda s, _: Subnet(s, "s", vpc_id=None),
    "unknown_argument": lambda s, vpc: vpc(s, "v", cidr="10.0.0.0/8"),
    "unknown_member_in_dictionary": lambda s, _: Subnet(s, "s", vpc_id="v", timeouts={"x": "1h"}),
    "number_in_struct_dictionary": lambda s, _: Subnet(s, "s", vpc_id="v", timeouts={"create": 1}),
    "other_struct": lambda s, _: Subnet(s, "s", vpc_id="v", timeouts=Ingress()),
    "text_for_struct": lambda s, _: Subnet(s, "s", vpc_id="v", timeouts="1h"),
    "struct_for_list": lambda s, _: Group(s, "g", ingress=Ingress(protocol="tcp")),
    "text_in_list": lambda s, _: Group(s, "g", ingress=[Ingress(protocol="tcp"), "x"]),
    "tuple_for_list": lambda s, _: Group(s, "g", ingress=(Ingress(protocol="tcp"),)),
    "text_for_list": lambda s, _: Group(s, "g", ingress=[Ingress(cidr_blocks="10.0.0.0/8")]),
    "numbers_in_list": lambda s, _: Group(s, "g", ingress=[Ingress(cidr_blocks=[1, 2])]),
    "number_for_id": lambda s, vpc: vpc(s, 5),
    "no_scope": lambda _, vpc: vpc(None, "v"),
    "text_for_scope": lambda _, vpc: vpc("scope", "v"),
    "same_id_twice": lambda s, vpc: [vpc(s, "v"), vpc(s, "v")],
    "empty_id": lambda s, vpc: vpc(s, ""),
    "function_for_value": lambda s, _: TerraformOutput(s, "o", value=len),
    "lambda_in_list": lambda s, _: TerraformOutput(s, "o", value=[lambda: 1]),
    "naive_datetime": lambda s, _: TerraformOutput(s, "o", value=datetime.datetime(2026, 1, 1)),
    "datetime": lambda s, _: TerraformOutput(
        s, "o", value=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    ),
    "bytes": lambda s, _: TerraformOutput(s, "o", value=b"x"),
    "tuple": lambda s, _: TerraformOutput(s, "o", value=(1, 2)),
    "set": lambda s, _: TerraformOutput(s, "o", value={1}),
    "nested_values": lambda s, _: TerraformOutput(s, "o", value={"a": [1, {"b": None}], "c": 1.5}),
    "plain_object": lambda s, _: TerraformOutput(s, "o", value=Plain()),
    "record": lambda s, _: TerraformOutput(s, "o", value=Record("x")),
    "class": lambda s, vpc: TerraformOutput(s, "o", value=vpc),
    "surrogate": lambda s, _: TerraformOutput(s, "o", value="\ud800"),
    "unicode": lambda s, _: TerraformOutput(s, "o", value="grün \u2028 😀 \x00"),
    "enum_for_text": lambda s, vpc: vpc(s, "v", cidr_block=Cidr.SMALL),
    "enum_as_value": lambda s, _: TerraformOutput(s, "o", value=Cidr.SMALL),
    "enum_as_key": lambda s, vpc: vpc(s, "v", tags={Cidr.SMALL: "x"}),
    "text_of_another_class": lambda s, vpc: vpc(s, Name("v"), cidr_block=Name("10.0.0.0/8")),
    "number_as_key_of_value": lambda s, _: TerraformOutput(s, "o", value={1: 2}),
    "set_wrong_type": lambda s, vpc: setattr(vpc(s, "v"), "cidr_block", 1),
    "set_readonly": lambda s, vpc: setattr(vpc(s, "v"), "arn", "x"),
    "put_wrong_type": lambda s, _: Subnet(s, "s", vpc_id="v").put_timeouts(create=1),
    "override_with_number": lambda s, vpc: vpc(s, "v").add_override(1, "x"),
    "unknown_attribute": lambda s, vpc: vpc(s, "v").no_such_attribute,
    "unknown_method": lambda s, vpc: vpc(s, "v").no_such_method(),
    "wrong_function_argument": lambda s, _: Join(1, ["a"]),
    "find_missing_child": lambda s, _: s.node.find_child("none"),
    "abstract": lambda s, _: jsii.create(Token, object()),
    "missing_in_other_provider": lambda s, _: AnyPet(s, "p", length="two"),
    "struct_without_required": lambda *_: Timeouts(update="1h"),
    "depends_on_text": lambda s, vpc: vpc(s, "v", depends_on=["aws_vpc.other"]),
    "lifecycle_wrong": lambda s, vpc: vpc(s, "v", lifecycle={"prevent_destroy": "yes"}),
    "token_is_not_a_list": lambda s, vpc: Token.as_list(vpc(s, "v").id),
    "reading_a_wrong_token": lambda s, vpc: vpc(s, "v").get_number_attribute(5),
    "kernel_is_asked_for_nonsense": lambda s, vpc: jsii.invoke(vpc(s, "v"), "noSuchMethod", []),
    "kernel_is_asked_for_no_type": lambda *_: jsii.sget(Plain, "x"),
}

CASES = tuple(_wrong(name, use) for name, use in _USES.items())
