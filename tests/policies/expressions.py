"""Run by checkov's Python: works expressions and paths out with or without our memory of them.

Reads texts as JSON, writes what they came to and how many interpreters and parsers that took.
Whatever is given out is altered at once, as checkov does, so that a second answer could be spoilt
by it.
"""

import importlib
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import ply.yacc
from bc_jsonpath_ng.ext import parse
from checkov.terraform.graph_builder.variable_rendering import (
    evaluate_terraform,
    safe_eval_functions,
)


def main(policies: str, *, remember: bool) -> None:
    """Answer for each text, in order."""
    made: list[object] = []
    make = safe_eval_functions.get_asteval

    def make_and_count() -> object:
        made.append(None)
        return make()

    safe_eval_functions.get_asteval = make_and_count
    grammars: list[object] = []
    work_out = ply.yacc.LRGeneratedTable.__init__

    def work_out_and_count(table: object, *more: object, **named: object) -> None:
        grammars.append(None)
        work_out(table, *more, **named)

    ply.yacc.LRGeneratedTable.__init__ = work_out_and_count
    if remember:
        sys.path.insert(0, policies)
        importlib.import_module("repeated_expressions")
        importlib.import_module("repeated_paths")
    asked = json.load(sys.stdin)
    answers = []
    for text in asked["expressions"]:
        for keep in (True, False):
            answer = evaluate_terraform.evaluate_terraform(text, keep_interpolations=keep)
            answers.append(repr(answer))
            if isinstance(answer, list | dict | set):
                answer.clear()
    with ThreadPoolExecutor() as threads:
        paths = list(threads.map(_parsed, asked["paths"]))
    told = {"answers": answers, "interpreters": len(made)}
    json.dump({**told, "paths": paths, "grammars": len(grammars)}, sys.stdout)


def _parsed(path: str) -> str:
    try:
        return re.sub("0x[0-9a-f]+", "", repr(parse(path)))
    except Exception as error:
        return repr(error)


if __name__ == "__main__":
    main(sys.argv[1], remember=sys.argv[2] == "remember")
