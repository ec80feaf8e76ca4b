"""Coverage against what was needed, and the forecasts that were frozen against what came."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.accuracy import DEFAULT_WEEK
from metrics.answer import Answer
from metrics.compute import Question, answers, calendar_of
from metrics.forecast.moments import windows_before
from metrics.handed import Handed
from metrics.kpi import Unit
from metrics.periods import Period
from metrics.registry import kpi
from metrics.wording import NO_DATA, exact_money, money, note_sentence, number, percent, period_text
from pages.views.asked import Asked
from pages.views.forecast import window_of
from pages.views.table import Cell, Column, ShortTable
from pages.views.tiles import foreign

COVERAGE = (
    Column("Window"),
    Column("Left to book", is_number=True),
    Column("Open", is_number=True),
    Column("To go", is_number=True),
    Column("Needed", is_number=True),
    Column("Full", is_number=True),
)
FROZEN = (
    Column("Quarter"),
    Column("Frozen", is_number=True),
    Column("Came", is_number=True),
    Column("Accuracy", is_number=True),
    Column("Bias", is_number=True),
)
QUARTERS = 8
FREEZE = "python -m metrics forecast freeze --as PERSON"


@dataclass(frozen=True)
class CoverageView:
    """Coverage of this window and the next, to go, needed and full."""

    title: str
    table: ShortTable
    foot: str


@dataclass(frozen=True)
class FrozenView:
    """What was frozen half way through past quarters; without a table only the title."""

    title: str
    table: ShortTable | None
    foot: str


def build_coverage(reader: Reader, asked: Asked) -> CoverageView | None:
    """The three coverages; None where the scope's dimension is not theirs."""
    if foreign(kpi("pipeline_coverage"), asked):
        return None
    calendar = calendar_of(reader)
    window = window_of(reader, asked)
    grain = window.grain if window.grain in ("month", "quarter", "year") else "quarter"
    after = calendar.containing(window.end_on_exclusive, grain)
    currency = reader.load.workspace.currency
    found = [(one, _covered(reader, asked, one)) for one in (window, after)]
    return CoverageView(
        title=_coverage_title(found[0][1]),
        table=ShortTable(COVERAGE, tuple(_coverage(one, way, currency) for one, way in found)),
        foot="Needed: what was open at this day of past windows over what was booked in the rest "
        "of them. Full: open over the whole target.",
    )


def _covered(reader: Reader, asked: Asked, window: Period) -> Answer:
    question = Question(
        ("pipeline_coverage",), (asked.period,), asked.scope, as_of=asked.as_of, window=window
    )
    return answers(reader, question)[0]


def _coverage_title(one: Answer) -> str:
    """'Coverage: 2.4 times what is left, 2.8 times were needed'."""
    if one.value is None:
        return f"Coverage: {one.note}" if one.note else "Coverage"
    needed = one.beside.get("needed")
    said = f"Coverage: {_times(one.value)} what is left"
    return f"{said}, {_times(needed)} was needed" if isinstance(needed, Decimal) else said


def _coverage(window: Period, one: Answer, currency: str) -> tuple[Cell, ...]:
    return (
        Cell(period_text(window)),
        Cell("" if one.denominator is None else money(one.denominator, currency)),
        Cell("" if one.numerator is None else money(one.numerator, currency)),
        Cell(_times(one.value)),
        Cell(_times(one.beside.get("needed"))),
        Cell(_times(one.beside.get("full"))),
    )


def _times(value: object) -> str:
    return number(value, Unit.RATIO, "") if isinstance(value, Decimal) else NO_DATA


def build_frozen(reader: Reader, asked: Asked, handed: Handed) -> FrozenView | None:
    """The frozen forecasts of past quarters against what came; None inside a scope."""
    if asked.scope.filters:
        return None
    calendar = calendar_of(reader)
    now = calendar.containing(asked.as_of, "quarter")
    past = windows_before(calendar, now, QUARTERS)
    periods = (*past, calendar.span(past[-1].start_on, past[0].last_on))
    question = Question(("forecast_accuracy",), periods, as_of=asked.as_of, handed=handed)
    *each, _ = found = answers(reader, question)
    told = [one for one in each if one.value is not None]
    if not told:
        note = (found[0].note or "").replace("`", "")
        return FrozenView("No past forecast was frozen", None, note_sentence(note))
    currency = reader.load.workspace.currency
    # Of the whole span there is an answer only when every quarter has one.
    whole = found[-1] if found[-1].value is not None else told[0]
    return FrozenView(
        title=_frozen_title(whole, len(told)),
        table=ShortTable(FROZEN, tuple(_frozen(one, currency) for one in told)),
        foot=f"Frozen in week {DEFAULT_WEEK} of each quarter, as the ledger keeps it; "
        f"{FREEZE} freezes one a week.",
    )


def _frozen_title(whole: Answer, count: int) -> str:
    """'What was frozen was 91 % accurate over 8 quarters, 1.6 % too high'."""
    accuracy, bias = whole.value or Decimal(0), whole.beside.get("bias")
    over = f"over {count} quarters" if whole.rows > 1 else f"in {period_text(whole.period)}"
    said = f"What was frozen was {percent(accuracy)} accurate {over}"
    if not isinstance(bias, Decimal) or not bias:
        return said
    return f"{said}, {percent(abs(bias))} too {'high' if bias > 0 else 'low'}"


def _frozen(one: Answer, currency: str) -> tuple[Cell, ...]:
    said, came, bias = (one.beside.get(name) for name in ("forecast", "actual", "bias"))
    sign = "+" if isinstance(bias, Decimal) and bias > 0 else ""
    return (
        Cell(period_text(one.period)),
        Cell(exact_money(said, currency) if isinstance(said, Decimal) else ""),
        Cell(exact_money(came, currency) if isinstance(came, Decimal) else ""),
        Cell("" if one.value is None else percent(one.value)),
        Cell(f"{sign}{percent(bias)}" if isinstance(bias, Decimal) else ""),
    )
