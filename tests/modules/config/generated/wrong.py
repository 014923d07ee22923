"""One mistake put into a file that is right, wherever the schema tells what would be one."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from modules.config.problems import Path, written
from tests.modules.config.generated.places import Place, places, resolved


@dataclass(frozen=True, slots=True)
class Mistake:
    """A file with a mistake.

    Attributes:
        kind: What kind of mistake.
        file: What the file says.
        where: Where the mistake is, as it must be told.
        words: One of these must be in what is told.
    """

    kind: str
    file: Any
    where: str
    words: tuple[str, ...]


_WANTED = ("wanted here", "is not one of", "is not true or false", "must be text")


def mistake(seed: int, right: Mapping[str, Any]) -> Mistake:
    """Put a mistake into a right file; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    kinds = list(_KINDS.items())
    random.shuffle(kinds)
    everywhere = list(places(right))
    random.shuffle(everywhere)
    for kind, make in kinds:
        for place in everywhere:
            for wrong, path, words in make(random, place):
                return Mistake(kind, put(right, place.path, wrong), written(path), words)
    message = "no place for any mistake"
    raise AssertionError(message)


def put(file: Any, path: Path, value: Any) -> Any:
    """Give a file with another value at a path."""
    if not path:
        return value
    changed = copy.deepcopy(file)
    inner = changed
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return changed


_Made = Iterator[tuple[Any, Path, tuple[str, ...]]]


def _misspelt_key(random: Random, place: Place) -> _Made:
    schema = resolved(place)
    if not isinstance(place.value, dict) or schema.get("additionalProperties") is not False:
        return
    known = sorted(schema["properties"])
    meant = random.choice(known)
    key = misspelt(random, meant)
    if key not in known and meant not in place.value:
        yield {**place.value, key: 1}, (*place.path, key), ("no such key",)


def _missing_key(random: Random, place: Place) -> _Made:
    schema = resolved(place)
    required = [*schema.get("required", ())]
    # The schema asks it of whole files alone.
    required += [] if place.path else ["name", "region", "node_groups"]
    is_group = len(place.path) == 2 and place.path[0] == "node_groups"
    required += ["instance_types"] if is_group else []
    if isinstance(place.value, dict) and required:
        key = random.choice(required)
        rest = {name: item for name, item in place.value.items() if name != key}
        yield rest, (*place.path, key), ("is missing",)


def _wrong_type(random: Random, place: Place) -> _Made:
    others = ("text", 7, 2.5, True, None, ["a"], {"a": 1})
    wrong = random.choice(others)
    if place.path and type(wrong) is not type(place.value) and not place.takes(wrong):
        yield wrong, place.path, _WANTED


def _wrong_choice(random: Random, place: Place) -> _Made:
    choices = resolved(place).get("enum", ())
    if isinstance(place.value, str) and choices:
        wrong = misspelt(random, place.value)
        if wrong not in choices:
            yield wrong, place.path, (repr(wrong), f"{wrong!r}")


def _out_of_range(random: Random, place: Place) -> _Made:
    schema = resolved(place)
    if "minimum" in schema:
        wrong = schema["minimum"] - random.choice((1, 5, 10**6))
        yield wrong, place.path, (f"{wrong} is too small", f"{wrong} is not one of")
    if "maximum" in schema:
        wrong = schema["maximum"] + random.choice((1, 5, 10**6))
        yield wrong, place.path, (f"{wrong} is too large",)


def _wrong_text(random: Random, place: Place) -> _Made:
    if not isinstance(place.value, str) or "pattern" not in resolved(place):
        return
    for _ in range(5):
        wrong = spoilt(random, place.value)
        if not place.takes(wrong):
            yield wrong, place.path, (repr(wrong)[1:20], "is empty", "characters")
            return


def _wrong_name(random: Random, place: Place) -> _Made:
    names = resolved(place).get("propertyNames")
    if not isinstance(place.value, dict) or not names or not place.value:
        return
    old = random.choice(sorted(place.value))
    new = spoilt(random, old)
    if not Place((), names, new).takes(new) and len(new) <= 512:
        renamed = {new if key == old else key: item for key, item in place.value.items()}
        yield renamed, (*place.path, new), (repr(new)[1:20], "characters")


def _wrong_number_of_entries(random: Random, place: Place) -> _Made:
    schema = resolved(place)
    if isinstance(place.value, list) and schema.get("minItems"):
        yield [], place.path, ("holds 0; at least",)
    if isinstance(place.value, list) and schema.get("maxItems") and place.value:
        many = place.value * (schema["maxItems"] + 1)
        yield many, place.path, (f"holds {len(many)}; at most",)


_KINDS: Mapping[str, Callable[[Random, Place], _Made]] = {
    "misspelt key": _misspelt_key,
    "missing key": _missing_key,
    "wrong type": _wrong_type,
    "wrong choice": _wrong_choice,
    "out of range": _out_of_range,
    "wrong text": _wrong_text,
    "wrong name": _wrong_name,
    "wrong number of entries": _wrong_number_of_entries,
}


def misspelt(random: Random, word: str) -> str:
    """Make one slip in a word."""
    at = random.randrange(len(word))
    return random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + "x" + word[at + 1 :],
            word[: max(at - 1, 0)] + word[at : at + 1] + word[max(at - 1, 0) : at] + word[at + 1 :],
            word.replace("_", "-").title(),
        )
    )


def spoilt(random: Random, text: str) -> str:
    """Put something into a text that belongs in few."""
    at = random.randint(0, len(text))
    what = random.choice(
        (" ", "\u0430", "\u200b", "\u0663", "$", "\n", "/", ".", "x" * 600, "\x1b", '"')
    )
    return random.choice(
        (text[:at] + what + text[at:], text[:at] + what + text[at:], "", text + what)
    )
