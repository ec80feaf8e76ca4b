"""Open deals as they stood at moments: one scan a moment, one statement for all of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from metrics.facts import FACTS
from metrics.reader import Reader
from metrics.sql.flow import Statement
from metrics.sql.view import DAY, Members, Parameters, View, lines, scope_sql

# A window of expected closes: (first day, day after the last), or None for every open deal.
Window: TypeAlias = tuple[date, date] | None
# An aggregate with the window its conditions speak of.
Column: TypeAlias = tuple[str, Window]


@dataclass(frozen=True)
class StateWant:
    """One aggregate over the deals open at the start of day `cut_on`, with a close window."""

    sql: str
    cut_on: date
    window: Window
    is_by_stage: bool


States: TypeAlias = dict[StateWant, Members]


def state_figures(reader: Reader, wants: Iterable[StateWant], view: View) -> States:
    """The exact figure of each want; the stage is the last part of a member where asked for."""
    asked = tuple(wants)
    # All are sums and counts, so that one statement by stage serves those without it too.
    is_by_stage = any(want.is_by_stage for want in asked)
    moments = _moments(asked)
    cuts = tuple(moments)
    statement = state_statement(moments, is_by_stage, view)
    width = len(view.grouping) + is_by_stage
    found: dict[tuple[date, Column], dict[tuple[str, ...], Decimal]] = defaultdict(dict)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        cut_on = cuts[row[0]]
        for column, value in zip(moments[cut_on], row[1 + width :], strict=False):
            if value is not None:
                found[cut_on, column][row[1 : 1 + width]] = Decimal(value)
    return {
        want: _folded(found[want.cut_on, (want.sql, want.window)], want, is_by_stage)
        for want in asked
    }


def _folded(members: Members, want: StateWant, has_stage: bool) -> Members:
    """The members of a want, stages added up where it does not ask for them."""
    if want.is_by_stage is has_stage:
        return members
    total: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for member, value in members.items():
        total[member[:-1]] += value
    return total


def _moments(wants: Sequence[StateWant]) -> dict[date, tuple[Column, ...]]:
    """What is wanted at each moment, every aggregate once."""
    moments: dict[date, dict[Column, None]] = defaultdict(dict)
    for want in wants:
        moments[want.cut_on][want.sql, want.window] = None
    return {cut_on: tuple(columns) for cut_on, columns in moments.items()}


def state_statement(
    moments: dict[date, tuple[Column, ...]], is_by_stage: bool, view: View
) -> Statement:
    """The statement of several moments; every scan has the same number of columns."""
    parameters = Parameters(view)
    width = max(len(columns) for columns in moments.values())
    scans = []
    for number, (cut_on, columns) in enumerate(moments.items()):
        figures = [_in_words_of(sql, window, cut_on, parameters) for sql, window in columns]
        figures += ["null"] * (width - len(figures))
        picked = [*view.grouping, *(["stage"] if is_by_stage else [])]
        deals = open_deals_sql(cut_on, picked, [], view, parameters)
        scans.append(_scan_sql(number, picked, figures, deals))
    sql = "\nunion all\n".join(scans)
    return Statement(sql, parameters.used_in(sql))


def _scan_sql(number: int, picked: Sequence[str], figures: Sequence[str], deals: str) -> str:
    columns = [
        f"{number} as moment",
        *(f"{name} as by_{place}" for place, name in enumerate(picked, 1)),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(figures, 1)),
    ]
    return f"""select{lines(columns, ",")}
from {deals}
group by all"""


def open_deals_sql(
    cut_on: date,
    columns: Sequence[str],
    conditions: Sequence[str],
    view: View,
    parameters: Parameters,
) -> str:
    """The open deals at the start of `cut_on`, amounts at the rate of the evening before."""
    cut_at = parameters.name("cut", view.calendar.moment(cut_on))
    kept = dict.fromkeys(["opportunity_id", *columns, "expected_close_on", "probability"])
    kept.pop("amount", None)
    where = [
        FACTS["opportunity_version"].seen,
        f"and valid_to >= {cut_at}",
        f"and valid_from < {cut_at}",
        *(f"and {condition}" for condition in (*conditions, *scope_sql(view, parameters))),
    ]
    return f"""(
    select
        {", ".join(kept)},
        cast(amount * {_rate_sql(cut_on - DAY, view, parameters)} as decimal(18, 2)) as amount
    from opportunity_version
    where{lines(where, "", 8)}
) as deal"""


def _rate_sql(day: date, view: View, parameters: Parameters) -> str:
    """The rate of a deal's currency on `day`; none known is null, never silently 1.

    Rates are few and known: a join of the rates table cost ten times the scan it served.
    """
    cases = [
        f"when {parameters.name('currency', currency)} "
        f"then cast({parameters.name('rate', rate)} as decimal(19, 6))"
        for currency, rate in view.rates.on(day)
    ]
    return f"case currency {' '.join(cases)} end" if cases else "cast(null as decimal(19, 6))"


def _in_words_of(sql: str, window: Window, cut_on: date, parameters: Parameters) -> str:
    """`sql` with its conditions on the window and the day spelled out; no date is no match."""
    if window is None:
        is_in, is_before = "true", "false"
    else:
        first, after = (parameters.name("window", edge) for edge in window)
        is_in = f"(expected_close_on >= {first} and expected_close_on < {after})"
        is_before = f"expected_close_on < {first}"
    words = {
        "is_in_window": is_in,
        "is_before_window": is_before,
        "is_overdue": f"expected_close_on < {parameters.name('day', cut_on - DAY)}",
    }
    return re.sub(r"\bis_\w+\b", lambda found: words[found.group()], sql)
