"""Run by checkov's Python: works expressions out with or without our memory of them.

Reads texts as JSON, writes what they came to and how many interpreters that took. Whatever is given
out is altered at once, as checkov does, so that a second answer could be spoilt by it.
"""

import importlib
import json
import sys

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
    if remember:
        sys.path.insert(0, policies)
        importlib.import_module("repeated_expressions")
    answers = []
    for text in json.load(sys.stdin):
        for keep in (True, False):
            answer = evaluate_terraform.evaluate_terraform(text, keep_interpolations=keep)
            answers.append(repr(answer))
            if isinstance(answer, list | dict | set):
                answer.clear()
    json.dump({"answers": answers, "interpreters": len(made)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], remember=sys.argv[2] == "remember")
