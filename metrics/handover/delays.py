"""The wait for an answer in its two parts: until the system assigns, until a person answers.

handed_over_at to assigned_at is the system's, assigned_at to the first human response the
person's, both in business hours of the owner's calendar; the parts of a lead add up to the whole.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.compared import Moment
from metrics.compute import Question, bench_of
from metrics.handover.waits import Wait, wait_of
from metrics.periods import Period
from metrics.question import check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sql.clocks import delays_statement, hand_backs_statement
from metrics.sql.view import View

NOT_ASSIGNED = "the data does not say when a lead was assigned"
NO_HANDOVER = "no lead was handed over in the period"
NO_HAND_BACK = "no lead was handed back in the period"
HAS_ASSIGNMENT = "select count(assigned_at) > 0 from lead_journey"


@dataclass(frozen=True)
class Delays:
    """The period's handovers on four clocks.

    `response` is the whole wait of sales' clock; `system` and `human` its parts, without the
    `unassigned` leads that were answered though nobody recorded an assignment; `automated` the
    leads whose first answer came from a machine.
    """

    period: Period
    as_of: date
    response: Wait
    system: Wait
    human: Wait
    automated: Wait
    unassigned: int


def delays(reader: Reader, moment: Moment) -> Delays:
    """The waits of the leads handed over in the period, those not over by the as-of censored.

    Raises: ScopeError when leads do not carry a dimension of the scope.
    """
    view = leads_view(reader, moment)
    statement = delays_statement(moment.period, view)
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        rows[row[0]].append(row[1:])
    has_assignment = reader.exact_rows(HAS_ASSIGNMENT, {})[0][0]
    parts = (rows["system"], rows["human"]) if has_assignment else ([], [])
    why = NOT_ASSIGNED if rows["response"] else NO_HANDOVER
    return Delays(
        period=moment.period,
        as_of=moment.as_of,
        response=wait_of(rows["response"], NO_HANDOVER),
        system=wait_of(parts[0], why),
        human=wait_of(parts[1], why),
        automated=wait_of(rows["automated"], "no lead was answered by a machine first"),
        unassigned=sum(row[1] for row in rows["unassigned"]),
    )


def hand_back_wait(reader: Reader, moment: Moment) -> Wait:
    """Marketing's side: from hand-back to its answer, on the company's calendar.

    Raises: ScopeError when leads do not carry a dimension of the scope.
    """
    statement = hand_backs_statement(moment.period, leads_view(reader, moment))
    rows = reader.exact_rows(statement.sql, statement.parameters)
    return wait_of((row[1:] for row in rows), NO_HAND_BACK)


def leads_view(reader: Reader, moment: Moment) -> View:
    """How the load is seen: as of the moment's day, in its scope.

    Raises: ScopeError when leads do not carry a dimension of the scope.
    """
    check_dimensions(kpi("lead_leakage"), (), moment.scope)
    asked = Question((), (moment.period,), moment.scope, as_of=moment.as_of)
    return bench_of(reader, asked).view
