"""Who is let in at a security group's HTTPS port, each by a rule of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpsSource:
    """A block or a security group; one of the two is given.

    Attributes:
        cidr: IPv4 block.
        security_group_id: Security group, with its account before it where that is another.
    """

    cidr: str | None = None
    security_group_id: str | None = None


def https_sources(
    cidrs: Sequence[str], security_group_ids: Sequence[str]
) -> Mapping[str, HttpsSource]:
    """Give sources by a key that stays theirs, whatever stands before or behind them."""
    sources = [
        *((cidr, HttpsSource(cidr=cidr)) for cidr in cidrs),
        *((id_, HttpsSource(security_group_id=id_)) for id_ in security_group_ids),
    ]
    return {_key(name): source for name, source in sorted(sources, key=lambda each: each[0])}


def _key(name: str) -> str:
    """Turn ``10.20.0.0/16`` into ``10-20-0-0_16``, a part of a Terraform address."""
    return re.sub(r"[^A-Za-z0-9-]", "_", name.replace(".", "-"))
