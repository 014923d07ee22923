"""AWS requests as the services' own models describe them.

botocore carries the models; it writes requests and reads responses, as a client does. Here is the
other half: reading requests of the ``ec2``, ``query``, ``json`` and ``rest-json`` protocols.

Source: https://smithy.io/2.0/aws/protocols/index.html
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast
from urllib.parse import parse_qs, parse_qsl, unquote

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape

from embedded_aws.asgi import HttpRequest
from embedded_aws.xml_bodies import xml_body

#: Members of a request or a response, named as botocore names them.
Members = dict[str, Any]

_CREDENTIAL = re.compile(
    r"Credential=(?P<key>[^/,]+)/\d{8}/(?P<region>[^/,]+)/(?P<signing_name>[^/,]+)/aws4_request"
)
#: Services whose requests are read, by the name they sign with.
#: Source: the ``signingName`` or ``endpointPrefix`` of each service's model in botocore.
_SERVICES = {
    "autoscaling": "autoscaling",
    "ec2": "ec2",
    "eks": "eks",
    "elasticfilesystem": "efs",
    "iam": "iam",
    "kms": "kms",
    "logs": "logs",
    "s3": "s3",
    "sts": "sts",
}
_MODELS = Loader()
_BESIDE_PATH = {"header", "querystring"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsRequest:
    """A request as the service's model reads it.

    Attributes:
        account_id: Account the emulator takes it for: the access key, which is an account's number.
        region: Region it was signed for.
        service: Name of the service's model, for example ``eks``.
        operation: Name of the operation, for example ``CreateCluster``.
        parameters: Members of the operation's input.
        unread: Keys of a form that stand for no member; of JSON, the members tell.
        client: The program that sent it, as it calls itself.
        call: The call of the client's that it is an attempt of; empty where the client says none.
    """

    account_id: str
    region: str
    service: str
    operation: str
    parameters: Members
    unread: Sequence[str] = ()
    client: str = ""
    call: str = ""


@cache
def service_model(service: str) -> ServiceModel:
    """Give a service's model."""
    description = _MODELS.load_service_model(service, "service-2")
    return ServiceModel(description, service_name=service)


def read_request(request: HttpRequest) -> AwsRequest | None:
    """Read a request; None if it is unsigned, or of a service or operation not known here."""
    signed = _CREDENTIAL.search(request.headers.get("authorization", ""))
    service = _SERVICES.get(signed["signing_name"]) if signed else None
    if signed is None or service is None:
        return None
    found = _operation(service_model(service), request)
    if found is None:
        return None
    operation, parameters, unread = found
    return AwsRequest(
        account_id=signed["key"],
        region=signed["region"],
        service=service,
        operation=operation,
        parameters=parameters,
        unread=unread,
        client=request.headers.get("user-agent", ""),
        call=request.headers.get("amz-sdk-invocation-id", ""),
    )


def signed_for(service: str, request: HttpRequest) -> Mapping[str, str]:
    """Give the headers of a request that name its sender, as if it were for another service."""
    authorization = _CREDENTIAL.sub(
        lambda signed: signed[0].replace(f"/{signed['signing_name']}/aws4", f"/{service}/aws4"),
        request.headers["authorization"],
    )
    return {"host": request.headers.get("host", ""), "authorization": authorization}


_Found = tuple[str, Members, Sequence[str]]
#: Keys of every form, which say what is asked for.
_ASKED = {"Action", "Version"}


def _operation(model: ServiceModel, request: HttpRequest) -> _Found | None:
    protocol = model.protocol
    if protocol in {"ec2", "query"}:
        form = dict(parse_qsl(request.body.decode() or request.query, keep_blank_values=True))
        name = form.get("Action", "")
        if name not in model.operation_names:
            return None
        reader = _Form(form, is_ec2=protocol == "ec2")
        members = reader.structure(model.operation_model(name).input_shape, prefix="")
        return name, members, sorted(form.keys() - reader.read - _ASKED)
    if protocol == "json":
        name = request.headers.get("x-amz-target", "").rpartition(".")[2]
        return (name, _json_body(request), ()) if name in model.operation_names else None
    return _rest_operation(model, request)


def _json_body(request: HttpRequest) -> Members:
    body = json.loads(request.body or b"{}")
    return cast(Members, body) if isinstance(body, dict) else {}


def _rest_operation(model: ServiceModel, request: HttpRequest) -> _Found | None:
    asked = {key.lower() for key, _ in parse_qsl(request.query, keep_blank_values=True)}
    asked |= request.headers.keys()
    for route in _routes(model.service_name):
        matched = route.pattern.fullmatch(request.raw_path)
        if matched is None or route.method != request.method or not route.needs <= asked:
            continue
        in_path = {
            member: unquote(matched[f"p{index}"]) for index, member in enumerate(route.members)
        }
        operation = model.operation_model(route.operation)
        in_query = _query_members(operation, request.query)
        is_xml = model.protocol == "rest-xml"
        in_body = xml_body(operation, request.body) if is_xml else _json_body(request)
        return route.operation, {**in_body, **in_query, **in_path}, ()
    return None


def _query_members(operation: OperationModel, query: str) -> Members:
    values = parse_qs(query, keep_blank_values=True)
    members: Members = {}
    for member, shape in _members(operation.input_shape).items():
        if shape.serialization.get("location") != "querystring":
            continue
        given = values.get(shape.serialization["name"])
        if given is not None:
            is_list = shape.type_name == "list"
            members[member] = given if is_list else _scalar(shape, given[0])
    return members


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    operation: str
    method: str
    pattern: re.Pattern[str]
    members: Sequence[str]
    needs: frozenset[str]


@cache
def _routes(service: str) -> Sequence[_Route]:
    """Give the operations of a REST service, the most particular first."""
    model = service_model(service)
    operations = [model.operation_model(name) for name in model.operation_names]
    # S3 has two of one route, of which the older says in its model that it is.
    routes = [_route(each) for each in operations if not each.deprecated]
    return sorted(routes, key=lambda route: (-len(route.needs), len(route.members)))


def _route(operation: OperationModel) -> _Route:
    path, _, query = operation.http["requestUri"].partition("?")
    by_name = {
        shape.serialization.get("name", member): member
        for member, shape in _members(operation.input_shape).items()
    }
    parts = re.split(r"\{(\w+)(\+?)\}", path)
    pattern = re.escape(parts[0])
    members: list[str] = []
    for name, many, literal in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        # A name with a plus may hold slashes, such as the key of an object.
        pattern += f"(?P<p{len(members)}>{'.+' if many else '[^/]+'}){re.escape(literal)}"
        members.append(by_name[name])
    return _Route(
        operation=operation.name,
        method=operation.http["method"],
        pattern=re.compile(pattern),
        members=members,
        needs=frozenset(
            [
                *(key.lower() for key, _ in parse_qsl(query, keep_blank_values=True)),
                *_required_beside_path(operation.input_shape),
            ]
        ),
    )


def _required_beside_path(shape: Shape | None) -> Iterator[str]:
    """Give the keys of the query and the headers without which it is another operation."""
    required = getattr(shape, "required_members", ())
    for member, member_shape in _members(shape).items():
        if member in required and member_shape.serialization.get("location") in _BESIDE_PATH:
            yield member_shape.serialization["name"].lower()


class _Form:
    """A form of the ``query`` or ``ec2`` protocol."""

    def __init__(self, form: Mapping[str, str], *, is_ec2: bool) -> None:
        self._form = form
        self._is_ec2 = is_ec2
        #: Keys that stand for a member.
        self.read: set[str] = set()
        # Every beginning of a key, so that asking whether something is given costs nothing.
        self._given = {
            ".".join(parts[:length])
            for parts in (key.split(".") for key in form)
            for length in range(1, len(parts) + 1)
        }

    def structure(self, shape: Shape | None, prefix: str) -> Members:
        members: Members = {}
        for member, member_shape in _members(shape).items():
            key = prefix + self._name(member, member_shape)
            if key in self._given:
                members[member] = self._value(member_shape, key)
        return members

    def _name(self, member: str, shape: Shape) -> str:
        if not self._is_ec2:
            return cast(str, shape.serialization.get("name", member))
        if "queryName" in shape.serialization:
            return cast(str, shape.serialization["queryName"])
        name = cast(str, shape.serialization.get("name", member))
        return name[0].upper() + name[1:]

    def _value(self, shape: Shape, key: str) -> Any:
        if shape.type_name == "structure":
            return self.structure(shape, f"{key}.")
        if shape.type_name == "list":
            return self._list(shape, key)
        if shape.type_name == "map":
            return {}
        self.read.add(key)
        return _scalar(shape, self._form[key])

    def _list(self, shape: Any, key: str) -> list[Any]:
        flat = self._is_ec2 or shape.serialization.get("flattened")
        start = key if flat else f"{key}.{shape.member.serialization.get('name', 'member')}"
        values: list[Any] = []
        while f"{start}.{len(values) + 1}" in self._given:
            values.append(self._value(shape.member, f"{start}.{len(values) + 1}"))
        return values


def _members(shape: Shape | None) -> Mapping[str, Shape]:
    members = getattr(shape, "members", {})
    return cast(Mapping[str, Shape], members)


def _scalar(shape: Shape, text: str) -> Any:
    match shape.type_name:
        case "integer" | "long":
            return int(text)
        case "float" | "double":
            return float(text)
        case "boolean":
            return text == "true"
        case "blob":
            return _blob(text)
        case _:
            return text


def _blob(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return text.encode()
