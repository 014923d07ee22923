"""What checkov works out is the same whether it is remembered or not, and takes less."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.checkov import checkov
from tests.policies.test_shapes import ALL

HERE = Path(__file__).parent
POLICIES = HERE.parents[1] / "policies"
#: Python takes some for assignments, which change what the same text comes to afterwards.
IN_ORDER = [
    "kept",
    'kept = "a"',
    "kept",
    '"${kept}-b"',
    'kept = "b"',
    "kept",
    "kept == 'b' ? 1 : 2",
    "kept = ['a', 'b']",
    "reverse(kept)",
    "kept",
    "length = 3",
    "length([1, 2])",
    'merge({"a": 1}, {"b": [2]})',
    "[for k, v in {} : k]",
    "toset(['a', 'b'])",
    "true",
    "null",
    "",
    "1 / 0",
]
PATHS = [
    "$.ingress[0].cidr_blocks",
    "statement[?(@/effect == Allow)]/actions[*]",
    "rule/*/status",
    "a..b",
    "a | b",
    "$.tags.'kubernetes.io/cluster'",
    "a[",
    "$.x[?(@.y > 3)].z",
    "a.`len`",
]


def texts() -> list[str]:
    """Give expressions, each several times, as a graph has them."""
    arguments = [
        line.partition("=")[2].strip()
        for shape in ALL
        for text in shape.files.values()
        for line in text.splitlines()
        if "=" in line
    ]
    return [*IN_ORDER, *arguments, *IN_ORDER, *arguments, *IN_ORDER]


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    """What the same texts come to, as checkov is and with our memory."""
    # Tests of synthesis need no checkov, so it is looked for by the command.
    python = Path(checkov()[0]).with_name("python")
    asked = json.dumps({"expressions": texts(), "paths": PATHS * 5})
    return {
        how: json.loads(
            subprocess.run(
                [python, HERE / "expressions.py", POLICIES, how],
                input=asked,
                capture_output=True,
                text=True,
                check=True,
                env={"PYTHONHASHSEED": "0"},
            ).stdout
        )
        for how in ("as it is", "remember")
    }


def test_an_expression_comes_to_the_same(answered: dict[str, Any]) -> None:
    assert len(answered["as it is"]["answers"]) > 500
    assert answered["remember"]["answers"] == answered["as it is"]["answers"]


def test_names_that_expressions_set_are_among_what_is_compared(answered: dict[str, Any]) -> None:
    """Else the texts in order would tell nothing."""
    answers = answered["as it is"]["answers"]
    kept = [answers[2 * IN_ORDER.index("kept") + 2 * shift] for shift in (0, 2, 5)]
    assert kept == ["'kept'", "'a'", "'b'"]


def test_a_text_that_is_met_again_takes_no_interpreter(answered: dict[str, Any]) -> None:
    assert answered["remember"]["interpreters"] < answered["as it is"]["interpreters"] / 3


def test_a_path_is_read_the_same(answered: dict[str, Any]) -> None:
    assert len({*answered["as it is"]["paths"]}) == len(PATHS)
    assert answered["remember"]["paths"] == answered["as it is"]["paths"]


def test_the_grammar_of_paths_is_worked_out_once(answered: dict[str, Any]) -> None:
    assert answered["as it is"]["grammars"] == 5 * len(PATHS)
    # Two threads may begin at once.
    assert answered["remember"]["grammars"] < len(PATHS)
