"""The description of a jsii package taken apart without reading all of it.

Reading the 131 MB of JSON that describe the AWS bindings takes five seconds and a gigabyte. jsii's
compiler writes them indented by two spaces, so that each type starts on a line of its own and its
text can be cut out; a document written another way is read as a whole.

Source: https://aws.github.io/jsii/specification/3-type-system/
"""

import gzip
import json
import re
from collections.abc import Iterable
from typing import Any

_TYPES_START = b'\n  "types": {'
_TYPES_END = b"\n  }"
# A line break and not an anchor, because the search for literal text is forty times as fast.
_TYPE_START = re.compile(rb'\n    "([^"\\]+)": \{\n')
_REDIRECT = "jsii/file-redirect"

# Nothing in the kernel reads these.
_UNUSED = ("readme", "submodules", "types")


def split_assembly(
    text: bytes, compressed: bytes | None = None
) -> tuple[dict[str, Any], Iterable[tuple[str, memoryview]]]:
    """Split the description of a package into what it says of the whole and of each type.

    Args:
        text: Content of the file ``.jsii``.
        compressed: Content of the file ``.jsii.gz``, to which the other may point.

    Returns:
        The description without its types, and for each type its qualified name and its member of a
        JSON object, as in ``"name": {...}``.

    Raises:
        ValueError: It is no such document.
    """
    start = text.find(_TYPES_START)
    end = text.find(_TYPES_END, start + len(_TYPES_START))
    if start >= 0 and end >= 0:
        whole = json.loads(text[:start] + b'\n"types": {}' + text[end + len(_TYPES_END) :])
        return _without_unused(whole), _cut(text, start + len(_TYPES_START), end)
    whole = json.loads(text)
    if whole.get("schema") == _REDIRECT:
        if compressed is None:
            raise ValueError("points to a file that is not there")
        return split_assembly(gzip.decompress(compressed))
    types = whole.get("types", {})
    return _without_unused(whole), ((name, _member(name, type_)) for name, type_ in types.items())


def slim_types(text: bytes) -> dict[str, Any]:
    """Return the types in a JSON object without what only people read.

    Raises:
        ValueError: The text is not a JSON object of types.
    """
    types = json.loads(text, object_hook=_without_documentation)
    for name, type_ in types.items():
        if type_.get("fqn") != name:
            raise ValueError(f"{name}: described as {type_.get('fqn')!r}")
    return dict(types)


def _cut(text: bytes, start: int, end: int) -> Iterable[tuple[str, memoryview]]:
    matches = list(_TYPE_START.finditer(text, start, end))
    ends = [match.start() for match in matches[1:]] + [end]
    # Views, because copies of it all would take longer than all else here.
    view = memoryview(text)
    for match, next_start in zip(matches, ends, strict=True):
        last = next_start - 1
        while text[last] in b", \r\n":
            last -= 1
        yield match.group(1).decode(), view[match.start() : last + 1]


def _member(name: str, type_: object) -> memoryview:
    return memoryview(f"{json.dumps(name)}: {json.dumps(type_)}".encode())


def _without_unused(assembly: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in assembly.items() if key not in _UNUSED}


def _without_documentation(node: dict[str, Any]) -> dict[str, Any]:
    # A type, member or parameter has these beside its name. In the object of all types, whose keys
    # are qualified names, they don't occur.
    for key in ("docs", "locationInModule", "symbolId"):
        node.pop(key, None)
    return node
