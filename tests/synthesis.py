"""Synthesize constructs and read the Terraform JSON they become."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from cdktf import Testing
from constructs import Construct

from stacks.addressed_stack import AddressedStack

#: Terraform JSON, as parsed.
Json = Mapping[str, Any]


def synthesize(build: Callable[[Construct], object]) -> Json:
    """Build something in an empty stack and give the stack's Terraform JSON."""
    stack = AddressedStack(Testing.app(), "test")
    build(stack)
    return cast(Json, json.loads(Testing.synth(stack)))


def resources(document: Json, type_: str) -> Mapping[str, Json]:
    """Give the resources of a type, keyed by their name in the address."""
    return cast(Mapping[str, Json], document.get("resource", {}).get(type_, {}))


def policy(text: str) -> list[Json]:
    """Give the statements of an IAM policy document."""
    return cast(list[Json], json.loads(text)["Statement"])
