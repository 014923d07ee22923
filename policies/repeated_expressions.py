"""An expression is worked out once, however often checkov meets it.

On a module with a hundred resources checkov did so 355,000 times for 8,500 texts, and made an
interpreter for each. What one comes to depends on its text, and on names that others before it
have set in checkov's table, because Python takes them for assignments: when that happens, all is
forgotten.
"""

import sys
from collections.abc import Callable
from typing import Any

try:
    from checkov.common.util.data_structures_utils import pickle_deepcopy
    from checkov.terraform.graph_builder.variable_rendering import evaluate_terraform as rendering
    from checkov.terraform.graph_builder.variable_rendering.safe_eval_functions import (
        SAFE_EVAL_DICT,
    )
except ImportError:
    # Another release of checkov, which takes its time.
    rendering = None

#: It tells another thing each time.
_OF_NOW = "timestamp"
#: An interpreter sets it for itself.
_NOT_SET_BY_TEXTS = "print"


class _Names:
    """The names that expressions know, and how often expressions have set some."""

    def __init__(self) -> None:
        self.changes = 0
        #: Names of what whoever is given it may alter.
        self.alterable: list[str] = [_OF_NOW]
        self._known: dict[str, Any] = {}
        self.look()

    def look(self) -> None:
        """See whether a name has been set."""
        now = {name: what for name, what in SAFE_EVAL_DICT.items() if name != _NOT_SET_BY_TEXTS}
        known = self._known
        if now.keys() == known.keys() and all(_same(now[name], known[name]) for name in now):
            return
        self.changes += 1
        self._known = {name: _copy(what) for name, what in now.items()}
        set_ = [name for name, what in now.items() if isinstance(what, list | dict | set)]
        self.alterable = [_OF_NOW, *set_]


class _Remembered:
    """What calls of a function with a text came to, while no name was set."""

    def __init__(self, names: _Names, function: Callable[..., Any]) -> None:
        self._names = names
        self._function = function
        self._outcomes: dict[Any, Callable[[], Any]] = {}
        self._changes = names.changes

    def __call__(self, text: Any, *more: Any, **named: Any) -> Any:
        """Call the function, or tell what it came to."""
        if type(text) is not str:
            return self._function(text, *more, **named)
        if self._changes != self._names.changes:
            self._outcomes.clear()
            self._changes = self._names.changes
        key = (text, more, *named.items())
        found = self._outcomes.get(key)
        return self._work_out(key, *more, **named) if found is None else found()

    def _work_out(self, key: tuple[Any, ...], *more: Any, **named: Any) -> Any:
        before = self._names.changes
        try:
            value = self._function(key[0], *more, **named)
        except Exception as error:
            self._keep(key, before, _raising(error))
            raise
        self._keep(key, before, _giving(value))
        return value

    def _keep(self, key: tuple[Any, ...], before: int, outcome: Callable[[], Any]) -> None:
        self._names.look()
        if self._names.changes == before and not any(n in key[0] for n in self._names.alterable):
            self._outcomes[key] = outcome


def _same(one: Any, other: Any) -> bool:
    return one is other or (not callable(one) and type(one) is type(other) and one == other)


def _copy(value: Any) -> Any:
    """Copy what whoever is given it may alter."""
    return pickle_deepcopy(value) if isinstance(value, list | dict | set | tuple) else value


def _giving(value: Any) -> Callable[[], Any]:
    kept = _copy(value)
    return lambda: _copy(kept)


def _raising(error: Exception) -> Callable[[], Any]:
    def again() -> Any:
        raise error.with_traceback(None)

    return again


def _install() -> None:
    # checkov loads each of these modules a second time.
    if rendering is None or type(rendering.evaluate).__name__ == _Remembered.__name__:
        return
    names = _Names()
    rendering.evaluate = _Remembered(names, rendering.evaluate)
    whole = rendering.evaluate_terraform
    remembered = _Remembered(names, whole)
    for name, module in list(sys.modules.items()):
        if name.startswith("checkov.") and vars(module).get("evaluate_terraform") is whole:
            module.evaluate_terraform = remembered


_install()
