"""AWS responses as the services' own models describe them: read, completed, and written again."""

import datetime
import json
from typing import Any, cast
from xml.etree import ElementTree

from botocore.model import OperationModel, Shape
from botocore.parsers import create_parser

from embedded_aws.asgi import HttpResponse
from embedded_aws.requests import AwsRequest, Members, service_model

_XML_PROTOCOLS = {"ec2", "query"}
#: The elements an error stands in.
_ERRORS = {
    "ec2": ("Response", "Errors", "Error"),
    "query": ("ErrorResponse", "Error"),
    "rest-xml": ("Error",),
}


def read_response(request: AwsRequest, response: HttpResponse) -> Members:
    """Read the members of a successful response."""
    model = service_model(request.service)
    operation = model.operation_model(request.operation)
    if model.protocol not in _XML_PROTOCOLS:
        return cast(Members, json.loads(response.body or b"{}"))
    raw = {
        "status_code": response.status,
        "headers": {name.decode(): value.decode() for name, value in response.headers},
        "body": response.body,
    }
    members = cast(Members, create_parser(model.protocol).parse(raw, operation.output_shape))
    del members["ResponseMetadata"]
    return members


def write_response(request: AwsRequest, response: HttpResponse, members: Members) -> HttpResponse:
    """Write a response again, with other members.

    Raises:
        NotImplementedError: If the members are of a form nothing needed so far.
    """
    model = service_model(request.service)
    body = (
        _xml_body(model.operation_model(request.operation), members)
        if model.protocol in _XML_PROTOCOLS
        else json.dumps(members).encode()
    )
    return HttpResponse(status=response.status, headers=response.headers, body=body)


def json_response(status: int, members: Members, *, error: str | None = None) -> HttpResponse:
    """Write a response of a JSON protocol.

    Args:
        status: HTTP status.
        members: Members of the response or of the error.
        error: Name of the error.
    """
    headers = [(b"content-type", b"application/json")]
    if error is not None:
        headers.append((b"x-amzn-errortype", error.encode()))
        members = {"__type": error, **members}
    return HttpResponse(status=status, headers=tuple(headers), body=json.dumps(members).encode())


def error_response(request: AwsRequest, status: int, code: str, message: str) -> HttpResponse:
    """Write an error as the request's service would."""
    protocol = service_model(request.service).protocol
    if protocol not in _ERRORS:
        return json_response(status, {"message": message}, error=code)
    outermost, *inner = _ERRORS[protocol]
    root = error = ElementTree.Element(outermost)
    for name in inner:
        error = ElementTree.SubElement(error, name)
    ElementTree.SubElement(error, "Code").text = code
    ElementTree.SubElement(error, "Message").text = message
    return HttpResponse(
        status=status,
        headers=((b"content-type", b"text/xml"),),
        body=ElementTree.tostring(root, encoding="utf-8"),
    )


def _xml_body(operation: OperationModel, members: Members) -> bytes:
    """Write XML; of the query protocol, the members stand in an element of their own."""
    metadata = operation.service_model.metadata
    version = metadata["apiVersion"]
    namespace = metadata.get("xmlNamespace") or f"http://ec2.amazonaws.com/doc/{version}/"
    root = ElementTree.Element(f"{operation.name}Response", xmlns=namespace)
    if metadata["protocol"] == "ec2":
        ElementTree.SubElement(root, "requestId").text = "completed"
    if operation.output_shape is not None:
        wrapper = operation.output_shape.serialization.get("resultWrapper")
        parent = root if wrapper is None else ElementTree.SubElement(root, wrapper)
        _write_structure(parent, operation.output_shape, members)
    return cast(bytes, ElementTree.tostring(root, encoding="utf-8"))


def _write_structure(element: ElementTree.Element, shape: Shape, members: Members) -> None:
    for name, member_shape in cast(Any, shape).members.items():
        if members.get(name) is not None:
            child = ElementTree.SubElement(element, member_shape.serialization.get("name", name))
            _write(child, member_shape, members[name])


def _write(element: ElementTree.Element, shape: Shape, value: Any) -> None:
    match shape.type_name:
        case "structure":
            _write_structure(element, shape, value)
        case "list":
            member = cast(Any, shape).member
            for item in value:
                _write(
                    ElementTree.SubElement(element, member.serialization.get("name", "member")),
                    member,
                    item,
                )
        case "boolean":
            element.text = str(value).lower()
        case "map":
            message = f"maps such as {shape.name} are not written here"
            raise NotImplementedError(message)
        case "timestamp":
            element.text = _iso_8601(value)
        case _:
            element.text = str(value)


def _iso_8601(value: datetime.datetime) -> str:
    utc = value.astimezone(datetime.timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
