"""Text of one form, said once for the loader and the JSON Schema."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function


@dataclass(frozen=True, slots=True)
class Matching:
    """Text of one form: what the loader asks for, and what the JSON Schema says.

    Attributes:
        pattern: Pattern of the whole text, as Python and JavaScript read it alike.
        rule: What is wrong with other text, and what would be right.
    """

    pattern: str
    rule: str

    def __call__(self, value: str) -> str:
        """Refuse text of another form."""
        if not re.fullmatch(self.pattern, value, re.ASCII):
            message = f"{value!r} {self.rule}"
            raise ValueError(message)
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Have pydantic ask for it."""
        return no_info_after_validator_function(self, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say it in the JSON Schema, beside what is said already."""
        return _with_pattern(handler(schema), self.pattern)


@dataclass(frozen=True, slots=True)
class Shown:
    """A form that the JSON Schema alone says: a validator asks for it in more words.

    Attributes:
        pattern: Pattern of the whole text, as Python and JavaScript read it alike.
    """

    pattern: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say it in the JSON Schema, beside what is said already."""
        return _with_pattern(handler(schema), self.pattern)


def _with_pattern(written: JsonSchemaValue, pattern: str) -> JsonSchemaValue:
    of_all = {"pattern": f"^(?:{pattern})$"}
    if "pattern" in written:
        return written | {"allOf": [*written.get("allOf", []), of_all]}
    return written | of_all
