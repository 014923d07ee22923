"""Ten thousand files with one mistake each: told where it is, in which words, and nothing else.

A seed names a file, so that what is found once is found again. To look at others:
``TRAINYARD_SEEDS=100000 python -m pytest tests/modules/config/generated/test_wrong.py``
begins at that number.
"""

import os
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from modules.config import ClusterFileError, FileProblem, load_cluster
from modules.config.problems import written as written_path
from tests.modules.config.generated.contradictions import CONTRADICTIONS, contradiction
from tests.modules.config.generated.raw import slip, written
from tests.modules.config.generated.right import right_file
from tests.modules.config.generated.wrong import Mistake, mistake

FIRST = int(os.environ.get("TRAINYARD_SEEDS", "0"))
BATCHES = [range(first, first + 1000) for first in range(FIRST, FIRST + 10_000, 1000)]
RIGHT_FILES = 500
MOST_SECONDS = 2.0

right = cache(right_file)


def told(file: Path, text: str) -> tuple[FileProblem, ...] | None:
    """Give what is told of a file, in time; None where it is taken."""
    file.write_text(text, encoding="utf-8", newline="")
    before = time.process_time()
    try:
        load_cluster(file)
    except ClusterFileError as error:
        assert time.process_time() - before < MOST_SECONDS
        return error.problems
    return None


def check_mistake(file: Path, made: Mistake) -> None:
    text = written(made.file)
    problems = told(file, text)
    assert problems is not None
    (problem,) = problems
    assert written_path(problem.problem.path) == made.where
    assert any(words in problem.problem.message for words in made.words)
    assert problem.line is not None
    line = text.split("\n")[problem.line - 1].strip()
    start = beginning(made.file, problem.problem.path)
    assert line.startswith(start) or line.lstrip("- ").startswith(start)


def beginning(file: Any, path: tuple[str | int, ...]) -> str:
    """Give how the line begins of what stands at a path, or nearest around it."""
    nearest: str | int | None = None
    for part in path:
        there = part in file if isinstance(file, dict) else isinstance(file, list)
        if not there:
            break
        nearest, file = part, file[part]
    if nearest is None:
        return ""
    if isinstance(nearest, int):
        return "- "
    is_plain = nearest.isascii() and nearest.replace("_", "").replace("-", "").isalnum()
    return f"{nearest}:" if is_plain and not nearest.isdigit() else ""


def check_slip(file: Path, seed: int) -> None:
    made = slip(seed, right(seed % RIGHT_FILES))
    problems = told(file, made.text)
    if made.words:
        assert problems is not None
        assert any(words in each.problem.message for words in made.words for each in problems)
    if made.line is not None:
        assert problems is not None
        assert made.line in {each.line for each in problems}


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: str(seeds.start))
def test_a_mistake_is_told_where_it_is_and_nothing_else(tmp_path: Path, seeds: range) -> None:
    file = tmp_path / "cluster.yaml"
    for seed in seeds:
        base = right(seed % RIGHT_FILES)
        try:
            if seed % 4 == 3:
                check_slip(file, seed)
            elif seed % 4 == 2:
                check_mistake(file, contradiction(seed, base))
            else:
                check_mistake(file, mistake(seed, base))
        except Exception as error:
            error.add_note(f"seed {seed}") if hasattr(error, "add_note") else None
            raise


def test_every_contradiction_is_tried() -> None:
    seeds = (seed for batch in BATCHES for seed in batch if seed % 4 == 2)
    tried = {contradiction(seed, right(0)).kind for seed in seeds}
    assert tried == {what for what, _, _ in CONTRADICTIONS}
