"""The questions every oracle is asked, and how its answer is held against the product's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import Question, answers
from metrics.periods import FiscalCalendar
from metrics.scope import Scope
from tests.metrics.oracles._company import Company, Dims, as_decimal
from tests.metrics.oracles._periods import MAX, MIN, Span, quarter_holding, span

Key = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One question: some periods, cut and filtered, seen from a day."""

    name: str
    periods: tuple[str, ...]
    by: tuple[str, ...] = ()
    scope: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    window: str | None = None
    within: int | str | None = None
    may_be_empty: bool = False


@dataclass(frozen=True)
class View:
    """A period seen from a day: its borders as days and as moments."""

    company: Company
    case: Case
    period: Span
    as_of: date
    scope: dict[str, str] = field(default_factory=dict)

    @property
    def start_at(self) -> datetime:
        """The moment the period begins."""
        return self.company.moment(self.period.start)

    @property
    def end_at(self) -> datetime:
        """The moment the period, or what is seen of it, ends."""
        return min(self.company.moment(self.period.end), self.as_of_at)

    @property
    def as_of_at(self) -> datetime:
        """The end of the as-of day."""
        return self.company.moment(self.as_of + timedelta(days=1))

    @property
    def last_on(self) -> date:
        """The first day that is no longer seen: the period's end, or the day after as-of."""
        return min(self.period.end, self.as_of + timedelta(days=1))

    @property
    def seen_on(self) -> date:
        """The day a snapshot shows: the period's last, or the as-of day if that is earlier."""
        return min(self.period.end - timedelta(days=1), self.as_of)

    @property
    def seen_at(self) -> datetime:
        """The end of the day a snapshot shows."""
        return self.company.moment(self.seen_on + timedelta(days=1))

    @property
    def window(self) -> Span:
        """The days an open deal's expected close must lie in."""
        if self.case.window == "all":
            return Span(MIN, MAX)
        if self.case.window:
            return span(self.case.window, self.company.workspace.fiscal_year_start)
        return quarter_holding(self.seen_on, self.company.workspace.fiscal_year_start)

    def holds(self, moment: datetime | None) -> bool:
        """Whether something happened in the period and is already seen."""
        return moment is not None and self.start_at <= moment < self.end_at

    def seen(self, moment: datetime | None) -> bool:
        """Whether something has happened by the as-of day."""
        return moment is not None and moment < self.as_of_at


@dataclass(frozen=True)
class Part:
    """What one record adds: its dimensions and its share of the number; 0 where it is unknown."""

    dims: Dims
    numerator: Fraction | int
    denominator: Fraction | int | None = None
    is_unknown: bool = False


@dataclass(frozen=True)
class Expected:
    """The answer of the specification."""

    value: Fraction | None
    numerator: Fraction | int | None
    denominator: Fraction | int | None
    rows: int


Parts = Callable[[View], Iterable[Part]]
Finish = Callable[[Sequence[Part]], Expected]


def total(parts: Sequence[Part]) -> Expected:
    """The sum of the parts; in a period on record, nothing adds up to nothing.

    Parts of which none is known have no sum.
    """
    value = Fraction(sum(part.numerator for part in parts))
    is_known = not parts or any(not part.is_unknown for part in parts)
    return Expected(value if is_known else None, value, None, len(parts))


def ratio(parts: Sequence[Part]) -> Expected:
    """Summed numerators over summed denominators; nothing below is no number."""
    above = Fraction(sum(part.numerator for part in parts))
    below = Fraction(sum(part.denominator or 0 for part in parts))
    return Expected(above / below if below else None, above, below, len(parts))


def middle(parts: Sequence[Part]) -> Expected:
    """The median of the parts' numerators."""
    values = sorted(Fraction(part.numerator) for part in parts)
    if not values:
        return NOTHING
    half = len(values) // 2
    value = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    return Expected(value, value, None, len(values))


def cost(parts: Sequence[Part]) -> Expected:
    """Money over what it was spent on; the rows are those it was spent on.

    Where nothing was spent on record there is no cost, although there are things.
    """
    found = ratio(parts)
    has_spend = any(part.denominator == 0 for part in parts)
    rows = int(found.denominator or 0)
    return Expected(found.value if has_spend else None, found.numerator, found.denominator, rows)


NOTHING = Expected(None, None, None, 0)


def nothing(_: Sequence[Part]) -> Expected:
    """No answer: the period has not begun."""
    return NOTHING


def grouped(parts: Iterable[Part], view: View) -> dict[Key, list[Part]]:
    """The parts inside the scope, by the members of the case's dimensions."""
    groups: dict[Key, list[Part]] = defaultdict(list)
    for part in parts:
        if all(part.dims[name] == member for name, member in view.case.scope):
            groups[tuple(part.dims[name] for name in view.case.by)].append(part)
    return groups


def shown(value: Fraction | int | None) -> Decimal | None:
    """A number of the oracle as the product must show it."""
    return None if value is None else as_decimal(Fraction(value))


@dataclass(frozen=True)
class Verifier:
    """The product's published load on one side, the export files on the other."""

    reader: Reader
    company: Company

    def views(self, case: Case) -> dict[str, View]:
        """One view for each period of the case."""
        as_of = case.as_of or self.company.data_date
        first = self.company.workspace.fiscal_year_start
        return {name: View(self.company, case, span(name, first), as_of) for name in case.periods}

    def expected(self, case: Case, parts: Parts, finish: Finish) -> dict[Any, Expected]:
        """What the specification says, by period and members."""
        found: dict[Any, Expected] = {}
        for name, view in self.views(case).items():
            has_begun = view.period.start <= view.as_of
            groups = grouped(parts(view), view) if has_begun else {}
            if not case.by:
                groups = {(): groups.get((), [])}
            answer = finish if has_begun else nothing
            found |= {(name, key): answer(group) for key, group in groups.items()}
        return found

    def answered(self, key: str, case: Case) -> dict[Any, Answer]:
        """What the product says, by period and members."""
        calendar = FiscalCalendar(self.reader.load.workspace)
        named = case.window not in {None, "all"}
        question = Question(
            kpis=(key,),
            periods=tuple(calendar.parse(name) for name in case.periods),
            scope=Scope(case.scope),
            by=case.by,
            as_of=case.as_of,
            window=calendar.parse(str(case.window)) if named else case.window,
            within=case.within,
        )
        found = answers(self.reader, question)
        by_key = {(answer.period.name, answer.by or ()): answer for answer in found}
        assert len(by_key) == len(found), "each period and member is answered once"
        return by_key

    def check(self, key: str, case: Case, parts: Parts, finish: Finish) -> int:
        """Holds every answer against the oracle's, exactly; the records that were counted."""
        right = self.expected(case, parts, finish)
        records = sum(want.rows for want in right.values())
        assert records or case.may_be_empty, "no record: this proves nothing"
        said = self.answered(key, case)
        assert set(right) <= set(said)
        # A member without a record may be named all the same; then it has nothing.
        right |= {where: finish([]) for where in set(said) - set(right)}
        differences = {}
        for where, want in right.items():
            got = said[where]
            pair = (
                (got.value, got.numerator, got.denominator, got.rows),
                (shown(want.value), shown(want.numerator), shown(want.denominator), want.rows),
            )
            if pair[0] != pair[1]:
                differences[where] = pair
        assert differences == {}
        return records


WEEKS = ("2026-W03", "2026-W13", "2026-W20", "2026-W26", "2026-W39", "2026-W45")
PAST = date(2026, 5, 12)


def cases(one: str, two: tuple[str, str], scope: tuple[str, str]) -> list[Case]:
    """The standard questions with the dimensions that a KPI has."""
    return [
        Case("this quarter and year", ("2026-Q4", "2026")),
        Case("a past quarter and month", ("2025-Q3", "2026-02")),
        Case("by one dimension", ("2026-Q3",), by=(one,)),
        Case("by two dimensions", ("2026-Q2",), by=two),
        Case("in one scope", ("2026-Q3", "2026"), scope=(scope,)),
        Case("as of a day in the past", ("2026-Q2", "2026"), as_of=PAST),
        Case("as of a past day, cut", ("2026-Q2",), by=(one,), as_of=PAST),
        Case("some weeks", WEEKS),
        Case("weeks in a scope", WEEKS, by=(two[0],), scope=(scope,)),
    ]


LEAD_CASES = cases("source", ("region", "channel"), ("region", "EMEA"))
DEAL_CASES = cases("owner", ("region", "strategy"), ("region", "EMEA"))
WINDOW_CASES = [
    Case("all open deals", ("2026-Q4", "2026-02"), window="all"),
    Case("next quarter's window", ("2026-Q4",), by=("region",), window="2027-Q1"),
    Case("a window seen from the past", ("2026-Q2",), as_of=PAST, window="2026-Q3"),
]
COST_CASES = cases("source", ("region", "industry"), ("region", "EMEA"))
# A strategy has few bookings: whole months, and weeks without a scope.
STRATEGY_CASES = [
    *(case for case in DEAL_CASES if "weeks" not in case.name),
    Case(
        "some months", tuple(f"2026-{month:02}" for month in range(1, 10)), by=("product_category",)
    ),
    Case("the weeks of a quarter", tuple(f"2026-W{week}" for week in range(27, 40))),
]
