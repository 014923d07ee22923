"""How long logs are kept."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _whole_number(value: Any) -> Any:
    """Refuse what Python takes for the same as a whole number: true for 1, and 7.0 for 7."""
    if type(value) is not int:
        raise PydanticCustomError("int_type", "is no whole number")
    return value


#: The numbers of days that CloudWatch Logs takes.
#: Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
# fmt: off
RetentionDays = Annotated[
    Literal[
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
        1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
    BeforeValidator(_whole_number),
]
# fmt: on
