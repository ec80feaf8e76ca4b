"""A grid of numbers: each cell opens its receipt, the whole is the last row."""

import pandas as pd
import streamlit as st

from data.warehouse import Reader
from pages.components.receipt import open_receipt
from pages.components.style import theme
from pages.components.text import for_markdown, visible
from pages.theme import Theme
from pages.views.grid import Grid, GridCell
from pages.views.table import Mark

_ROW = 35


def answer_grid(grid: Grid, source: Reader, key: str) -> None:
    """The numbers as they are written, sorted as numbers; a click opens a receipt."""
    st.dataframe(
        _styled(grid, theme()),
        hide_index=True,
        width="stretch",
        height=min(560, 3 + _ROW * (len(grid.names) + 1)),
        key=key,
        placeholder="–",
        on_select=lambda: _remember(key),
        selection_mode="single-cell",
        column_config=_columns(grid),
    )
    place = _clicked(grid, key)
    if place is not None:
        open_receipt(source, place.receipt)


def _columns(grid: Grid) -> dict[str, object]:
    columns: dict[str, object] = {
        grid.first: st.column_config.TextColumn(visible(grid.first), pinned=True, width=150)
    }
    for name, words in zip(grid.columns, grid.helps, strict=True):
        columns[name] = st.column_config.NumberColumn(visible(name), help=for_markdown(words))
    return columns


class _Written(float):
    """A value that sorts as the number it is and is written in the words of the view."""

    words: str

    @classmethod
    def of(cls, cell: GridCell) -> "_Written | None":
        """The cell's value with its words; None where there is none."""
        if cell.value is None:
            return None
        made = cls(cell.value)
        made.words = cell.text
        return made


def _styled(grid: Grid, tokens: Theme) -> "pd.io.formats.style.Styler":
    """Values to sort by, shown in the words of the view, with the colour of their verdict."""
    last = len(grid.rows) - 1
    values = {grid.first: [visible(name, 80) for name in grid.names]}
    looks = {grid.first: ["font-weight: bold"] * len(grid.names)}
    for place, name in enumerate(grid.columns):
        cells = [row[place] for row in grid.rows]
        values[name] = [_Written.of(cell) for cell in cells]
        looks[name] = [_css(cell, tokens, is_whole=line == last) for line, cell in enumerate(cells)]
    styled = pd.DataFrame(values, dtype=object).style
    styled.format(lambda value: value.words, subset=list(grid.columns), na_rep="–")
    return styled.apply(lambda _: pd.DataFrame(looks), axis=None)


def _css(cell: GridCell, tokens: Theme, *, is_whole: bool) -> str:
    if is_whole:
        return "font-weight: bold"
    if cell.mark is Mark.WORSE:
        return f"color: {tokens.worse_text}"
    if cell.mark is Mark.BETTER:
        return f"color: {tokens.better_text}"
    return f"color: {tokens.secondary}" if cell.is_quiet else ""


def _remember(key: str) -> None:
    """Keep the cell that was clicked for the run that follows, and for that one only."""
    cells = st.session_state[key]["selection"]["cells"]
    st.session_state[f"{key}_clicked"] = cells[0] if cells else None


def _clicked(grid: Grid, key: str) -> GridCell | None:
    found = st.session_state.pop(f"{key}_clicked", None)
    if found is None:
        return None
    line, name = found
    if name not in grid.columns or not 0 <= line < len(grid.rows):
        return None
    return grid.rows[line][grid.columns.index(name)]
