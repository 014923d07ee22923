"""HTTP requests and responses as whole messages, on top of ASGI's pieces.

Source: https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_LENGTH = b"content-length"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request as it came over the wire.

    Attributes:
        method: HTTP method.
        raw_path: Path, still percent-encoded.
        query: Query string.
        headers: Headers, their names in lower case.
        body: The whole body.
    """

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """A response with its whole body.

    Attributes:
        status: HTTP status.
        headers: Headers as they go over the wire, without the length, but for HEAD.
        body: The whole body.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the request was carried out."""
        return self.status < 300  # noqa: PLR2004 - where HTTP's success ends


async def receive_request(scope: Scope, receive: Receive) -> HttpRequest:
    """Read a request to its end."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
    return HttpRequest(
        method=scope["method"],
        raw_path=(scope.get("raw_path") or scope["path"].encode()).decode("ascii"),
        query=scope.get("query_string", b"").decode("ascii"),
        headers={
            name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]
        },
        body=bytes(body),
    )


def replay(body: bytes) -> Receive:
    """Give a body, already read, to an application that wants to read it itself."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


async def respond_with(application: Application, scope: Scope, body: bytes) -> HttpResponse:
    """Let an application answer, and keep the answer instead of sending it."""
    start: Message = {}
    content = bytearray()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            content.extend(message.get("body", b""))

    await application(scope, replay(body), send)
    # The answer to HEAD has the length of a body that is not sent; any other may be written again.
    keep_length = scope["method"] == "HEAD"
    headers = tuple(
        (name, value) for name, value in start["headers"] if keep_length or name.lower() != _LENGTH
    )
    return HttpResponse(status=start["status"], headers=headers, body=bytes(content))


async def send_response(response: HttpResponse, send: Send) -> None:
    """Send a whole response."""
    headers = list(response.headers)
    if _LENGTH not in {name.lower() for name, _ in headers}:
        headers.append((_LENGTH, str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
