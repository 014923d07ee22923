"""Pictures as SVG, in the colours that whoever looks at them prefers."""

from collections.abc import Iterator, Sequence
from html import escape

from cli.diagram.colours import DARK, LIGHT, Page
from cli.diagram.layout import PADDING, Box, Drawing
from cli.diagram.text import HEIGHTS, SIZES, width_of

_HEAD = 5


def svg(drawing: Drawing) -> str:
    """Write a picture as SVG."""
    name = escape(drawing.name)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}"'
        f' viewBox="0 0 {drawing.width} {drawing.height}" role="img"'
        ' font-family="Helvetica, Arial, sans-serif">',
        f"<title>Network and node groups of {name}</title>",
        "<style>",
        *_rules(LIGHT),
        "@media (prefers-color-scheme: dark) {",
        *_rules(DARK),
        "}",
        "</style>",
        f'<rect class="page" width="{drawing.width}" height="{drawing.height}"/>',
        *(line for box in drawing.boxes for line in _box(box)),
        *(line for arrow in drawing.arrows for line in _arrow(arrow)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _rules(page: Page) -> Iterator[str]:
    yield f".page {{ fill: {page.background} }}"
    yield f".first {{ fill: {page.text}; font-size: {SIZES[0]}px }}"
    yield f".more {{ fill: {page.quiet}; font-size: {SIZES[1]}px }}"
    yield f".arrow {{ fill: none; stroke: {page.arrow}; stroke-width: 1.5 }}"
    yield f".head {{ fill: {page.arrow} }}"
    for kind, colours in page.kinds.items():
        yield f".{kind} {{ fill: {colours.fill}; stroke: {colours.edge} }}"


def _box(box: Box) -> Iterator[str]:
    yield (
        f'<rect class="{box.cell.kind}" x="{box.left}" y="{box.top}" width="{box.width}" '
        f'height="{box.height}" rx="6"/>'
    )
    down = box.top + 7
    for place, line in enumerate(box.cell.lines):
        down += HEIGHTS[min(place, 1)]
        # As wide as measured, whatever font the reader has.
        yield (
            f'<text class="{"more" if place else "first"}" x="{box.left + PADDING}" y="{down - 3}" '
            f'textLength="{width_of(line, place)}" lengthAdjust="spacingAndGlyphs">'
            f"{escape(line)}</text>"
        )


def _arrow(corners: Sequence[tuple[int, int]]) -> Iterator[str]:
    points = " ".join(f"{across},{down}" for across, down in corners)
    across, down = corners[-1]
    yield f'<polyline class="arrow" points="{points}"/>'
    yield (
        f'<polygon class="head" points="{across},{down} {across - _HEAD},{down + 2 * _HEAD} '
        f'{across + _HEAD},{down + 2 * _HEAD}"/>'
    )
