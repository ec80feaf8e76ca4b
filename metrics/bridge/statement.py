"""One statement for the movements of every deal between the two days of any number of spans.

A deal is looked at as it stood at the end of both days. Only a deal with a version that began
in the span, or with a rate that changed, can have moved: what stays is never joined.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from metrics.bridge import sql_text
from metrics.sql.flow import Statement
from metrics.sql.state import Window
from metrics.sql.view import DAY, Parameters, View, scope_sql


def moved_statement(days: Sequence[date], window: Window, view: View, select: str) -> Statement:
    """The statement of the spans between each day and the next, numbered from 0.

    `select` reads `moved`: a row per span and deal that moved.
    """
    parameters = Parameters(view)
    steps = [
        _states(days, window, view, parameters),
        sql_text.PAIRS,
        sql_text.WINS,
        sql_text.PRICED,
        sql_text.REASONS.format(
            is_early_before=_is_early("close_before", window, parameters),
            is_early_after=_is_early("close_after", window, parameters),
        ),
    ]
    joined = ",\n".join(steps)
    sql = f"with {joined}\n{select}"
    return Statement(sql, parameters.used_in(sql))


def still_statement(days: tuple[date, date], window: Window, view: View) -> Statement:
    """The statement of the deals held at the ends of both days that nothing happened to."""
    parameters = Parameters(view)
    sql = f"with {_states(days, window, view, parameters)}\n{sql_text.STILL}"
    return Statement(sql, parameters.used_in(sql))


def _states(days: Sequence[date], window: Window, view: View, parameters: Parameters) -> str:
    """What stood when, for the spans between the days."""
    named = [parameters.name("day", day) for day in days]
    cuts = [parameters.name("cut", view.calendar.moment(day + DAY)) for day in days]
    edges = [f"({number}, {frm}, {to})" for number, (frm, to) in enumerate(pairwise(named))]
    return sql_text.STATES.format(
        edges=", ".join(edges),
        scope=" and ".join(scope_sql(view, parameters)) or "true",
        is_due=_is_inside("expected_close_on", window, parameters),
        is_due_close=_is_inside("closed_on", window, parameters),
        first=cuts[0],
        last=cuts[-1],
        born=_span_of("valid_from", cuts),
        ended=_span_of("valid_to", cuts),
    )


def _span_of(column: str, cuts: Sequence[str]) -> str:
    """The number of the span that a moment lies in: comparing costs a tenth of joining.

    -1 lies before the first, the number of spans after the last.
    """
    cases = " ".join(f"when {column} < {cut} then {place - 1}" for place, cut in enumerate(cuts))
    return f"case {cases} else {len(cuts) - 1} end"


def _is_inside(column: str, window: Window, parameters: Parameters) -> str:
    if window is None:
        return "true"
    first, after = (parameters.name("window", edge) for edge in window)
    return f"({column} >= {first} and {column} < {after})"


def _is_early(column: str, window: Window, parameters: Parameters) -> str:
    """Whether a close lies before the window; no date is later than any."""
    if window is None:
        return "false"
    return f"coalesce({column} < {parameters.name('window', window[0])}, false)"
