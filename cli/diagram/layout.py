"""Where the boxes of a picture lie; kiwisolver finds it from what must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cli.diagram.cells import Cell, Row
from cli.diagram.text import HEIGHTS, width_of

# Loaded when something is drawn, not by whoever looks for commands.
# ruff: noqa: PLC0415

_EDGE, _TOP, _COLUMN_GAP = 40, 8, 18
PADDING = 12


@dataclass(frozen=True)
class Box:
    """A box where it lies, in pixels."""

    cell: Cell
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Halfway from left to right."""
        return self.left + self.width // 2


@dataclass(frozen=True)
class Drawing:
    """Boxes, those behind first, and arrows, each as the corners it goes through."""

    name: str
    width: int
    height: int
    boxes: Sequence[Box]
    arrows: Sequence[Sequence[tuple[int, int]]]


def laid_out(rows: Sequence[Row]) -> Drawing:
    """Lay a picture out: columns of one width, and nothing larger than its text needs."""
    from kiwisolver import Solver, Variable

    count = 1 + max(cell.columns[1] for row in rows for cell in row.cells)
    lefts, rights = _variables(Variable, count), _variables(Variable, count)
    tops, bottoms = _variables(Variable, len(rows)), _variables(Variable, len(rows))
    solver = Solver()
    for line in _wanted(rows, (lefts, rights), (tops, bottoms)):
        solver.addConstraint(line)
    solver.updateVariables()
    columns = [(_pixels(left), _pixels(right)) for left, right in zip(lefts, rights, strict=True)]
    lines = [(_pixels(top), _pixels(bottom)) for top, bottom in zip(tops, bottoms, strict=True)]
    boxes = _boxes(rows, columns, lines)
    return Drawing(
        name=rows[0].cells[0].lines[0],
        width=columns[-1][1] + _EDGE,
        height=lines[-1][1] + _TOP,
        boxes=boxes,
        arrows=_arrows(boxes),
    )


def _variables(kind: Any, count: int) -> list[Any]:
    return [kind() for _ in range(count)]


def _pixels(variable: Any) -> int:
    value: float = variable.value()
    return round(value)


def _wanted(rows: Sequence[Row], across: Any, down: Any) -> Sequence[Any]:
    """Give what must hold, and at last what is wished for: that nothing is larger than it must."""
    (lefts, rights), (tops, bottoms) = across, down
    wanted = [lefts[0] == _EDGE, tops[0] == _TOP]
    wanted += [left == right + _COLUMN_GAP for left, right in zip(lefts[1:], rights, strict=False)]
    wanted += [
        right - left == rights[0] - lefts[0]
        for left, right in zip(lefts[1:], rights[1:], strict=True)
    ]
    wanted += [
        top == bottom + row.gap
        for top, bottom, row in zip(tops[1:], bottoms, rows[1:], strict=False)
    ]
    wanted += [bottom >= top for top, bottom in zip(tops, bottoms, strict=True)]
    for row, top, bottom in zip(rows, tops, bottoms, strict=True):
        for cell in row.cells:
            first, last = cell.columns
            widest = max(width_of(line, place) for place, line in enumerate(cell.lines))
            room = rights[last] - lefts[first] - 2 * cell.inset
            wanted.append(room >= widest + 2 * PADDING)
            wanted.append(bottom - top >= height_of(cell))
    wanted.append((rights[0] - lefts[0] == 0) | "weak")
    wanted += [(bottom - top == 0) | "weak" for top, bottom in zip(tops, bottoms, strict=True)]
    return wanted


def height_of(cell: Cell) -> int:
    """Give the height of a cell's text with room around it, in pixels."""
    return 16 + HEIGHTS[0] + HEIGHTS[1] * (len(cell.lines) - 1)


def _boxes(
    rows: Sequence[Row],
    columns: Sequence[tuple[int, int]],
    lines: Sequence[tuple[int, int]],
) -> Sequence[Box]:
    ends: Mapping[str, int] = {
        row.name: bottom for row, (_, bottom) in zip(rows, lines, strict=True) if row.name
    }
    boxes = []
    for row, (top, bottom) in zip(rows, lines, strict=True):
        for cell in row.cells:
            left = columns[cell.columns[0]][0] + cell.inset
            right = columns[cell.columns[1]][1] - cell.inset
            end = ends.get(cell.until, bottom)
            boxes.append(Box(cell, left, top, right - left, end - top))
    return boxes


def _arrows(boxes: Sequence[Box]) -> Sequence[Sequence[tuple[int, int]]]:
    """Lead arrows up: straight, or by a bend halfway between the rows."""
    targets = {
        (box.cell.kind, column): box
        for box in boxes
        for column in range(box.cell.columns[0], box.cell.columns[1] + 1)
    }
    arrows = []
    for box in boxes:
        if box.cell.goes_to is None:
            continue
        kind, column = box.cell.goes_to
        target = targets[kind, column]
        inside = target.left <= box.middle <= target.left + target.width
        end = (box.middle if inside else target.middle, target.top + target.height)
        bend = box.top - 15
        corners = [(box.middle, box.top), (box.middle, bend), (end[0], bend), end]
        arrows.append([corners[0], end] if inside else corners)
    return arrows
