"""Kubernetes' way of writing amounts."""

import re
from fractions import Fraction
from math import ceil

_MIB = 1024**2
_MILLI = 1000
#: Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
_SUFFIXES = {
    **{suffix: Fraction(1024) ** power for power, suffix in enumerate(("Ki", "Mi", "Gi"), 1)},
    **{suffix: Fraction(1024) ** power for power, suffix in enumerate(("Ti", "Pi", "Ei"), 4)},
    **{suffix: Fraction(1000) ** power for power, suffix in enumerate(("k", "M", "G"), 1)},
    **{suffix: Fraction(1000) ** power for power, suffix in enumerate(("T", "P", "E"), 4)},
    **{suffix: Fraction(1, 1000) ** power for power, suffix in enumerate(("m", "u", "n"), 1)},
    "": Fraction(1),
}
_QUANTITY = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[kMGTPEmun])|[eE]([+-]?\d{1,2}))?")


class NotAQuantityError(ValueError):
    """A text is no Kubernetes quantity."""


def amount(quantity: str | int | float) -> Fraction:
    """Give the number a quantity stands for.

    Raises:
        NotAQuantityError: It stands for none.
    """
    found = _QUANTITY.fullmatch(str(quantity))
    if found is None:
        raise NotAQuantityError(f"{quantity!r} is not a quantity; write one like 500m or 1Gi")
    number, suffix, exponent = found.groups()
    if exponent is not None:
        return Fraction(number) * Fraction(10) ** int(exponent)
    return Fraction(number) * _SUFFIXES[suffix or ""]


def milli(quantity: str | int | float) -> int:
    """Give thousandths of a quantity, rounded up."""
    return ceil(amount(quantity) * _MILLI)


def mebibytes(quantity: str | int | float) -> int:
    """Give a quantity of bytes in MiB, rounded up."""
    return ceil(amount(quantity) / _MIB)
