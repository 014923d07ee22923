"""What stands where on a picture: rows, over the columns that zones are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from cli.diagram.stack import Drawn, Group, Subnet

_LINE_CHARACTERS = 40
#: A space that no line ends at.
_KEPT = "\u00a0"
_NEAR, _APART, _FOR_ARROWS = 10, 18, 40
#: How far boxes stand inside the subnet they are drawn on, in pixels.
_INSET = 10
#: How far frames reach beyond the columns.
_REGION, _VPC = -32, -16


@dataclass(frozen=True)
class Cell:
    """A box on the picture.

    Attributes:
        kind: What it is, which colours follow.
        lines: Its text; the first is larger.
        columns: First and last column.
        inset: How far inside the columns it stands, in pixels; outside if negative.
        until: Name of the row that it reaches down to; its own if empty.
        goes_to: Kind and column of the box that an arrow leads up to.
    """

    kind: str
    lines: Sequence[str]
    columns: tuple[int, int]
    inset: int = 0
    until: str = ""
    goes_to: tuple[str, int] | None = None


@dataclass(frozen=True)
class Row:
    """Boxes beside each other.

    Attributes:
        gap: Room above them, in pixels.
        cells: The boxes.
        name: What ends boxes that begin further up.
    """

    gap: int
    cells: Sequence[Cell]
    name: str = ""


def rows_of(drawn: Drawn) -> Sequence[Row]:
    """Say what stands where."""
    every = (0, len(drawn.zones) - 1)
    title = Cell("region", [drawn.name, f"AWS region {drawn.region}"], every, _REGION, "end")
    control_plane = Cell("control", ["EKS control plane", drawn.control_plane], every, _VPC)
    vpc = Cell("vpc", [drawn.vpc], every, _VPC, "vpc")
    rows = [Row(0, [title]), Row(_NEAR, [control_plane]), Row(_APART, [vpc])]
    if drawn.internet_gateway:
        rows.append(Row(_NEAR, [Cell("gateway", ["Internet gateway"], every)]))
    rows += _public(drawn)
    rows += _private(drawn)
    if drawn.endpoints:
        text = _broken(", ".join(drawn.endpoints), _LINE_CHARACTERS * len(drawn.zones))
        rows.append(Row(_APART + _INSET, [Cell("endpoints", ["VPC endpoints", *text], every)]))
    return [*rows, Row(_APART, [], "vpc"), Row(_APART, [], "end")]


def _public(drawn: Drawn) -> Iterator[Row]:
    if not drawn.public:
        return
    arrow = ("gateway", 0) if drawn.internet_gateway else None
    yield Row(
        _FOR_ARROWS if arrow else _APART,
        [_subnet(drawn, "public", subnet, arrow) for subnet in drawn.public],
    )
    nats = [
        Cell("nat", ["NAT gateway"], _column(drawn, subnet.zone), _INSET)
        for subnet in drawn.public
        if subnet.nat
    ]
    if nats:
        yield Row(_NEAR, nats)
    yield Row(_INSET, [], "public")


def _private(drawn: Drawn) -> Iterator[Row]:
    arrows = any(subnet.way_out for subnet in drawn.private)
    cells = []
    for subnet in drawn.private:
        way_out = subnet.way_out
        arrow = ("nat", drawn.zones.index(way_out)) if way_out else None
        cells.append(_subnet(drawn, "private", subnet, arrow))
    yield Row(_FOR_ARROWS if arrows else _APART, cells)
    for bars in _packed([bar for group in drawn.groups for bar in _bars(drawn, group)]):
        yield Row(_NEAR, bars)
    yield Row(_INSET, [], "private")


def _subnet(drawn: Drawn, kind: str, subnet: Subnet, arrow: tuple[str, int] | None) -> Cell:
    lines = [subnet.zone, f"{kind} subnet {subnet.what}"]
    return Cell(kind, lines, _column(drawn, subnet.zone), until=kind, goes_to=arrow)


def _column(drawn: Drawn, zone: str) -> tuple[int, int]:
    return (drawn.zones.index(zone),) * 2


def _bars(drawn: Drawn, group: Group) -> Iterator[Cell]:
    """Draw a node group over the zones it runs in: one bar for zones beside each other."""
    lines = [line for said in group.lines for line in _broken(said, _LINE_CHARACTERS)]
    columns = sorted(drawn.zones.index(zone) for zone in group.zones)
    first = columns[0]
    for column, following in zip(columns, [*columns[1:], None], strict=True):
        if following != column + 1:
            yield Cell("group", [group.name, *lines], (first, column), _INSET)
            first = following if following is not None else column


def _broken(text: str, characters: int) -> Sequence[str]:
    """Break text into lines after commas, which no number is torn from its word by."""
    whole = text.replace(" ", _KEPT).replace(f",{_KEPT}", ", ")
    lines = wrap(whole, characters, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_KEPT, " ") for line in lines]


def _packed(bars: Sequence[Cell]) -> Sequence[Sequence[Cell]]:
    """Put bars into the first row that has room for them."""
    rows: list[list[Cell]] = []
    for bar in bars:
        for row in rows:
            if all(
                bar.columns[0] > cell.columns[1] or bar.columns[1] < cell.columns[0] for cell in row
            ):
                row.append(bar)
                break
        else:
            rows.append([bar])
    return rows
