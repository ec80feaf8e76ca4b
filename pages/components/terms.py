"""The draft's curves, gates and kickers as typed tables: the keyboard path and the one truth.

What is typed and cannot be read stays in the table with the sentence that says why; the draft
keeps what it had.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from metrics.errors import PlanError
from metrics.planning.drafts import (
    MarkRow,
    gate_rows,
    kicker_rows,
    point_rows,
    with_gates,
    with_kickers,
    with_points,
)
from metrics.pool.inputs import KnownKey
from metrics.pool.plan import Plan
from pages.components.draft import draft, keep, next_round, round_number
from pages.components.frame import foot, title
from pages.components.text import for_html, for_markdown, visible
from pages.views.plan_terms import OTHERWISE, axis_name, mark_keys, mark_units, measure_labels
from pages.views.words import Labelled

Rows = list[list[object]]
_TYPED, _SAID = "plan_typed", "plan_said"
_ROW = 35


def measure_box(plan: Plan, known: Mapping[str, KnownKey]) -> int:
    """The place of the measure whose curve is looked at."""
    labels = measure_labels(plan, known)
    if st.session_state.get("plan_measure", 0) not in range(len(labels)):
        st.session_state["plan_measure"] = 0
    return st.selectbox(
        "Curve of",
        range(len(labels)),
        format_func=lambda place: visible(labels[place], 60),
        key="plan_measure",
        label_visibility="collapsed",
        width=220,
    )


def points_table(plan: Plan, place: int, known: Mapping[str, KnownKey]) -> None:
    """The points of one measure, typed."""
    measure = plan.measures[place]
    rows = [[_float(result), _float(payout)] for result, payout in point_rows(measure, known)]
    axis = axis_name(measure, known, plan.currency)
    columns = {
        "result": st.column_config.NumberColumn(for_markdown(axis), format="%,.10g"),
        "pays": st.column_config.NumberColumn("Pays %", format="%,.10g"),
    }
    _table(
        f"points_{place}",
        rows,
        columns,
        lambda typed: with_points(draft(), place, [(_number(a), _number(b)) for a, b in typed]),
    )


def gates_and_kickers(plan: Plan, known: Mapping[str, KnownKey]) -> None:
    """What bounds the sum of the measures, and what is added to it."""
    keys = mark_keys(plan, known)
    labels = {one.word: one.label for one in keys}
    title("Gates: what must hold for the sum to be paid")
    gates = gate_rows(plan, known)
    ends = {one.word: one.label for one in OTHERWISE}
    _table(
        "gates",
        [[labels.get(row.kpi), _float(row.at_least), _float(row.at_most), ends[row.ends]]
         for row in gates],
        _mark_columns(keys) | {"last": _choice("Otherwise", list(ends.values()))},
        lambda typed: with_gates(draft(), [_gate(row, labels, ends) for row in typed]),
    )  # fmt: skip
    title("Kickers: points on top")
    kickers = kicker_rows(plan, known)
    _table(
        "kickers",
        [[labels.get(row.kpi), _float(row.at_least), _float(row.at_most), _float(row.points)]
         for row in kickers],
        _mark_columns(keys) | {"last": _points_column()},
        lambda typed: with_kickers(draft(), [_kicker(row, labels) for row in typed]),
    )  # fmt: skip
    foot(mark_units([row.kpi for row in (*gates, *kickers)], known))


def _mark_columns(keys: Sequence[Labelled]) -> dict[str, Any]:
    return {
        "kpi": _choice("KPI", [one.label for one in keys]),
        "least": st.column_config.NumberColumn("At least", format="%,.10g", width=70),
        "most": st.column_config.NumberColumn("At most", format="%,.10g", width=70),
    }


def _points_column() -> Any:
    return st.column_config.NumberColumn("Points", format="%,.10g", width=60)


def _choice(name: str, options: list[str]) -> Any:
    return st.column_config.SelectboxColumn(name, options=options)


def _table(name: str, rows: Rows, columns: dict[str, Any], taken: Callable[[Rows], Plan]) -> None:
    """A table to type in; what was refused stays as it was typed, with why."""
    key = f"{name}_{round_number()}"
    shown: Rows = st.session_state.get(_TYPED, {}).get(key, rows)
    number = len(shown)
    st.data_editor(
        pd.DataFrame(shown, columns=list(columns), dtype=object if not shown else None),
        key=f"typed_{key}_{st.session_state.get(_SAID, {}).get(key, ('', 0))[1]}",
        column_config=columns,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        placeholder="",
        height=3 + _ROW * (number + 2),
        on_change=_take,
        args=(key, shown, list(columns), taken),
    )
    said = st.session_state.get(_SAID, {}).get(key, ("", 0))[0]
    if said:
        st.html(f'<p class="t-refused" role="alert">{for_html(said, 600)}</p>')


def _take(key: str, shown: Rows, names: list[str], taken: Callable[[Rows], Plan]) -> None:
    """Takes what was typed into the draft, or keeps it beside the sentence that refuses it."""
    _, tries = st.session_state.setdefault(_SAID, {}).get(key, ("", 0))
    typed = _typed(shown, names, st.session_state[f"typed_{key}_{tries}"])
    try:
        keep(taken([row for row in typed if any(cell is not None for cell in row)]))
    except PlanError as refusal:
        st.session_state.setdefault(_TYPED, {})[key] = typed
        st.session_state[_SAID][key] = (refusal.message, tries + 1)
        return
    st.session_state.pop(_TYPED, None)
    st.session_state.pop(_SAID, None)
    next_round()


def _typed(shown: Rows, names: list[str], edits: Mapping[str, Any]) -> Rows:
    """The rows after the edits of the table."""
    rows = [list(row) for row in shown]
    for place, changed in edits.get("edited_rows", {}).items():
        for name, value in changed.items():
            rows[int(place)][names.index(name)] = value
    gone = set(edits.get("deleted_rows", ()))
    kept = [row for place, row in enumerate(rows) if place not in gone]
    added = [[one.get(name) for name in names] for one in edits.get("added_rows", ())]
    return [*kept, *added]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _number(value: object) -> Decimal | None:
    """What was typed, as the exact number it shows."""
    return None if value is None or pd.isna(value) else Decimal(str(value))


def _gate(row: list[object], labels: Mapping[str, str], ends: Mapping[str, str]) -> MarkRow:
    kpi, least, most, last = row
    word = next((word for word, label in ends.items() if label == last), "")
    return MarkRow(_key(kpi, labels), _number(least), _number(most), ends=word)


def _kicker(row: list[object], labels: Mapping[str, str]) -> MarkRow:
    kpi, least, most, last = row
    return MarkRow(_key(kpi, labels), _number(least), _number(most), points=_number(last))


def _key(label: object, labels: Mapping[str, str]) -> str:
    return next((key for key, one in labels.items() if one == label), "")
