"""Cases that use a tenth of the AWS provider: each argument of each class, at every depth."""

import importlib
import inspect
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cdktf_cdktf_provider_aws as aws
from cdktf import TerraformDataSource, TerraformResource, TerraformStack, Testing

_DEEPEST = 3
# Not arguments of the resource but of every resource, of types that stand for something made.
_META = frozenset(
    {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners"}
)


def arguments(function: Callable[..., Any], depth: int = 0) -> dict[str, Any]:
    """Return a value for each keyword argument of generated code."""
    hints = typing.get_type_hints(function)
    return {
        name: value
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in _META
        # Blocks hold blocks without end; one that is required ends somewhere.
        if depth < _DEEPEST or parameter.default is parameter.empty
        if (value := _value(hints[name], name, depth)) is not None
    }


def _value(type_: Any, name: str, depth: int) -> Any:
    origin, members = typing.get_origin(type_), typing.get_args(type_)
    simple = {str: f"a-{name}", bool: depth % 2 == 0, int: len(name), float: 0.5}
    if type_ in simple:
        return simple[type_]
    if hasattr(type_, "__jsii_name_mapping__"):
        return type_(**arguments(type_.__init__, depth + 1))
    if origin is typing.Union:
        values = (_value(member, name, depth) for member in members)
        return next((value for value in values if value is not None), None)
    if origin in (list, Sequence):
        item = _value(members[0], name, depth)
        return None if item is None else [item, item]
    if origin in (dict, Mapping):
        item = _value(members[1], name, depth)
        return None if item is None else {"key": item, "snake_key": item}
    return None


def _case(submodule: str) -> Callable[[], object]:
    def case() -> object:
        module = importlib.import_module(f"{aws.__name__}.{submodule}")
        stack = TerraformStack(Testing.app(), "test")
        made = []
        for name in module.__all__:
            class_ = getattr(module, name)
            if isinstance(class_, type) and issubclass(
                class_, (TerraformResource, TerraformDataSource)
            ):
                resource: Any = class_(stack, name, **arguments(class_.__init__))
                made.append([name, resource.fqn, resource.terraform_resource_type])
        return [made, Testing.synth(stack)]

    case.__name__ = submodule
    return case


CASES = tuple(map(_case, sorted(aws.__all__)[::10]))
