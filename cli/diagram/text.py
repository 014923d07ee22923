"""How wide text is, whatever fonts a machine has."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

#: Size of the first line, and of those after it, in pixels.
SIZES: Sequence[int] = (15, 12)
#: How much of a box each takes, in pixels.
HEIGHTS: Sequence[int] = (19, 17)

#: Characters of Helvetica by their width, in thousandths of the size; Arial has the same.
#: Source: Adobe's font metrics of the 14 core fonts, Helvetica.afm
_BY_WIDTH: Mapping[int, str] = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTHS: Mapping[str, int] = MappingProxyType(
    {character: width for width, characters in _BY_WIDTH.items() for character in characters}
)
#: Of a character that is not among them.
_WIDEST = max(_BY_WIDTH)


def width_of(line: str, place: int) -> int:
    """Give the width of a line of a box, in pixels."""
    thousandths = sum(_WIDTHS.get(character, _WIDEST) for character in line)
    return math.ceil(thousandths * SIZES[min(place, 1)] / 1000)
