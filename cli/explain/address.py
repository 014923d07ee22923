"""A Terraform address of a cluster's stack, explained."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cli.decommissioned import refuse_decommissioned
from cli.explain.places import NoSuchPlaceError
from cli.explain.told import Explanation, Line, key_at
from modules.catalog.nearest import nearest
from modules.config import ReadCluster

if TYPE_CHECKING:
    from constructs import IConstruct

# What synthesizes is loaded when an address is asked for.
# ruff: noqa: PLC0415

_ADDRESS = re.compile(r"(data\.)?(aws_[a-z0-9_]+|terraform_data)\..+")
_OURS = ("modules.", "stacks.")


def is_address(asked: str) -> bool:
    """Say whether an address is meant, and no field."""
    return _ADDRESS.fullmatch(asked) is not None


def explain_address(read: ReadCluster, address: str) -> Explanation:
    """Tell what of the file an address comes from, what it is part of, and what it goes with.

    Args:
        read: The cluster file.
        address: The address, as ``aws_launch_template.h100``.

    Raises:
        NoSuchPlaceError: The stack has no such address.
    """
    from stacks.app import build_app

    refuse_decommissioned([read.cluster])
    name = read.cluster.name
    stack: Any = build_app([read.cluster]).node.find_child(name)
    there = addresses_of(stack.to_terraform())
    if address not in there:
        hint = nearest(address, there)
        kind = address.rpartition(".")[0]
        alike = ", ".join(sorted(other for other in there if other.startswith(f"{kind}.")))
        said = f"did you mean {hint!r}?" if hint else f"of this type it has {alike or 'none'}"
        raise NoSuchPlaceError(f"the stack of {name} has no such address; {said}")
    path = there[address]["//"]["metadata"]["path"]
    return Explanation(
        title=f"{address} of {name}", lines=[*_lines(read, stack, address, path, there)]
    )


def _lines(
    read: ReadCluster,
    stack: "IConstruct",
    address: str,
    path: str,
    there: Mapping[str, Mapping[str, Any]],
) -> Iterator[Line]:
    from stacks.origins import origins_of

    keys = [key_at(read.source, origin.split("."), origin) for origin in origins_of(path)]
    yield Line(what="comes from", value=", ".join(key.path for key in keys), keys=keys)
    for construct in _around(stack, path.split("/")[1:]):
        said = (inspect.getdoc(type(construct)) or "").partition("\n\n")[0]
        yield Line(what="is part of", value=f"{type(construct).__name__}: {said}")
    mentioned = _mentions(there[address], there)
    if mentioned:
        yield Line(what="refers to", value="\n".join(mentioned))
    mentioning = [other for other, body in there.items() if address in _mentions(body, there)]
    if mentioning:
        yield Line(what="is referred to by", value="\n".join(sorted(mentioning)))


def _around(stack: "IConstruct", ids: Sequence[str]) -> Iterator["IConstruct"]:
    """List constructs of ours around something, outermost first."""
    construct = stack
    for id_ in ids:
        construct = construct.node.find_child(id_)
        if type(construct).__module__.startswith(_OURS):
            yield construct


def addresses_of(document: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Give everything in a stack that has an address."""
    return {
        f"{prefix}{kind}.{name}": body
        for prefix, section in (("", "resource"), ("data.", "data"))
        for kind, named in document.get(section, {}).items()
        for name, body in named.items()
    }


def _mentions(body: Mapping[str, Any], there: Mapping[str, object]) -> Sequence[str]:
    """List the addresses that something refers to, or waits for."""
    text = json.dumps({key: value for key, value in body.items() if key != "//"})
    words = set(re.findall(r"(?:data\.)?(?:aws_[a-z0-9_]+|terraform_data)\.[A-Za-z0-9_-]+", text))
    return sorted(word for word in words if word in there)
