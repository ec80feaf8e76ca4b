"""The payroll file of a closed period: one line a payee, as closed, safe for spreadsheets."""

from collections.abc import Mapping

from data.csv_out import csv_text
from metrics.lifecycle.exact_text import inner
from metrics.lifecycle.rerun import closed
from metrics.lifecycle.state import State

COLUMNS = (
    "payroll_id",
    "person_id",
    "period",
    "currency",
    "pool_part",
    "individual_part",
    "restatement",
    "payout",
    "statement_hash",
)
DELETED = "(deleted)"


def payroll_rows(state: State, period: str) -> tuple[tuple[str, ...], ...]:
    """A row a payee by person; who was deleted stays as a row without figures.

    Raises: Refused period_not_closed.
    """
    close = closed(state, period)
    currency = str(inner(close.body, "company")["currency"])
    found: list[tuple[str, ...]] = []
    for person_id, told in sorted(inner(close.body, "people").items()):
        if not isinstance(told, Mapping):
            found.append((DELETED, person_id, period, currency, "", "", "", "", ""))
            continue
        figures = {**told, "person_id": person_id, "period": period, "currency": currency}
        found.append(tuple(str(figures[name]) for name in COLUMNS))
    return tuple(found)


def payroll_csv(state: State, period: str) -> str:
    """The same as CSV; a cell that a spreadsheet would run is shown as text."""
    return csv_text(COLUMNS, payroll_rows(state, period))
