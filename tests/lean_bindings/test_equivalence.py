"""Lean bindings do what stock bindings do, to the byte."""

import pytest

from tests.lean_bindings.conftest import Results

MODULES = ("programs", "callbacks", "late_imports", "errors", "every_tenth")


def of(module: str, results: Results) -> Results:
    """Return the results of one module of cases."""
    found = {name: value for name, value in results.items() if name.startswith(f"{module}.")}
    assert found
    return found


@pytest.mark.parametrize("module", MODULES)
def test_an_empty_cache_gives_what_stock_bindings_give(
    module: str, stock: Results, cold: Results
) -> None:
    assert of(module, cold) == of(module, stock)


@pytest.mark.parametrize("module", MODULES)
def test_a_full_cache_gives_what_stock_bindings_give(
    module: str, stock: Results, warm: Results
) -> None:
    assert of(module, warm) == of(module, stock)


def test_the_cases_use_more_than_two_hundred_submodules_without_an_error(stock: Results) -> None:
    every_tenth = of("every_tenth", stock)
    assert len(every_tenth) > 200
    assert all(isinstance(result, list) and result[0] for result in every_tenth.values())


def test_nested_blocks_are_part_of_the_cases(stock: Results) -> None:
    text = str(of("every_tenth", stock))
    assert text.count("snake_key") > 100
    assert text.count('\\n            "') > 500


def test_most_cases_of_wrong_use_raise_an_error_with_a_message(stock: Results) -> None:
    raised = [result for result in of("errors", stock).values() if isinstance(result, dict)]
    assert len(raised) > 40
    assert all(result["message"] for result in raised)
