"""Bodies of requests in the ``rest-xml`` protocol, as the service's model reads them.

Source: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
"""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from botocore.model import OperationModel, Shape

#: What is no XML: contents of objects, which are of no interest, and text.
_CONTENTS, _TEXT = "blob", "string"


def xml_body(operation: OperationModel, body: bytes) -> dict[str, Any]:
    """Read the body of a request.

    Args:
        operation: The operation it asks for.
        body: The body, which came from the emulator's own clients.

    Returns:
        The member that the body is, if the operation has one and there is a body.
    """
    shape = operation.input_shape
    member = None if shape is None else shape.serialization.get("payload")
    if shape is None or member is None or not body:
        return {}
    payload = shape.members[member]
    if payload.type_name == _CONTENTS:
        return {}
    if payload.type_name == _TEXT:
        return {member: body.decode()}
    try:
        return {member: _value(payload, fromstring(body))}  # noqa: S314
    except ParseError:
        return {}


def _value(shape: Shape, element: Element) -> Any:
    text = element.text or ""
    match shape.type_name:
        case "structure":
            return _members(shape, element)
        case "list":
            item = shape.member
            return [_value(item, each) for each in _named(element, _item_name(item))]
        case "integer" | "long":
            return int(text)
        case "boolean":
            return text == "true"
        case _:
            return text


def _members(shape: Any, element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for member, of_member in shape.members.items():
        name = of_member.serialization.get("name", member)
        if of_member.serialization.get("flattened"):
            items = _named(element, _item_name(of_member.member, name))
            if items:
                found[member] = [_value(of_member.member, each) for each in items]
            continue
        for each in _named(element, name)[:1]:
            found[member] = _value(of_member, each)
    return found


def _item_name(item: Shape, otherwise: str = "member") -> str:
    return str(item.serialization.get("name", otherwise))


def _named(element: Element, name: str) -> list[Element]:
    """Give the children of a name, whatever namespace they are in."""
    return [child for child in element if child.tag.rpartition("}")[2] == name]
