"""What a word of YAML means.

Two sets of rules are in use, YAML 1.1 and 1.2, and readers differ. What means the same by both is
read; a number that does not is refused, and so is one that Python, JSON or JavaScript would change.
Dates are text here, as in YAML 1.2, and whoever wants one reads it.
"""

import math
import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

#: Beyond it, not every reader of JSON tells two numbers apart.
_LARGEST = 2**53 - 1
_MOST_DIGITS = 16

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
#: Source: https://yaml.org/type/bool.html
_TRUE = frozenset(
    form for word in ("yes", "true", "on") for form in (word, word.title(), word.upper())
)
_FALSE = frozenset(
    form for word in ("no", "false", "off") for form in (word, word.title(), word.upper())
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
#: Source: https://yaml.org/type/float.html
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+][0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
#: Octal, hexadecimal, binary, with underscores, or to the base of 60.
#: Source: https://yaml.org/type/int.html
_ODD_NUMBER = re.compile(
    r"[-+]?(0o?[0-7_]+|0x[0-9a-fA-F_]+|0b[01_]+|[1-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?"
    r"|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)"
)


class UnclearScalarError(ValueError):
    """A word that is no value; says what would be."""


def plain_scalar(text: str) -> Scalar:
    """Read a word that stands without quotes.

    Raises:
        UnclearScalarError: It is a number to some readers and another, or none, to others.
    """
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    # Most words begin with a letter, and no number does.
    return text if text[0].isalpha() else _number_or_text(text)


def _number_or_text(text: str) -> Scalar:
    if _INTEGER.fullmatch(text):
        if len(text) > _MOST_DIGITS or abs(int(text)) > _LARGEST:
            message = f"{text} is a larger number than all readers keep exactly; put it in quotes"
            raise UnclearScalarError(message)
        return int(text)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise UnclearScalarError(
                f"{text} is a larger number than can be kept; put it in quotes"
            )
        return number
    if _NO_NUMBER.fullmatch(text):
        raise UnclearScalarError(
            f"{text} is no number that can be kept; put it in quotes if it is text"
        )
    if _ODD_NUMBER.fullmatch(text):
        message = (
            f"{text} is a number on whose value YAML's readers do not agree; "
            "write its digits plainly, or put it in quotes if it is text"
        )
        raise UnclearScalarError(message)
    return text
