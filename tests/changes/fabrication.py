"""States that nobody applied: what a stack's plan says will be, with what AWS would fill in.

Whether a change can be made in place is decided by the provider from the state and the stack, and
not by AWS. So a state with plausible ids in it serves as well as that of a real apply, which takes
a hundred times as long; `test_applied` compares the two.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.changes.provider_schema import ProviderSchema, SchemaType
from tests.synthesis import Json

Values = dict[str, Any]
#: From a resource down to an argument: names, and numbers within lists.
_Steps = tuple[str | int, ...]

#: A reference to an attribute of a resource, as ``${aws_vpc.main.id}``.
REFERENCE = re.compile(r"\$\{((?:data\.)?[a-z0-9_]+)\.([A-Za-z0-9_-]+)\.([a-z0-9_.\[\]]+)\}")
_STEP = re.compile(r"[a-z0-9_]+")
#: What the provider checks of ids before it asks AWS.
_ID_PREFIXES = {
    "aws_efs_file_system": "fs",
    "aws_fsx_lustre_file_system": "fs",
    "aws_launch_template": "lt",
    "aws_security_group": "sg",
    "aws_subnet": "subnet",
    "aws_vpc": "vpc",
}
_ACCOUNT_ID, _REGION = "111122223333", "us-west-2"


class _NotKnownError(Exception):
    """A value follows from more than references."""


class Fabricator:
    """Makes up the attributes of a stack's resources, always the same for the same addresses."""

    def __init__(
        self, schema: ProviderSchema, document: Json, found: Mapping[str, Values] | None = None
    ) -> None:
        """Make up values for a stack.

        Args:
            schema: The provider's schema.
            document: The stack.
            found: What its data sources found, by address, as far as it is known.
        """
        self._schema = schema
        self._found = found or {}
        self._resources = document.get("resource", {})

    def attributes(self, change: Mapping[str, Any]) -> Values:
        """Give all attributes of a resource that a plan makes."""
        unknown = change["change"]["after_unknown"]
        of = f"{change['type']}.{change['name']}"
        made = dict(change["change"]["after"])
        for name, mark in unknown.items():
            made[name] = self._known(of, (name,), made.get(name), mark)
        return made

    def _known(self, of: str, steps: _Steps, value: Any, mark: Any) -> Any:
        """Put values in place of marks of what is known only after apply."""
        if mark is True:
            return self._value(of, steps)
        if isinstance(mark, dict) and mark:
            known = value if isinstance(value, dict) else {}
            return known | {
                name: self._known(of, (*steps, name), known.get(name), inner)
                for name, inner in mark.items()
            }
        if isinstance(mark, list) and mark:
            items = value if isinstance(value, list) else []
            return [
                self._known(of, (*steps, index), items[index] if index < len(items) else None, each)
                for index, each in enumerate(mark)
            ]
        return value

    def _value(self, of: str, steps: _Steps) -> Any:
        """Give what the stack says, if it says it by references alone, or make something up."""
        type_ = self._schema.type_of(of.partition(".")[0], steps)
        try:
            return _of_type(type_, self._said(of, steps))
        except _NotKnownError:
            return _made_up(_path(of, steps), type_)

    def _said(self, of: str, steps: _Steps) -> Any:
        resource_type, _, name = of.partition(".")
        said: Any = self._resources.get(resource_type, {}).get(name)
        for step in steps:
            # A block that there is once may stand without a list around it.
            if isinstance(said, Mapping) and step == 0:
                continue
            try:
                said = said[step]
            except (KeyError, IndexError, TypeError) as error:
                raise _NotKnownError from error
        return self._evaluated(said)

    def _evaluated(self, said: Any) -> Any:
        if isinstance(said, Mapping):
            return {name: self._evaluated(each) for name, each in said.items()}
        if isinstance(said, Sequence) and not isinstance(said, str):
            return [self._evaluated(each) for each in said]
        if not isinstance(said, str):
            return said
        alone = REFERENCE.fullmatch(said)
        if alone:
            return self.looked_up(alone)
        text = REFERENCE.sub(lambda found: str(self.looked_up(found)), said)
        if "${" in text.replace("$${", ""):
            raise _NotKnownError
        return text.replace("$${", "${")

    def looked_up(self, reference: "re.Match[str]") -> Any:
        """Give what a reference, found by `REFERENCE`, stands for."""
        type_, name, path = reference.groups()
        if (of := f"{type_}.{name}") in self._found:
            return self._found[of][path]
        if type_ not in self._resources:
            raise _NotKnownError
        steps = tuple(int(step) if step.isdigit() else step for step in _STEP.findall(path))
        return self._value(of, steps)


def state(
    stacks: Mapping[str, Sequence[Mapping[str, Any]]],
    schema: ProviderSchema,
    aliases: Mapping[str, str],
) -> Values:
    """Write a Terraform state, in its format of version 4.

    Args:
        stacks: By module, its resources as a plan describes them, with values as ``attributes``.
        schema: The provider's schema.
        aliases: For each module the alias of the AWS provider that it is planned with.
    """
    return {
        "version": 4,
        "terraform_version": "1.11.0",
        "serial": 1,
        "lineage": "00000000-0000-0000-0000-000000000000",
        "outputs": {},
        "resources": [
            {
                "module": f"module.{module}",
                "mode": "managed",
                "type": resource["type"],
                "name": resource["name"],
                "provider": _provider(resource["provider_name"], aliases[module]),
                "instances": [
                    {
                        "schema_version": schema.version(resource["type"]),
                        "attributes": schema.as_stored(resource["type"], resource["attributes"]),
                        "sensitive_attributes": [],
                    }
                ],
            }
            for module, resources in stacks.items()
            for resource in resources
        ],
    }


def placed(resource: Mapping[str, Any], module: str, alias: str) -> Values:
    """Put a resource of a real state into a module."""
    name = resource["provider"].partition('"')[2].partition('"')[0]
    # What depends on what counts when something is destroyed, and names what is elsewhere now.
    instances = [
        {key: value for key, value in instance.items() if key != "dependencies"}
        for instance in resource["instances"]
    ]
    place = {"module": f"module.{module}", "provider": _provider(name, alias)}
    return {**resource, **place, "instances": instances}


def _provider(name: str, alias: str) -> str:
    own = name.startswith("terraform.io/builtin/")
    return f'provider["{name}"]' + ("" if own else f".{alias}")


def _of_type(type_: SchemaType, value: Any) -> Any:
    """Write a value as its type has it: Terraform takes ``"1"`` for a number and 1 for a text."""
    if type_ == "string" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if type_ == "number" and isinstance(value, str):
        return int(value)
    return value


def _made_up(path: str, type_: SchemaType) -> Any:
    if isinstance(type_, str):
        return {"string": _text(path), "number": 1, "bool": False, "dynamic": _text(path)}[type_]
    kind, inner = type_
    if kind == "object":
        return {name: _made_up(f"{path}.{name}", of) for name, of in inner.items()}
    if kind == "map":
        return {}
    # One of each where something may be picked out of it, such as a group's Auto Scaling group.
    return [_made_up(f"{path}[0]", inner)] if isinstance(inner, list) else []


def _path(of: str, steps: _Steps) -> str:
    return of + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _text(path: str) -> str:
    """Give an id, an ARN, or any other text, always the same for the same path."""
    resource, _, attribute = path.rpartition(".")
    name = "".join(letter if letter.isalnum() else "-" for letter in resource)
    if attribute == "arn" or attribute.endswith("_arn"):
        return f"arn:aws:made-up:{_REGION}:{_ACCOUNT_ID}:{name}"
    if attribute == "id":
        prefix = _ID_PREFIXES.get(resource.partition(".")[0], name)
        return f"{prefix}-{hashlib.sha256(path.encode()).hexdigest()[:17]}"
    return f"{name}-{attribute}"
