"""Tables: rows behind a number as st.dataframe with a download, short ones as escaped HTML."""

from decimal import Decimal
from itertools import groupby

import pandas as pd
import streamlit as st

from metrics.wording import count
from pages.components.text import for_html, for_markdown, visible
from pages.views.breakdown import Breakdown
from pages.views.table import Cell, Column, Kind, Mark, RowTable, ShortTable

_ARROW = {Mark.BETTER: "▲ ", Mark.WORSE: "▼ ", Mark.NONE: ""}


def row_table(table: RowTable, key: str) -> None:
    """The first rows, the number of all, and the file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = len(table.rows)
        of_all = f"The first {count(shown)} of {count(table.total)} rows"
        whole = "1 row" if table.total == 1 else f"{count(table.total)} rows"
        words = of_all if shown < table.total else whole
        st.html(f'<p class="t-foot">{for_html(words)}</p>', width="stretch")
        st.download_button(
            "Download CSV",
            data=table.csv.encode("utf-8-sig"),
            file_name=table.file_name,
            mime="text/csv",
            icon=":material/download:",
            key=f"{key}_download",
            on_click="ignore",
        )
    st.dataframe(
        _frame(table),
        hide_index=True,
        width="stretch",
        height=min(380, 38 + 35 * max(len(table.rows), 1)),
        key=key,
        placeholder="",
        column_config={
            name: _column(name, kind, table.date_format)
            for name, kind in zip(table.columns, table.kinds, strict=True)
        },
    )


def _frame(table: RowTable) -> pd.DataFrame:
    """The rows for the grid: text made visible, decimals as the floats the grid takes."""
    shown = [
        [_grid_value(value, kind) for value, kind in zip(row, table.kinds, strict=True)]
        for row in table.rows
    ]
    return pd.DataFrame(shown, columns=list(table.columns))


def _grid_value(value: object, kind: Kind) -> object:
    if kind is Kind.TEXT:
        return "" if value is None else visible(value)
    return float(value) if isinstance(value, Decimal) else value


# What the workspace writes as strftime, in the grid's own letters.
_LETTERS = {
    "%d": "DD",
    "%m": "MM",
    "%Y": "YYYY",
    "%y": "YY",
    "%b": "MMM",
    "%B": "MMMM",
    "%a": "ddd",
}


def _column(name: str, kind: Kind, date_format: str) -> object:
    """How the grid writes a column: separators, one rule of decimals, the workspace's dates."""
    label = for_markdown(name.replace("_", " ").capitalize().replace("Icp", "ICP"))
    written = date_format
    for mark, letters in _LETTERS.items():
        written = written.replace(mark, letters)
    columns = {
        Kind.WHOLE: lambda: st.column_config.NumberColumn(label, format="%,d"),
        Kind.EXACT: lambda: st.column_config.NumberColumn(label, format="%,.2f"),
        Kind.DAY: lambda: st.column_config.DateColumn(label, format=written),
        Kind.MOMENT: lambda: st.column_config.DatetimeColumn(label, format=f"{written} HH:mm"),
        Kind.TEXT: lambda: st.column_config.TextColumn(label),
    }
    return columns[kind]()


def short_table(table: ShortTable) -> None:
    """A small table with two-line cells, bars and marks."""
    st.html(table_html(table))


def table_html(table: ShortTable) -> str:
    """The HTML of a small table, every word escaped."""
    head = "".join(
        f'<th{_side(column)} scope="col">{for_html(column.name)}</th>' for column in table.columns
    )
    groups = _group_row(table)
    first_sum = len(table.rows) - table.sum_rows
    body = "".join(
        f"<tr{' class=t-sum' if place >= first_sum else ''}>"
        + "".join(_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
        + "</tr>"
        for place, row in enumerate(table.rows)
    )
    return (
        f'<div class="t-table-wrap"><table class="t-table"><thead>{groups}<tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _group_row(table: ShortTable) -> str:
    """The headings over the headings, each over the columns of its name."""
    if not any(column.group for column in table.columns):
        return ""
    spans = [(name, len(list(run))) for name, run in groupby(table.columns, lambda one: one.group)]
    cells = "".join(
        f'<th colspan="{wide}" class="t-over" scope="colgroup">{for_html(name)}</th>'
        for name, wide in spans
    )
    return f"<tr>{cells}</tr>"


def download(file_name: str, text: str, key: str) -> None:
    """A button with a file behind it."""
    st.download_button(
        "Download CSV",
        data=text.encode("utf-8-sig"),
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        key=f"{key}_download",
        on_click="ignore",
    )


def breakdown_table(name: str, breakdown: Breakdown | None, key: str) -> None:
    """A split of the numbers under its own title, with the file beside it."""
    if breakdown is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"split_{key}"):
        st.html(f'<h2 class="t-split">{for_html(name)}</h2>', width="stretch")
        st.download_button(
            "Download CSV",
            data=breakdown.csv.encode("utf-8-sig"),
            file_name=breakdown.file_name,
            mime="text/csv",
            icon=":material/download:",
            key=f"download_{key}",
            on_click="ignore",
        )
    short_table(breakdown.table)
    if breakdown.more:
        st.html(f'<p class="t-foot">{for_html(breakdown.more)}</p>')


def _side(column: Column) -> str:
    return ' class="t-right"' if column.is_number else ""


def _cell(cell: Cell, column: Column) -> str:
    kinds = ["t-right"] if column.is_number else ["t-wide" if column.is_wide else "t-name"]
    kinds += ["t-strong"] if cell.is_strong else []
    kinds += ["t-quiet"] if cell.is_quiet else []
    kinds += ["t-veiled"] if cell.is_veiled else []
    kinds += [f"t-mark-{cell.mark}"] if cell.mark is not Mark.NONE else []
    second = f'<span class="t-second">{for_html(cell.second)}</span>' if cell.second else ""
    if cell.bar is not None:
        bar = f'<span class="t-cellbar" style="width:{cell.bar:.1f}%"></span>'
        return f'<td class="{" ".join(kinds)} t-barcell">{bar}{second}</td>'
    words = f"{_ARROW[cell.mark]}{for_html(cell.text)}"
    return f'<td class="{" ".join(kinds)}">{words}{second}</td>'
