"""Zones that EKS makes no control plane in."""

from typing import Final

#: By id, since a zone has other names in other accounts.
#: Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, on 2026-11-25
ZONES_WITHOUT_CONTROL_PLANE: Final = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})
