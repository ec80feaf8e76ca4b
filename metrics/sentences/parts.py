"""A gap in its parts by the members of a dimension: they add up to it, or there are none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from metrics.compared import Moment
from metrics.compute import Question, answers, calendar_of
from metrics.known import known
from metrics.periods import DAY, FiscalCalendar, Period
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.gaps import Aim, Gap

ZERO = Fraction(0)


@dataclass(frozen=True)
class Part:
    """One member's part of a gap: what it brought less what was due from it.

    `past` is what it brought in the twelve months before the period, or on the same days of
    the year before where the gap is against those; `rows` and `past_rows` count the records.
    """

    member: str
    now: Fraction
    due: Fraction
    past: Fraction
    rows: int
    past_rows: int

    @property
    def amount(self) -> Fraction:
        """How far ahead it is."""
        return self.now - self.due


@dataclass(frozen=True)
class _Sum:
    """What a member brought in a span, and in how many records."""

    amount: Fraction
    rows: int


NOTHING = _Sum(ZERO, 0)


def parts_of(reader: Reader, moment: Moment, gap: Gap, dimension: str) -> tuple[Part, ...]:
    """The parts of a gap by member, by name; none where they do not add up to it exactly."""
    calendar = calendar_of(reader)
    seen = calendar.to_date(moment.period, moment.as_of)
    before = _before(moment, seen, gap, calendar)
    question = Question(
        (gap.kpi,), (moment.period, before), moment.scope, (dimension,), moment.as_of
    )
    sums: dict[Period, dict[str, _Sum]] = {moment.period: {}, before: {}}
    for one in answers(reader, question):
        if one.value is None or one.by is None:
            return ()
        sums[one.period][one.by[0]] = _Sum(Fraction(one.value), one.rows)
    now, past = sums[moment.period], sums[before]
    due = _due(reader, moment, gap, dimension, past)
    if due is None:
        return ()
    names = sorted({*now, *past, *due})
    parts = tuple(
        Part(
            member=name,
            now=now.get(name, NOTHING).amount,
            due=due.get(name, ZERO),
            past=past.get(name, NOTHING).amount,
            rows=now.get(name, NOTHING).rows,
            past_rows=past.get(name, NOTHING).rows,
        )
        for name in names
    )
    is_whole = _total(part.now for part in parts) == gap.now
    return parts if is_whole and _total(part.due for part in parts) == gap.due else ()


def _before(moment: Moment, seen: Period, gap: Gap, calendar: FiscalCalendar) -> Period:
    """The same days of the year before, or the twelve months before the period began."""
    if gap.aim is Aim.YEAR:
        return calendar.year_before(seen)
    first = moment.period.start_on
    year = calendar.year_before(calendar.span(first, first))
    return calendar.span(year.start_on, first - DAY)


def _due(
    reader: Reader, moment: Moment, gap: Gap, dimension: str, past: Mapping[str, _Sum]
) -> Mapping[str, Fraction] | None:
    """What was due from each member; None where nothing says so.

    By pace and target its own target, where those of all members are the whole one, else its
    share of what was brought in the twelve months before. Everybody is due the same part.
    """
    if gap.aim is Aim.YEAR or gap.target is None:
        return {name: one.amount for name, one in past.items()}
    own = _targets(reader, moment, gap, dimension)
    if own and _total(own.values()) == gap.target:
        return {name: target * gap.part for name, target in own.items()}
    whole = _total(one.amount for one in past.values())
    if whole <= 0 or any(one.amount < 0 for one in past.values()):
        return None
    return {name: gap.due * one.amount / whole for name, one in past.items()}


def _targets(reader: Reader, moment: Moment, gap: Gap, dimension: str) -> dict[str, Fraction]:
    """The target of each member that has one in the period and scope."""
    targets, found = known(reader).targets, {}
    for name in targets.members_named(gap.kpi, dimension):
        members = {**moment.scope.members(), dimension: (name,)}
        target = targets.value(kpi(gap.kpi), moment.period, members)
        if target is not None:
            found[name] = Fraction(target)
    return found


def _total(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, ZERO)
