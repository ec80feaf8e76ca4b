"""A gap in its parts by the members of a dimension: they add up to it, or there are none."""

from collections.abc import Iterable, Mapping, Sequence
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

    `past` is what it brought in the twelve months before the period; `rows` and `past_rows`
    count the records.
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
    year = _year_before(moment.period, calendar)
    spans = [moment.period, year]
    if gap.aim is Aim.YEAR:
        seen = calendar.to_date(moment.period, moment.as_of)
        spans.append(calendar.year_before(seen))
    found = _sums(reader, moment, gap.kpi, dimension, spans)
    if found is None:
        return ()
    now, past = found[moment.period], found[year]
    if gap.aim is Aim.YEAR:
        due: Mapping[str, Fraction] | None = {
            name: one.amount for name, one in found[spans[-1]].items()
        }
    else:
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


def _sums(
    reader: Reader, moment: Moment, key: str, dimension: str, spans: Sequence[Period]
) -> Mapping[Period, Mapping[str, _Sum]] | None:
    """What each member brought in each span; None where the load cannot tell one of them."""
    question = Question((key,), tuple(spans), moment.scope, (dimension,), moment.as_of)
    sums: dict[Period, dict[str, _Sum]] = {span: {} for span in spans}
    for one in answers(reader, question):
        if one.by is None or (one.value is None and one.rows):
            return None
        # Before the record begins nothing is known to have been brought.
        sums[one.period][one.by[0]] = _Sum(Fraction(one.value or 0), one.rows)
    return sums


def _year_before(period: Period, calendar: FiscalCalendar) -> Period:
    """The twelve months before the period began."""
    first = period.start_on
    year = calendar.year_before(calendar.span(first, first))
    return calendar.span(year.start_on, first - DAY)


def _due(
    reader: Reader, moment: Moment, gap: Gap, dimension: str, past: Mapping[str, _Sum]
) -> Mapping[str, Fraction] | None:
    """What was due from each member by pace or target; None where nothing says so.

    Its own target, where those of all members are the whole one, else its share of what was
    brought in the twelve months before. Everybody is due the same part.
    """
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
