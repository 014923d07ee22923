"""Plays GitHub's issuer of tokens, over HTTP on this machine."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

#: Mersenne primes: a key that anyone can compute, which is no secret of anybody.
_P, _Q, _EXPONENT = 2**521 - 1, 2**607 - 1, 65537
MODULUS = _P * _Q
_PRIVATE = pow(_EXPONENT, -1, (_P - 1) * (_Q - 1))
_LENGTH = (MODULUS.bit_length() + 7) // 8
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
BEARER = "of this job alone"


def text(value: bytes) -> str:
    """Write bytes as tokens do."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(claims: Mapping[str, Any], *, key_id: str = "now", algorithm: str = "RS256") -> str:
    """Give a token that says something, signed as GitHub signs."""
    header = {"alg": algorithm, "kid": key_id, "typ": "JWT"}
    said = ".".join(text(json.dumps(part).encode()) for part in (header, claims))
    digest = _SHA256 + hashlib.sha256(said.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (_LENGTH - len(digest) - 3) + b"\x00" + digest
    signature = pow(int.from_bytes(padded, "big"), _PRIVATE, MODULUS)
    return f"{said}.{text(signature.to_bytes(_LENGTH, 'big'))}"


class Issuer:
    """Who says what a job runs for.

    Attributes:
        url: Its address.
        claims: What it says of the job that asks.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.claims: dict[str, Any] = {"iss": url}

    def environment(self) -> dict[str, str]:
        """Give what a job that may ask for tokens has in its environment."""
        return {
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.url}/token?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": BEARER,
        }

    def answer(self, path: str, authorization: str | None) -> Any:
        """Answer what is asked; None where nothing is there, or one may not ask."""
        asked = urlparse(path)
        if asked.path == "/.well-known/jwks":
            length = _LENGTH
            number = text(MODULUS.to_bytes(length, "big"))
            key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "now", "n": number}
            return {
                "keys": [{**key, "kid": "next", "n": "AQAB", "e": "AQAB"}, {**key, "e": "AQAB"}]
            }
        if asked.path == "/token" and authorization == f"Bearer {BEARER}":
            (audience,) = parse_qs(asked.query)["audience"]
            return {"value": signed({**self.claims, "aud": audience})}
        return None


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Run an issuer of tokens as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = issuer.answer(self.path, self.headers.get("Authorization"))
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing of what is asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
