"""Cases in which the kernel calls Python."""

# ruff: noqa: PLC0415 - importing late is what is tried

from typing import Any

import jsii
from cdktf import (
    Aspects,
    IAspect,
    IResolvable,
    IStringProducer,
    ITokenResolver,
    Lazy,
    TerraformElement,
    TerraformOutput,
    TerraformStack,
    Testing,
    Token,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct, IConstruct, IValidation


class AddressedStack(TerraformStack):
    """A stack that names addresses itself."""

    @jsii.member(jsii_name="allocateLogicalId")
    def _allocate_logical_id(self, tf_element: Any) -> str:
        return f"{type(tf_element).__name__}_{tf_element.node.id}".lower()


class RefusingStack(TerraformStack):
    """A stack whose override fails."""

    @jsii.member(jsii_name="allocateLogicalId")
    def _allocate_logical_id(self, tf_element: Any) -> str:
        raise ValueError(f"no name for {tf_element.node.path}")


@jsii.implements(IAspect)
class TagEverything:
    """An aspect that tags what has tags."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def visit(self, node: IConstruct) -> None:
        """Tag a construct."""
        self.seen.append(f"{type(node).__name__} {node.node.path}")
        if isinstance(node, Vpc):
            node.tags = {**(node.tags_input or {}), "by": "aspect"}


@jsii.implements(IAspect)
class ImportLate:
    """An aspect that needs a submodule nobody imported."""

    def visit(self, node: IConstruct) -> None:
        """Add an internet gateway to a network."""
        from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway

        if isinstance(node, Vpc):
            InternetGateway(node, "gateway", vpc_id=node.id)


@jsii.implements(IStringProducer)
class Produced:
    """A text that is known at synthesis only."""

    def produce(self, context: Any) -> str:
        """Return it, and where it is used."""
        return f"produced at {context.scope.node.path}"


@jsii.implements(IResolvable)
class Resolved:
    """A token made in Python."""

    @property
    def creation_stack(self) -> list[str]:
        """Return where it was made."""
        return ["here"]

    def resolve(self, context: Any) -> Any:
        """Return what it stands for."""
        return f"resolved at {context.scope.node.path}"

    def to_string(self) -> str:
        """Return a text that stands for it."""
        return Token.as_string(self)

    def to_json(self) -> str:
        """Return how it is shown."""
        return "<resolved>"


@jsii.implements(IValidation)
class Objection:
    """A rule that objects to everything."""

    def validate(self) -> list[str]:
        """Return what is wrong."""
        return ["too cheap", "too dear"]


class Network(Construct):
    """A construct with a resource and an override of its own."""

    def __init__(self, scope: Construct, id_: str) -> None:
        super().__init__(scope, id_)
        self.vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16")

    def to_string(self) -> str:
        """Return another text than cdktf would."""
        return "a network"


class RenamedVpc(Vpc):
    """A resource with overridden members."""

    @property  # type: ignore[misc]
    def cidr_block(self) -> str:
        """Return something else than was given."""
        return "overridden"

    def _synthesize_attributes(self) -> dict[str, Any]:
        return {"cidr_block": "192.168.0.0/16"}


def addresses_named_in_python() -> object:
    stack = AddressedStack(Testing.app(), "test")
    vpc = Network(stack, "network").vpc
    Subnet(stack, "subnet", vpc_id=vpc.id)
    TerraformOutput(stack, "out", value=vpc.arn)
    return Testing.synth(stack)


def an_override_that_fails() -> object:
    stack = RefusingStack(Testing.app(), "test")
    Vpc(stack, "vpc")
    return Testing.synth(stack)


def aspects_in_python() -> object:
    stack = TerraformStack(Testing.app(), "test")
    Vpc(Construct(stack, "a"), "vpc", tags={"Name": "x"})
    Subnet(stack, "subnet", vpc_id="vpc-1")
    aspect = TagEverything()
    Aspects.of(stack).add(aspect)
    return [Testing.synth(stack), aspect.seen]


def a_late_import_in_a_callback() -> object:
    stack = TerraformStack(Testing.app(), "test")
    Vpc(stack, "vpc")
    Aspects.of(stack).add(ImportLate())
    return Testing.synth(stack)


def lazy_values_in_python() -> object:
    stack = TerraformStack(Testing.app(), "test")
    token: Any = Resolved()
    Vpc(
        stack,
        "vpc",
        cidr_block=Lazy.string_value(Produced()),
        enable_dns_support=token,
        tags={"a": Token.as_string(token), "b": "x-" + Token.as_string(token)},
    )
    return Testing.synth(stack)


def validations_in_python() -> object:
    stack = TerraformStack(Testing.app(), "test")
    AwsProvider(stack, "aws")
    Vpc(stack, "vpc").node.add_validation(Objection())
    return Testing.synth(stack, run_validations=True)


def overridden_members() -> object:
    stack = TerraformStack(Testing.app(), "test")
    vpc = RenamedVpc(stack, "vpc", cidr_block="10.0.0.0/16")
    network = Network(stack, "network")
    return [
        Testing.synth(stack),
        vpc.cidr_block,
        vpc.cidr_block_input,
        network.to_string(),
        [type(child).__name__ for child in stack.node.find_all()],
        isinstance(network.node.find_child("vpc"), TerraformElement),
        ITokenResolver.__name__,
    ]


CASES = (
    addresses_named_in_python,
    an_override_that_fails,
    aspects_in_python,
    a_late_import_in_a_callback,
    lazy_values_in_python,
    validations_in_python,
    overridden_members,
)
