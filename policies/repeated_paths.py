"""The grammar of JSONPath is worked out once, and not for each path.

checkov reads hundreds of paths in a scan, by its checks and for the arguments that it works out;
for each the library makes the tables of its parser anew.
"""

import copy
from collections.abc import Callable
from typing import Any

try:
    import ply.yacc
    from bc_jsonpath_ng.parser import JsonPathParser
except ImportError:
    # Another release of checkov, which takes its time.
    ply = None


def _once(make: Callable[..., Any]) -> Callable[..., Any]:
    parsers: dict[Any, Any] = {}

    def _make_once(*arguments: Any, **named: Any) -> Any:
        grammar = named.get("module")
        if arguments or not isinstance(grammar, JsonPathParser):
            return make(*arguments, **named)
        key = (type(grammar), named.get("start"), named.get("debug"))
        if key not in parsers:
            parsers[key] = make(**named)
        # Checks run in threads, and a parser keeps in itself how far it is.
        return copy.copy(parsers[key])

    return _make_once


def _install() -> None:
    # checkov loads each of these modules a second time.
    if ply is not None and ply.yacc.yacc.__name__ != "_make_once":
        ply.yacc.yacc = _once(ply.yacc.yacc)


_install()
