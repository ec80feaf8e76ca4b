"""Panels side by side over the same rows: what a row brings, and how well that does."""

from dataclasses import dataclass

from pages.views.table import Mark


@dataclass(frozen=True)
class PanelMark:
    """One row of a panel: its length or place, its interval, its words and its verdict."""

    value: float | None
    words: str
    hover: str
    low: float | None = None
    high: float | None = None
    mark: Mark = Mark.NONE
    is_few: bool = False


@dataclass(frozen=True)
class Panel:
    """One number over all rows: bars from zero, or dots with intervals beside the whole."""

    title: str
    marks: tuple[PanelMark, ...]
    is_bar: bool
    top: float
    whole: float | None = None
    whole_words: str = ""


@dataclass(frozen=True)
class PanelChart:
    """Panels that share their rows and the order of them."""

    title: str
    words: str
    names: tuple[str, ...]
    panels: tuple[Panel, ...]
