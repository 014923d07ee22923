"""The colours of pictures, on light pages and on dark ones."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    """Colours of a kind of box: of what fills it, and of its edge."""

    fill: str
    edge: str


@dataclass(frozen=True)
class Page:
    """Colours of a page: text, text that matters less, arrows, and boxes by kind."""

    background: str
    text: str
    quiet: str
    arrow: str
    kinds: Mapping[str, Colours]


LIGHT = Page(
    background="#ffffff",
    text="#1b2430",
    quiet="#46525f",
    arrow="#5b6773",
    kinds={
        "region": Colours("#ffffff", "#9aa5b1"),
        "control": Colours("#efe9fb", "#7d5fc9"),
        "vpc": Colours("#f7f8fa", "#7a8794"),
        "gateway": Colours("#ffffff", "#7a8794"),
        "public": Colours("#e6f4e6", "#4c9a4c"),
        "nat": Colours("#ffffff", "#4c9a4c"),
        "private": Colours("#e4effb", "#4a86c5"),
        "group": Colours("#fdeedd", "#d9822b"),
        "endpoints": Colours("#ffffff", "#7d5fc9"),
    },
)
DARK = Page(
    background="#0d1117",
    text="#eef2f6",
    quiet="#b5c0cb",
    arrow="#97a3af",
    kinds={
        "region": Colours("#0d1117", "#4b5763"),
        "control": Colours("#241c3d", "#9b82dd"),
        "vpc": Colours("#151b23", "#6b7885"),
        "gateway": Colours("#0d1117", "#6b7885"),
        "public": Colours("#12291a", "#57a657"),
        "nat": Colours("#0d1117", "#57a657"),
        "private": Colours("#10243a", "#5a98d8"),
        "group": Colours("#3b260f", "#e39645"),
        "endpoints": Colours("#0d1117", "#9b82dd"),
    },
)
