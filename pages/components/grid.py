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


def _styled(grid: Grid, tokens: Theme) -> "pd.io.formats.style.Styler":
    """Values to sort by, shown in the words of the view, with the colour of their verdict."""
    values = {
        name: [row[place].value for row in grid.rows] for place, name in enumerate(grid.columns)
    }
    names = [visible(name, 80) for name in grid.names]
    frame = pd.DataFrame({grid.first: names, **values}).astype(dict.fromkeys(values, float))
    styled = frame.style
    for line, row in enumerate(grid.rows):
        for name, cell in zip(grid.columns, row, strict=True):
            place = pd.IndexSlice[line, [name]]
            styled.format(lambda _, text=cell.text: text, subset=place, na_rep=cell.text)
            css = _css(cell, tokens, is_whole=line == len(grid.rows) - 1)
            if css:
                styled.map(lambda _, css=css: css, subset=place)
    styled.map(lambda _: "font-weight: bold", subset=[grid.first])
    return styled


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
