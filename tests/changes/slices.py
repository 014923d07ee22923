"""The part of two stacks that an edit can reach: what differs, and what looks at it.

The rest is planned as it was planned before: its arguments are the same, and so is all that it
refers to. So it is left out, and values stand for it where it is referred to. That changes no plan,
and saves most of the time.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.changes.fabrication import REFERENCE, Fabricator
from tests.changes.provider_schema import ProviderSchema
from tests.synthesis import Json

_ADDRESS = re.compile(r"\b(?:data\.)?[a-z0-9]+_[a-z0-9_]+\.[A-Za-z0-9_-]+")
_KINDS = {"resource": "", "data": "data."}

#: What refers to what, by address.
_References = Mapping[str, set[str]]


def sliced(before: Json, after: Json, schema: ProviderSchema | None) -> tuple[Json, Json]:
    """Cut two stacks down to what may be planned otherwise.

    Args:
        before: The stack as it was.
        after: The stack as it will be.
        schema: What decides which values stand for the rest; None to keep what is referred to.
    """
    if schema is not None:
        before, after = _without_common_tags(before, after)
    old, new = _blocks(before), _blocks(after)
    both = old.keys() | new.keys()
    reached = {address for address in both if old.get(address) != new.get(address)}
    if before["provider"] != after["provider"]:
        reached = both
    reached = _closed(reached, [_turned(_references(blocks)) for blocks in (old, new)])
    needs = _references if schema is None else _needs
    kept = _closed(reached, [needs(blocks) for blocks in (old, new)])
    return _cut(before, kept, schema), _cut(after, kept, schema)


def _without_common_tags(before: Json, after: Json) -> tuple[Json, Json]:
    """Leave out tags that everything has before and after: fewer providers need to be started."""
    old, new = _tags(before), _tags(after)
    common = old.items() & new.items()
    return (
        _provided(before, dict(sorted(old.items() - common))),
        _provided(after, dict(sorted(new.items() - common))),
    )


def _provided(document: Json, tags: Mapping[str, str]) -> Json:
    (own,) = document["provider"]["aws"]
    # One is left: without any, the provider tells tags from no tags otherwise.
    tagged = [{"tags": {"common": "to all", **tags}}]
    provider = {"region": own["region"], "default_tags": tagged}
    return {**document, "provider": {"aws": [provider]}}


def _tags(document: Json) -> dict[str, str]:
    return dict(document["provider"]["aws"][0]["default_tags"][0]["tags"])


def _blocks(document: Json) -> Mapping[str, Json]:
    return {
        f"{prefix}{type_}.{name}": block
        for kind, prefix in _KINDS.items()
        for type_, named in document.get(kind, {}).items()
        for name, block in named.items()
    }


def _references(blocks: Mapping[str, Json]) -> _References:
    return {
        address: {
            found
            for found in _ADDRESS.findall(json.dumps(_without_order(address, block)))
            if found in blocks and found != address
        }
        for address, block in blocks.items()
    }


def _needs(blocks: Mapping[str, Json]) -> _References:
    """List what a value cannot stand for: data sources, and what is within an expression."""
    alone = {
        address: REFERENCE.sub(
            lambda found: found.group() if found.group(1).startswith("data.") else "",
            json.dumps(_without_order(address, block)),
        )
        for address, block in blocks.items()
    }
    return {
        address: {found for found in _ADDRESS.findall(text) if found in blocks and found != address}
        for address, text in alone.items()
    }


def _without_order(address: str, block: Json) -> Json:
    """Leave out what a resource only waits for; a data source that waits asks later."""
    if address.startswith("data."):
        return block
    return {name: value for name, value in block.items() if name != "depends_on"}


def _turned(graph: _References) -> _References:
    turned: dict[str, set[str]] = {address: set() for address in graph}
    for address, others in graph.items():
        for other in others:
            turned[other].add(address)
    return turned


def _closed(start: Iterable[str], graphs: Iterable[_References]) -> set[str]:
    reached: set[str] = set()
    pending = [*start]
    while pending:
        address = pending.pop()
        if address not in reached:
            reached.add(address)
            pending += [other for graph in graphs for other in graph.get(address, ())]
    return reached


def _cut(document: Json, kept: set[str], schema: ProviderSchema | None) -> Json:
    fabricator = None if schema is None else Fabricator(schema, document)
    cut: dict[str, Any] = {
        name: value for name, value in document.items() if name not in {*_KINDS, "output"}
    }
    for kind, prefix in _KINDS.items():
        blocks = {
            type_: {
                name: _standing_alone(block, kept, fabricator)
                for name, block in named.items()
                if f"{prefix}{type_}.{name}" in kept
            }
            for type_, named in document.get(kind, {}).items()
        }
        # Terraform takes no empty section.
        blocks = {type_: named for type_, named in blocks.items() if named}
        if blocks:
            cut[kind] = blocks
    return cut


def _standing_alone(block: Json, kept: set[str], fabricator: Fabricator | None) -> Json:
    alone = {name: value for name, value in block.items() if name not in {"//", "depends_on"}}
    if fabricator is not None:
        alone = {name: _with_values(value, kept, fabricator) for name, value in alone.items()}
    if "depends_on" in block:
        alone["depends_on"] = [other for other in block["depends_on"] if other in kept]
    return alone


def _with_values(said: Any, kept: set[str], fabricator: Fabricator) -> Any:
    """Put values in place of references to what is not kept."""
    if isinstance(said, Mapping):
        return {name: _with_values(each, kept, fabricator) for name, each in said.items()}
    if isinstance(said, list):
        return [_with_values(each, kept, fabricator) for each in said]
    if not isinstance(said, str):
        return said

    def value(reference: "re.Match[str]") -> Any:
        is_kept = f"{reference.group(1)}.{reference.group(2)}" in kept
        return reference.group() if is_kept else _literal(fabricator.looked_up(reference))

    alone = REFERENCE.fullmatch(said)
    return value(alone) if alone else REFERENCE.sub(lambda found: str(value(found)), said)


def _literal(value: Any) -> Any:
    return value.replace("${", "$${") if isinstance(value, str) else value
