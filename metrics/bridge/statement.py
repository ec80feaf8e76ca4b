"""One statement for the movements of every deal between the two days of any number of spans.

A deal is looked at as it stood at the end of both days. Only a deal with a version that began
in the span, or with a rate that changed, can have moved: what stays is never joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.bridge import sql_text
from metrics.sql.flow import Statement
from metrics.sql.state import Window
from metrics.sql.view import DAY, Parameters, View, scope_sql


@dataclass(frozen=True)
class Span:
    """From the end of one day to the end of another."""

    from_on: date
    to_on: date


def moved_statement(spans: Sequence[Span], window: Window, view: View, select: str) -> Statement:
    """The statement of the spans; `select` reads `moved`: a row per span and deal that moved."""
    parameters = Parameters(view)
    steps = [
        _states(spans, window, view, parameters),
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


def still_statement(span: Span, window: Window, view: View) -> Statement:
    """The statement of the deals held at both ends of a span that nothing happened to."""
    parameters = Parameters(view)
    sql = f"with {_states([span], window, view, parameters)}\n{sql_text.STILL}"
    return Statement(sql, parameters.used_in(sql))


def _states(spans: Sequence[Span], window: Window, view: View, parameters: Parameters) -> str:
    """What stood when, for the spans."""
    moment = view.calendar.moment
    edges = [
        f"({number}, {parameters.name('day', span.from_on)}, {parameters.name('day', span.to_on)}, "
        f"{parameters.name('cut', moment(span.from_on + DAY))}, "
        f"{parameters.name('cut', moment(span.to_on + DAY))})"
        for number, span in enumerate(spans)
    ]
    return sql_text.STATES.format(
        edges=", ".join(edges),
        scope=" and ".join(scope_sql(view, parameters)) or "true",
        is_due=_is_inside("expected_close_on", window, parameters),
        is_due_close=_is_inside("closed_on", window, parameters),
        first=parameters.name("cut", moment(min(span.from_on for span in spans) + DAY)),
        last=parameters.name("cut", moment(max(span.to_on for span in spans) + DAY)),
    )


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
