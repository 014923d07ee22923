"""Pictures as PNG, for pages of one colour."""

from functools import cache
from io import BytesIO
from typing import Any

from cli.diagram.colours import DARK, LIGHT, Page
from cli.diagram.layout import PADDING, Box, Drawing
from cli.diagram.text import HEIGHTS, SIZES

#: Pixels of the PNG for one of the drawing, for screens that are dense.
_SCALE = 2
_HEAD = 5


def png(drawing: Drawing, *, dark: bool) -> bytes:
    """Draw a picture as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - loaded when something is drawn

    page = DARK if dark else LIGHT
    size = (drawing.width * _SCALE, drawing.height * _SCALE)
    image = Image.new("RGB", size, page.background)
    draw = ImageDraw.Draw(image)
    for box in drawing.boxes:
        _box(draw, box, page)
    for arrow in drawing.arrows:
        corners = [_scaled(*corner) for corner in arrow]
        draw.line(corners, fill=page.arrow, width=3, joint="curve")
        across, down = arrow[-1]
        sides = [(across - _HEAD, down + 2 * _HEAD), (across + _HEAD, down + 2 * _HEAD)]
        draw.polygon([corners[-1], *(_scaled(*side) for side in sides)], fill=page.arrow)
    written = BytesIO()
    image.quantize(colors=256, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()


def _box(draw: Any, box: Box, page: Page) -> None:
    colours = page.kinds[box.cell.kind]
    corners = [
        _scaled(box.left, box.top),
        _scaled(box.left + box.width, box.top + box.height),
    ]
    draw.rounded_rectangle(corners, 6 * _SCALE, colours.fill, colours.edge, _SCALE)
    down = box.top + 7
    for place, line in enumerate(box.cell.lines):
        down += HEIGHTS[min(place, 1)]
        draw.text(
            _scaled(box.left + PADDING, down - 3),
            line,
            fill=page.quiet if place else page.text,
            font=_font(SIZES[min(place, 1)] * _SCALE),
            anchor="ls",
        )


@cache
def _font(size: int) -> Any:
    """Give the font that is part of Pillow: no font of the machine is asked for."""
    from PIL import ImageFont  # noqa: PLC0415 - loaded when something is drawn

    # What lays text out otherwise is not there on every machine.
    return ImageFont.load_default(size).font_variant(layout_engine=ImageFont.Layout.BASIC)


def _scaled(across: int, down: int) -> tuple[int, int]:
    return across * _SCALE, down * _SCALE
