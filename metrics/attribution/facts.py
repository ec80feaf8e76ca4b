"""What attribution reads of a load: few rows, added up where the touches are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.attribution.journeys import MASK_BITS, Sets, Steps, steps_from, word_count
from metrics.attribution.shapley import MOST_SETS
from metrics.attribution.weights import Anchor
from metrics.kpis.bookings import COUNTED
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.view import Parameters, View, scope_sql

ByMember = Mapping[str, Fraction]
# Middle touches are counted once, at load, for the anchors that models lie them between.
BETWEEN, BEFORE_CREATION, OFF_ANCHOR = "between_count", "before_creation_count", "off_anchor_count"
EVERY = "touch_count"
MIDDLES: Mapping[frozenset[Anchor], str] = {
    frozenset({Anchor.FIRST, Anchor.CLOSE}): BETWEEN,
    frozenset({Anchor.FIRST, Anchor.LEAD, Anchor.OPPORTUNITY}): BEFORE_CREATION,
    frozenset(Anchor): OFF_ANCHOR,
}
_KINDS = {
    Anchor.FIRST: "first_kind",
    Anchor.LEAD: "lead_kind",
    Anchor.OPPORTUNITY: "opportunity_kind",
    Anchor.CLOSE: "close_kind",
}


@dataclass(frozen=True)
class Case:
    """What the journeys of a group have: their anchors, and which counts of middles."""

    anchors: frozenset[Anchor]
    middles: frozenset[str]


@dataclass(frozen=True)
class Pools:
    """The booked amount of a question as every model of weights needs it; nothing per touch.

    `held`: by case and anchor, the amounts of the members that hold it. `spread`: by count of
    touches, the amounts spread evenly over these. `decayed`: the amounts by decay.
    """

    held: Mapping[tuple[Case, Anchor], ByMember]
    spread: Mapping[str, ByMember]
    decayed: ByMember


@dataclass(frozen=True)
class Booked:
    """The bookings of a question: their amount, how many, how many without an amount."""

    total: Decimal
    rows: int
    null_amounts: int
    attributed: Decimal
    opportunities: int


@dataclass(frozen=True)
class Ends:
    """How many journeys ended in the period: booked, lost, open and older than the look-back."""

    won: int
    lost: int
    stale: int


class Facts:
    """The statements of one question, on one load."""

    def __init__(self, reader: Reader, view: View, period: Period, by: str) -> None:
        self.view, self.period, self.by = view, period, by
        self._reader = reader
        parameters = Parameters(view)
        conditions = scope_sql(view, parameters)
        look_back = timedelta(days=reader.load.workspace.look_back_days)
        start_on, cut_on = period.start_on, view.cut_on(period)
        # A deal that is still open counts as not won on the day it gets older than the look-back;
        # seen from before the data's end nobody can tell what it had been touched by until then.
        sees_stale = view.as_of >= (reader.load.data_date or view.as_of)
        self.sees_stale = sees_stale
        stale_to = view.calendar.moment(cut_on if sees_stale else start_on) - look_back
        self._values: dict[str, object] = {
            "start_on": start_on,
            "end_on": max(cut_on, start_on),
            "stale_from": view.calendar.moment(start_on) - look_back,
            "stale_to": stale_to,
        }
        self._scope = "".join(f" and {one}" for one in conditions)
        self._values |= parameters.used_in(self._scope)

    def booked(self) -> Booked:
        """What was booked, and how much of it on opportunities with touches."""
        rows = self._rows(
            "select coalesce(sum(amount), 0), count(*), count(*) - count(amount)"
            f" from booking where {self._in_period}"
        )
        ((total, count, null_amounts),) = rows
        ((attributed, opportunities),) = self._rows(
            f"with {self._credited} select coalesce(sum(amount), 0), count(*) from credited"
        )
        return Booked(total, count, null_amounts, attributed, opportunities)

    def pools(self) -> Pools:
        """The booked amount, added up for all models of weights."""
        return Pools(self._held(), self._spread(), self._decayed())

    def _held(self) -> dict[tuple[Case, Anchor], ByMember]:
        has = ", ".join(f"{name} > 0" for name in (*_PRESENT.values(), *MIDDLES.values()))
        parts = "\nunion all\n".join(
            f"select '{anchor.name}', {self.by}, {has}, sum(amount) from credited"
            f" join touch_kind on {column} = touch_kind.kind_number group by all"
            for anchor, column in _KINDS.items()
        )
        found: dict[tuple[Case, Anchor], dict[str, Fraction]] = {}
        for name, member, *flags, amount in self._rows(f"with {self._credited} {parts}"):
            there = dict(zip((*_PRESENT, *MIDDLES.values()), flags, strict=True))
            anchors = {Anchor.FIRST, Anchor.CLOSE, *(a for a in _PRESENT if there[a])}
            middles = frozenset(one for one in MIDDLES.values() if there[one])
            case = Case(frozenset(anchors), middles)
            of_case = found.setdefault((case, Anchor[name]), {})
            of_case[member] = of_case.get(member, Fraction(0)) + Fraction(amount)
        return dict(found)

    def _spread(self) -> dict[str, ByMember]:
        """By count: its part of each opportunity's amount, exactly, whatever the number."""
        counts = (EVERY, *MIDDLES.values())
        parts = "\nunion all\n".join(
            f"select '{count}', member, all_{count}, sum(amount * {count}) from part"
            f" where {count} > 0 group by all"
            for count in counts
        )
        columns = ", ".join(f"credited.{one} as all_{one}, touch.{one}" for one in counts)
        rows = self._rows(
            f"with {self._credited}, part as (select {self.by} as member, amount, {columns}"
            f" {_JOINED}) {parts}"
        )
        sums: dict[str, dict[str, dict[int, Fraction]]] = {count: {} for count in counts}
        for count, member, whole, amount in rows:
            sums[count].setdefault(member, {})[whole] = Fraction(amount)
        return {
            count: {member: over(parts) for member, parts in by_member.items()}
            for count, by_member in sums.items()
        }

    def _decayed(self) -> ByMember:
        rows = self._rows(
            f"with {self._credited} select {self.by}, sum(cast(cast(amount as double)"
            " * cast(touch.decay as double) / cast(credited.decay as double)"
            f" as decimal(38, 12))) {_JOINED} group by all"
        )
        return {member: Fraction(amount) for member, amount in rows}

    def steps(self) -> Steps:
        """The steps of the journeys that ended in the period."""
        counted: dict[tuple[str | None, str], int] = {}
        for before, member, count in self._rows(
            f"with {self._ended} select earlier.{self.by}, later.{self.by}, count(*) from ended"
            " join touch_step using (opportunity_number)"
            " join touch_kind as later on touch_step.kind_number = later.kind_number"
            " left join touch_kind as earlier on touch_step.kind_before = earlier.kind_number"
            " group by all"
        ):
            counted[before, member] = count
        ends = self._rows(
            f"with {self._ended} select {self.by}, count(*) filter (where is_won),"
            " count(*) filter (where not is_won) from ended"
            " join opportunity_anchor using (opportunity_number)"
            " join touch_kind on close_kind = touch_kind.kind_number group by all"
        )
        return steps_from(counted, {member: (won, lost) for member, won, lost in ends})

    def ends(self) -> Ends:
        """How the journeys ended."""
        ((won, lost, stale),) = self._rows(
            f"with {self._ended} select count(*) filter (where is_won),"
            " count(*) filter (where not is_won and not is_stale),"
            " count(*) filter (where is_stale) from ended"
        )
        return Ends(won, lost, stale)

    def sets(self) -> Sets | None:
        """The sets of members of the journeys; None where there are too many to compare."""
        members = self.members()
        words = range(word_count(len(members)))
        masks = ", ".join(
            f"bit_or(case when place // {MASK_BITS} = {word}"
            f" then 1::bigint << (place % {MASK_BITS})::int else 0 end) as mask_{word}"
            for word in words
        )
        names = ", ".join(f"mask_{word}" for word in words)
        rows = self._rows(
            f"with {self._ended}, placed as (select kind_number,"
            f" dense_rank() over (order by {self.by}) - 1 as place from touch_kind),"
            f" masked as (select is_won, amount, {masks} from ended"
            " join opportunity_touch using (opportunity_number)"
            " join placed using (kind_number) group by opportunity_number, is_won, amount)"
            f" select {names}, count(*) filter (where is_won),"
            " count(*) filter (where not is_won), coalesce(sum(amount), 0)"
            f" from masked group by {names} order by {names} limit {MOST_SETS + 1}"
        )
        if len(rows) > MOST_SETS:
            return None
        return Sets(
            members=members,
            masks=tuple(tuple(row[:-3]) for row in rows),
            won=tuple(row[-3] for row in rows),
            lost=tuple(row[-2] for row in rows),
            values=tuple(Fraction(row[-1]) for row in rows),
        )

    def members(self) -> tuple[str, ...]:
        """The members that touches have, in the database's order of names."""
        rows = self._rows(f"select distinct {self.by} from touch_kind order by {self.by}")
        return tuple(member for (member,) in rows)

    @property
    def _in_period(self) -> str:
        return f"{COUNTED} and booked_on >= $start_on and booked_on < $end_on{self._scope}"

    @property
    def _credited(self) -> str:
        return (
            "booked as (select opportunity_id, coalesce(sum(amount), 0) as amount from booking"
            f" where {self._in_period} group by all), credited as (select opportunity_anchor.*,"
            " booked.amount from booked join opportunity_anchor using (opportunity_id))"
        )

    @property
    def _ended(self) -> str:
        """The journeys of the period: booked, lost, or open and older than the look-back.

        A deal that was booked in the period is won, whatever else is said of it.
        """
        return (
            f"{self._credited}, ended as (select opportunity_number, true as is_won,"
            " false as is_stale, amount from credited union all"
            " select opportunity_number, false, false, null from closed_opportunity"
            " join opportunity_anchor using (opportunity_id) where not is_won and is_standing"
            f" and closed_on >= $start_on and closed_on < $end_on{self._scope}"
            " and opportunity_id not in (select opportunity_id from credited) union all"
            " select opportunity_number, false, true, null from opportunity_version"
            " join opportunity_anchor using (opportunity_id) where is_current and is_open"
            f" and created_at >= $stale_from and created_at < $stale_to{self._scope}"
            " and opportunity_id not in (select opportunity_id from credited))"
        )

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        names = set(re.findall(r"\$(\w+)", sql))
        values = {name: value for name, value in self._values.items() if name in names}
        return list(self._reader.exact_rows(sql, values))


_PRESENT = {Anchor.LEAD: "lead_count", Anchor.OPPORTUNITY: "opportunity_count"}
_JOINED = (
    "from credited join opportunity_touch as touch using (opportunity_number)"
    " join touch_kind using (kind_number)"
)


def over(parts: Mapping[int, Fraction | int]) -> Fraction:
    """The sum of amounts, each over its own number."""
    return sum((Fraction(amount) / whole for whole, amount in parts.items()), Fraction(0))
