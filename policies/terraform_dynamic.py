"""``dynamic`` blocks as the blocks Terraform makes of them.

checkov's own reading replaces arguments that have nothing to do with what is iterated over, so the
blocks are made here, from the ``for_each`` and ``content`` that it has worked out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from terraform_values import is_known, is_unknown_block, unknown_block

_TRY = re.compile(r"^(?:try|coalesce)\((?P<path>[^(),]+),(?P<otherwise>[^(),]*)\)$")
_LOOKUP = re.compile(r"^lookup\((?P<path>[^(),]+),\"(?P<key>[^\"]+)\",(?P<otherwise>[^(),]*)\)$")
_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[\"([^\"]+)\"\]|\[(\d+)\]")
_WORDS = {"null": None, "true": True, "false": False, "None": None, "True": True, "False": False}
_MISSING = object()


def with_dynamic_blocks(conf: Mapping[str, Any], dynamic: Any) -> dict[str, Any]:
    """Give the arguments of a resource, or of a block, with its dynamic blocks among them.

    Args:
        conf: What it holds beside them.
        dynamic: The dynamic blocks, one or many, each a name with ``for_each`` and ``content``.
    """
    made = {name: _read_within(value) for name, value in conf.items() if name != "dynamic"}
    copies = _copies(conf.get("dynamic"))
    for name, body in _named(dynamic):
        before = made.get(name, [])
        before = before if isinstance(before, list) else [before]
        written = [block for block in before if block not in copies]
        made[name] = [*written, *_made_of(name, body)]
    return made


def _copies(dynamic: Any) -> list[Any]:
    """Give what checkov's own checks put beside dynamic blocks, as if somebody had written it."""
    found: list[Any] = []
    for _, body in _named(dynamic):
        content = body.get("content", body) if isinstance(body, Mapping) else body
        found += content if isinstance(content, list) else [content]
    return found


def _read_within(value: Any) -> Any:
    """Give a block with what is dynamic within it as unknown."""
    if isinstance(value, list):
        return [_read_within(item) for item in value]
    if is_unknown_block(value) or not isinstance(value, Mapping) or "dynamic" not in value:
        return value
    unknown = {name: [unknown_block()] for name, _ in _named(value["dynamic"])}
    return {name: item for name, item in value.items() if name != "dynamic"} | unknown


def _named(dynamic: Any) -> Iterator[tuple[str, Any]]:
    for block in dynamic if isinstance(dynamic, list) else [dynamic]:
        if isinstance(block, Mapping):
            for name, bodies in block.items():
                for body in bodies if isinstance(bodies, list) else [bodies]:
                    yield name, body


def _made_of(name: str, body: Any) -> list[Any]:
    if not isinstance(body, Mapping) or not {"for_each", "content"} <= body.keys():
        return [unknown_block()]
    items = body["for_each"]
    if isinstance(items, Mapping):
        pairs = [(key, value) for key, value in items.items() if not key.startswith("__")]
    elif isinstance(items, list):
        pairs = list(enumerate(items))
    else:
        return [unknown_block()]
    iterator = str(body.get("iterator") or name)
    return [_block(body["content"], iterator, key, value) for key, value in pairs]


def _block(content: Any, iterator: str, key: Any, value: Any) -> Any:
    content = content[0] if isinstance(content, list) and len(content) == 1 else content
    if not isinstance(content, Mapping):
        return unknown_block()
    filled = _filled(content, {f"{iterator}.key": key, f"{iterator}.value": value})
    return with_dynamic_blocks(filled, filled.get("dynamic"))


def _filled(value: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, known) for item in value]
    return _worked_out(value, known) if isinstance(value, str) else value


def _worked_out(text: str, known: Mapping[str, Any]) -> Any:
    """Give the value of an expression if it is one of the few forms that are read, else itself."""
    plain = text.strip().removeprefix("${").removesuffix("}").replace(" ", "")
    attempt = _TRY.match(plain)
    lookup = _LOOKUP.match(plain)
    if attempt:
        path, otherwise = attempt["path"], attempt["otherwise"]
    elif lookup:
        path, otherwise = f"{lookup['path']}.{lookup['key']}", lookup["otherwise"]
    else:
        found = _at(plain, known)
        return text if found is _MISSING else found
    found = _at(path, known)
    missing = found is _MISSING or (found is None and plain.startswith("coalesce"))
    # An expression that is not about what is iterated over is not missing, but unknown.
    about = any(path.startswith(start) for start in known)
    return (_literal(otherwise) if about else text) if missing else found


def _at(path: str, known: Mapping[str, Any]) -> Any:
    for start, value in known.items():
        rest = path.removeprefix(start)
        if rest != path or path == start:
            return _walked(value, rest)
    return _MISSING


def _walked(value: Any, rest: str) -> Any:
    if not is_known(value):
        return f"{value}{rest}"
    while rest:
        step = _STEP.match(rest)
        if step is None:
            return _MISSING
        name = step[1] or step[2] or int(step[3])
        in_list = isinstance(value, list) and isinstance(name, int) and name < len(value)
        if not in_list and not (isinstance(value, Mapping) and name in value):
            return _MISSING
        value = value[name]
        rest = rest[step.end() :]
        if not is_known(value):
            return f"{value}{rest}"
    return value


def _literal(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    return text[1:-1] if text[:1] == text[-1:] == '"' else text
