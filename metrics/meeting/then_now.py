"""Then and now: each headline's change since a held meeting, what is real and what restated.

Restated is what then's own day says today less what it said then: late entries, corrections,
deletions. Real is everything since. Both add up to the change, to the last digit.
Source: docs/decisions/0027-the-weekly-meeting.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from metrics.answer import Answer
from metrics.errors import PeriodError
from metrics.known import known
from metrics.lifecycle.state import State
from metrics.meeting.contributing import ZERO, Figures, Rows
from metrics.meeting.effects import exact_difference
from metrics.meeting.headlines import HEADLINES, POOL, Headline, Moment, definitions
from metrics.meeting.holding import all_answers, all_rows, kept_rows
from metrics.meeting.pool_today import plan_in_force
from metrics.meeting.records import Snapshot
from metrics.reader import Reader

Kind = Literal["late", "gone", "changed"]
_NOTHING = Figures(ZERO, ZERO)


@dataclass(frozen=True)
class RestatedRow:
    """A row of then's day that is not what it was: `part` is the KPI whose record it is.

    late: it was not there then; gone: it is not there any more; changed: it counts otherwise.
    """

    part: str
    row_id: str
    kind: Kind
    then: Figures
    today: Figures


@dataclass(frozen=True)
class ThenNow:
    """A headline then and now, in one and the same period.

    `then` was frozen; `again` is then's day on today's load; `now` the same period as of now.
    Where a new period has begun, `begun` is its own answer, and `now` the end of the old one.
    """

    headline: Headline
    then: Answer
    again: Answer
    now: Answer
    begun: Answer | None
    restated_rows: tuple[RestatedRow, ...]
    note: str | None

    @property
    def kpi(self) -> str:
        """The headline's key."""
        return self.headline.key

    @property
    def change(self) -> Decimal | None:
        """Now less then; None where one of them is no number."""
        return _less(self.now, self.then)

    @property
    def real(self) -> Decimal | None:
        """What has happened since then's day; None where that day has no number today."""
        return None if self.restated is None else _less(self.now, self.again)

    @property
    def restated(self) -> Decimal | None:
        """What then's own day says today, less what it said."""
        return None if self.change is None else _less(self.again, self.then)

    @property
    def is_new_period(self) -> bool:
        """Whether a period has begun since."""
        return self.begun is not None


def _less(one: Answer, other: Answer) -> Decimal | None:
    if one.value is None or other.value is None:
        return None
    return exact_difference(one.value, other.value)


def then_now(
    reader: Reader, state: State, store: Path, held: Snapshot, as_of: date | None = None
) -> tuple[ThenNow, ...]:
    """Every headline of the held meeting against `as_of`, by default the load's data date.

    Raises: SnapshotError in one sentence where the rows kept then are missing or changed;
    PeriodError for a day before the meeting's.
    """
    of_load = known(reader)
    day = as_of or of_load.data_date or held.as_of
    if day < held.as_of:
        raise PeriodError(
            f"the meeting was held as of {held.as_of}; compare it with that day or a later one"
        )
    kept = kept_rows(store, held)
    old = Moment.of(of_load.calendar, held.as_of)
    then_plan = None if held.plan is None else state.version(held.plan)
    now_plan = plan_in_force(reader, state, day)
    again = all_answers(reader, state, old, then_plan)
    rows = all_rows(reader, old, then_plan, again)
    fresh = Moment.of(of_load.calendar, day)
    is_new = fresh.period != old.period
    same_plan = then_plan if is_new else now_plan
    now = all_answers(reader, state, Moment(day, old.period), same_plan)
    begun = all_answers(reader, state, fresh, now_plan) if is_new else None
    return tuple(
        ThenNow(
            headline=one,
            then=held.headline(one.key),
            again=again[one.key],
            now=now[one.key],
            begun=begun[one.key] if begun else None,
            restated_rows=restated_rows(kept.get(one.key, {}), rows[one.key]),
            note=_note(one, held, again[one.key], now[one.key], begun),
        )
        for one in HEADLINES
        if any(one.key == frozen.key for frozen in held.headlines)
    )


def restated_rows(then: Rows, today: Rows) -> tuple[RestatedRow, ...]:
    """The rows that count otherwise today than they did then, the largest difference first."""
    found = [
        RestatedRow(
            key.part,
            key.row_id,
            "late" if key not in then else "gone" if key not in today else "changed",
            then.get(key, _NOTHING),
            today.get(key, _NOTHING),
        )
        for key in {*then, *today}
        if then.get(key) != today.get(key)
    ]
    return tuple(sorted(found, key=_order))


def _order(row: RestatedRow) -> tuple[Decimal, Decimal, str, str]:
    return (
        -abs(row.today.numerator - row.then.numerator),
        -abs(row.today.denominator - row.then.denominator),
        row.part,
        row.row_id,
    )


def _note(
    headline: Headline,
    held: Snapshot,
    again: Answer,
    now: Answer,
    begun: Mapping[str, Answer] | None,
) -> str | None:
    """What has to be known to read the change; None where nothing has."""
    said = []
    if begun is not None:
        said.append(
            f"{begun[headline.key].period.name} has begun since: each period stands for itself, "
            f"and the change is {now.period.name}'s own up to its end"
        )
    version = held.definitions.get(headline.kpi)
    if version is not None and version != definitions()[headline.kpi]:
        said.append(
            f"its definition is version {definitions()[headline.kpi]} and was {version} then: "
            "what that changes counts as restated"
        )
    plan = now.beside.get("plan")
    if headline.key == POOL and begun is None and held.plan != plan:
        said.append("another plan is in force than then: what that changes counts as real")
    then = held.headline(headline.key)
    return "; ".join([*said, *without_number(then, again, now)]) or None


def without_number(then: Answer, again: Answer, now: Answer) -> list[str]:
    """Why there is no number, each reason once: 'no number then or now: the load has no leads'."""
    asked = {"then": then, "of that day today": again, "now": now}
    reasons: dict[str, list[str]] = {}
    for which, answer in asked.items():
        if answer.value is None:
            reason = (answer.note or "").replace("no data: ", "")
            reasons.setdefault(reason, []).append(which)
    if any("then" in found and "of that day today" in found for found in reasons.values()):
        # Asked again it is the same: said once.
        for found in reasons.values():
            if "of that day today" in found:
                found.remove("of that day today")
    return [f"no number {' or '.join(found)}: {reason}" for reason, found in reasons.items()]
