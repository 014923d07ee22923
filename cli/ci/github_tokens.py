"""Tokens by which GitHub says, signed, what a job runs for.

Whoever may write a workflow may ask for one, but says nothing in it beyond the audience: the rest
is GitHub's word. An audience that holds a hash makes the token a signature under what was hashed.
The signature is checked with Python's standard library alone (RS256: RFC 8017, 8.2.2).

Source: https://docs.github.com/en/actions/reference/security/oidc, 2026-11-25
"""

import base64
import hashlib
import json
import os
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

#: Who signs on github.com. Other servers, and enterprises that chose so, have their own address.
ISSUER = "https://token.actions.githubusercontent.com"
#: What says, in the padding of a signature, that SHA-256 was used (RFC 8017, 9.2, note 1).
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_TIMEOUT_SECONDS = 30


class TokenRefusedError(Exception):
    """A token is not what GitHub signed; the text says why."""


def ask_for_token(audience: str) -> str:
    """Give a token of the job that this runs in.

    Raises:
        TokenRefusedError: If the job may not ask for one.
        OSError: If GitHub gives no answer.
    """
    url = os.environ.get("ACTIONS_ID_TOKEN_REQUEST_URL")
    bearer = os.environ.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    if not (url and bearer):
        raise TokenRefusedError("the job lacks the permission id-token: write")
    query = urllib.parse.urlencode({"audience": audience})
    request = urllib.request.Request(  # noqa: S310
        f"{url}&{query}", headers={"Authorization": f"Bearer {bearer}"}
    )
    return str(_answer(request)["value"])


def read_token(token: str, issuer: str) -> Mapping[str, Any]:
    """Give what GitHub says in a token, after looking at its signature.

    How old it is does not count: it says what once ran, and opens nothing.

    Args:
        token: The token.
        issuer: Who must have signed it.

    Raises:
        TokenRefusedError: If it was not signed by that issuer.
        OSError: If the issuer's keys cannot be had.
    """
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(_bytes(head)), json.loads(_bytes(body))
        algorithm, key_id, said = header["alg"], header["kid"], claims["iss"]
        signed = _bytes(signature)
    except (ValueError, KeyError, TypeError) as error:
        raise TokenRefusedError("its statement is no signed token") from error
    if (algorithm, said) != ("RS256", issuer):
        raise TokenRefusedError(f"its statement is by {said}, {algorithm}, not by {issuer}, RS256")
    if not _signs(_key(issuer, key_id), f"{head}.{body}".encode(), signed):
        raise TokenRefusedError(f"its statement was not signed by {issuer}")
    return dict(claims)


def _key(issuer: str, key_id: str) -> Mapping[str, Any]:
    for key in _answer(f"{issuer}/.well-known/jwks")["keys"]:
        if key["kid"] == key_id and key["kty"] == "RSA":
            return dict(key)
    message = f"its statement was signed with a key that {issuer} no longer lists"
    raise TokenRefusedError(message)


def _signs(key: Mapping[str, Any], text: bytes, signature: bytes) -> bool:
    modulus, exponent = (int.from_bytes(_bytes(key[name]), "big") for name in ("n", "e"))
    length = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != length or number >= modulus:
        return False
    digest = _SHA256 + hashlib.sha256(text).digest()
    padded = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
    return pow(number, exponent, modulus).to_bytes(length, "big") == padded


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _answer(request: str | urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310
        return json.load(answer)
