"""Calls that one service of the emulator makes to another, as EKS does for its clusters."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

from botocore.awsrequest import prepare_request_dict
from botocore.serialize import create_serializer

from embedded_aws.asgi import HttpRequest
from embedded_aws.requests import Members, service_model, signed_for

#: Calls an operation of a service in the account and region of the request at hand: service,
#: operation, members of its input. Gives the members of its answer.
Call = Callable[[str, str, Members], Awaitable[Members]]

_ANYWHERE = "http://127.0.0.1"


class RefusedError(Exception):
    """The service that was called answered with an error."""


def inner_request(at_hand: HttpRequest, service: str, name: str, members: Members) -> HttpRequest:
    """Write a call as botocore would, signed as the request at hand.

    Args:
        at_hand: Request in whose course the call is made.
        service: Service to call.
        name: Operation to call.
        members: Members of the operation's input.
    """
    model = service_model(service)
    serializer = create_serializer(model.protocol, include_validation=False)
    written = serializer.serialize_to_request(members, model.operation_model(name))
    prepare_request_dict(written, endpoint_url=_ANYWHERE)
    url = urlsplit(written["url"])
    form = written["body"]
    body = urlencode(form).encode() if isinstance(form, dict) else form
    own = {key.lower(): str(value) for key, value in written["headers"].items()}
    return replace(
        at_hand,
        method=written["method"],
        raw_path=url.path,
        query=url.query,
        headers={**signed_for(service, at_hand), **own, "content-length": str(len(body))},
        body=body,
    )
