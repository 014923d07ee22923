"""Variables without a value, for which checkov puts an empty list or map."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_EMPTY_BY_TYPE = re.compile(r"^(?:\$\{)?(list|map)\b")
_BLANK = "${var}"


def blank_variables(vertices: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Give the file and name of each variable whose emptiness is made up."""
    return {
        (str(vertex["file_path_"]), vertex["block_name_"])
        for vertex in vertices
        if vertex.get("block_type_") == "variable"
        and vertex.get("default") is None
        and _EMPTY_BY_TYPE.match(str(vertex.get("type", "")))
    }


def blank_paths(vertex: Mapping[str, Any], blank: set[tuple[str, str]]) -> set[str]:
    """Give the innermost arguments of a resource that such variables were put into."""
    found = set()
    for path, origins in (vertex.get("rendering_breadcrumbs_") or {}).items():
        # The first is where a value comes from, the others hand it on.
        origin = origins[0] if origins else {}
        if origin.get("type") == "variable" and (origin.get("path"), origin.get("name")) in blank:
            found.add(path)
    return {path for path in found if not any(other.startswith(f"{path}.") for other in found)}


def without_blanks(value: Any, paths: set[str], at: str = "") -> Any:
    """Give a value with an expression wherever such a variable was put."""
    if not paths:
        return value
    if at in paths and not (isinstance(value, Mapping) and value):
        return [_BLANK]
    if isinstance(value, Mapping):
        return {
            name: without_blanks(item, paths, f"{at}.{name}" if at else str(name))
            for name, item in value.items()
        }
    if isinstance(value, list):
        # A single block has no number in checkov's paths.
        several = len(value) > 1
        return [
            without_blanks(item, paths, f"{at}.{index}" if several else at)
            for index, item in enumerate(value)
        ]
    return value
