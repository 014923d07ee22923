"""Whether requests are such as AWS would read: held against botocore's models of its services.

The emulator takes nearly anything. Terraform's provider writes what it was told, so a request that
AWS would refuse for its form is a mistake of ours, and shows here before it shows in an account.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from botocore.model import Shape
from botocore.validate import ParamValidator

from embedded_aws.requests import Members, service_model


def violations(recorded: Members) -> list[str]:
    """List what is wrong with a recorded request; see `embedded_aws.recording.Recorder`.

    Required and unknown members, types and least values are botocore's own validation; enums,
    patterns and greatest values are checked here, as botocore leaves those to AWS.
    """
    model = service_model(recorded["service"])
    operation = model.operation_model(recorded["operation"])
    where = f"{recorded['service']} {recorded['operation']}"
    found = [f"{where}: {key}: not read by the service" for key in recorded["unread"]]
    shape = operation.input_shape
    if shape is None:
        return found
    report = ParamValidator().validate(recorded["parameters"], shape)
    if report.has_errors():
        found += [f"{where}: {line}" for line in report.generate_report().splitlines()]
    found += [f"{where}: {line}" for line in _limits(recorded["parameters"], shape, "")]
    return found


def _limits(value: Any, shape: Shape, path: str) -> Iterator[str]:
    """List what is beyond a limit; what is of another type than the shape's botocore says."""
    inner = cast(Any, shape)
    if isinstance(value, str):
        if shape.type_name == "string":
            yield from _text(value, shape, path)
    elif isinstance(value, list) and shape.type_name == "list":
        yield from _count(len(value), shape, path, "entries")
        for index, item in enumerate(value):
            yield from _limits(item, inner.member, f"{path}[{index}]")
    elif isinstance(value, Mapping):
        yield from _members_limits(value, shape, path)
    elif isinstance(value, int):
        yield from _count(value, shape, path, "")


def _members_limits(value: Mapping[str, Any], shape: Shape, path: str) -> Iterator[str]:
    inner = cast(Any, shape)
    if shape.type_name == "map":
        yield from _count(len(value), shape, path, "entries")
        for key, item in value.items():
            yield from _limits(key, inner.key, f"{path}.{key}")
            yield from _limits(item, inner.value, f"{path}.{key}")
    elif shape.type_name == "structure":
        for name in value.keys() & inner.members.keys():
            yield from _limits(value[name], inner.members[name], f"{path}.{name}".strip("."))


def _text(value: str, shape: Shape, path: str) -> Iterator[str]:
    choices = cast(Any, shape).enum
    if choices and value not in choices:
        yield f"{path}: {value!r} is none of {', '.join(choices)}"
    yield from _count(len(value), shape, path, "characters")
    pattern = _compiled(shape.metadata.get("pattern", ""))
    if pattern is not None and not pattern.search(value):
        yield f"{path}: {value!r} does not match {pattern.pattern}"


def _count(number: int, shape: Shape, path: str, what: str) -> Iterator[str]:
    most = shape.metadata.get("max")
    if most is not None and number > most:
        yield f"{path}: {number} {what} where {most} are the most".replace("  ", " ")


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Compile a pattern; None for those of Java's that Python does not know, such as Unicode's."""
    try:
        return re.compile(pattern)
    except re.error:
        return None
