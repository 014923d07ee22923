"""Blocks of a stack that speak of its state alone."""

import pytest

from modules.planning.terraform.state_blocks import as_written, state_blocks

MOVES = [
    {"from": "aws_vpc.old", "to": "aws_vpc.new"},
    {"from": "aws_vpc.older", "to": "aws_vpc.old"},
]


@pytest.mark.parametrize("written", [MOVES, as_written(MOVES)], ids=["plain", "as written"])
def test_blocks_are_read_in_either_form(written: object) -> None:
    assert state_blocks({"moved": written}, "moved") == MOVES


def test_a_stack_without_them_has_none() -> None:
    assert state_blocks({}, "removed") == []


def test_no_key_of_a_block_stands_where_checkov_looks_for_a_name() -> None:
    assert all(not isinstance(body, dict) for body in as_written(MOVES))
