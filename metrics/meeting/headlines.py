"""The numbers a meeting holds: which they are, and their answers as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from metrics.answer import Answer
from metrics.compute import answers
from metrics.customers import KEY as HOURS
from metrics.forecast.landing import forecast
from metrics.forecast.records import VERSION
from metrics.known import known
from metrics.kpi import Better, Unit
from metrics.meeting.records import Frozen
from metrics.periods import DAY, FiscalCalendar, Period
from metrics.question import Question
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called

LANDING, POOL = "landing", "pool"


@dataclass(frozen=True)
class Headline:
    """One of the numbers: a KPI of the fiscal quarter, the landing of bookings, or the pool.

    `window` next: the expected closes of the quarter after. `key` is what it is called by.
    """

    key: str
    label: str
    kpi: str
    window: Literal["this", "next"] = "this"

    @property
    def unit(self) -> Unit:
        """What its value is measured in; rates and the pool run from 0 to 1 and beyond."""
        own = {LANDING: Unit.MONEY, POOL: Unit.PERCENT}
        return own[self.kpi] if self.kpi in own else kpi_called(self.kpi).unit

    @property
    def better(self) -> Better:
        """Which direction is good."""
        return Better.HIGHER if self.kpi in (LANDING, POOL) else kpi_called(self.kpi).better

    @property
    def version(self) -> int:
        """The version of its definition."""
        return VERSION if self.kpi in (LANDING, POOL) else kpi_called(self.kpi).version


def _kpis(*keys: str) -> tuple[Headline, ...]:
    return tuple(Headline(key, kpi_called(key).label, key) for key in keys)


HEADLINES: tuple[Headline, ...] = (
    *_kpis("bookings"),
    Headline(LANDING, "Forecast landing", LANDING),
    Headline("pipeline_coverage", "Coverage, this quarter", "pipeline_coverage"),
    Headline("pipeline_coverage_next", "Coverage, next quarter", "pipeline_coverage", "next"),
    *_kpis("open_pipeline", "pipeline_created", "win_rate"),
    *_kpis("response_within_sla", "hand_back_answer_within_sla", "acceptance_rate"),
    *_kpis("lead_leakage", "sales_ready_leads", "cost_per_sales_ready_lead", "icp_share"),
    Headline(POOL, "The pool today", POOL),
)
BY_KEY = {one.key: one for one in HEADLINES}
# What the story of the customers is told from.
CUSTOMERS = (
    "blended_cac",
    "cac_payback_months",
    "acquisition_bookings",
    "development_bookings",
    "retention_bookings",
    "substitution_bookings",
)
RETAINED = ("net_revenue_retention", "gross_revenue_retention")
# Told beside the headlines, for the story of the quarter; their rows are not kept.
TOLD: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("bookings_attainment", "bookings_attainment", ()),
    ("bookings_growth", "bookings_growth", ()),
    ("jointly_worked_share", "jointly_worked_share", ()),
    ("bookings_by_sourced_by", "bookings", ("sourced_by",)),
    ("bookings_by_strategy", "bookings", ("strategy",)),
    ("bookings_by_region", "bookings", ("region",)),
    *((key, key, ()) for key in CUSTOMERS),
    # The rows of hours are people: what is frozen could never be forgotten.
    *((key, key, ()) for key in (*RETAINED, HOURS)),
    *((key, key, ()) for key in ("slippage_rate", "overdue_pipeline")),
)


@dataclass(frozen=True)
class Moment:
    """The end of a day, and the fiscal quarter whose numbers are meant."""

    as_of: date
    period: Period

    @classmethod
    def of(cls, calendar: FiscalCalendar, as_of: date) -> "Moment":
        """The day in its own quarter."""
        return cls(as_of, calendar.containing(as_of, "quarter"))

    def window(self, headline: Headline, calendar: FiscalCalendar) -> Period:
        """The expected closes that a headline looks at."""
        if headline.window == "this":
            return self.period
        return calendar.containing(self.period.end_on_exclusive, "quarter")


def headline_answers(reader: Reader, moment: Moment) -> tuple[Frozen, ...]:
    """The answers of all headlines but the pool, whose plan stands in the ledger."""
    calendar = known(reader).calendar
    plain = [one for one in HEADLINES if one.key == one.kpi and one.kpi not in (LANDING, POOL)]
    found = {one.kpi: one for one in _asked(reader, moment, (one.kpi for one in plain))}
    for one in HEADLINES:
        if one.kpi == LANDING:
            found[one.key] = landing_answer(reader, moment)
        elif one.window == "next":
            window = one.window and moment.window(one, calendar)
            found[one.key] = _ask(reader, moment, one.kpi, window)
    return tuple(Frozen(one.key, found[one.key]) for one in HEADLINES if one.key in found)


def _asked(reader: Reader, moment: Moment, kpis: Iterable[str]) -> tuple[Answer, ...]:
    question = Question(tuple(kpis), (moment.period,), as_of=moment.as_of)
    return answers(reader, question)


def _ask(reader: Reader, moment: Moment, kpi: str, window: Period) -> Answer:
    question = Question((kpi,), (moment.period,), as_of=moment.as_of, window=window)
    return answers(reader, question)[0]


def told_answers(reader: Reader, moment: Moment) -> tuple[Frozen, ...]:
    """What is told beside the headlines; of a split one answer a member."""
    found = []
    for key, kpi, by in TOLD:
        question = Question((kpi,), (moment.period,), by=by, as_of=moment.as_of)
        found += [Frozen(key, one) for one in answers(reader, question)]
    return tuple(found)


def landing_answer(reader: Reader, moment: Moment) -> Answer:
    """Where the quarter's bookings land, with P10 and P90, as an answer.

    `rows` counts bookings and open deals behind it.
    """
    found = forecast(reader, moment.period, moment.as_of)
    return Answer(
        kpi=LANDING,
        period=moment.period,
        by=None,
        value=found.value,
        numerator=found.value,
        denominator=None,
        rows=found.rows,
        as_of=moment.as_of,
        maturity=Decimal(1),
        low=found.low,
        high=found.high,
        target=found.target,
        note=found.note,
        beside={"booked": found.booked, "open_amount": found.open_amount, "week": found.week},
    )


def definitions() -> dict[str, int]:
    """The version of every definition that a snapshot holds, by KPI."""
    found = {one.kpi: one.version for one in HEADLINES}
    return found | {kpi: kpi_called(kpi).version for _, kpi, _ in TOLD}


def last_seen_on(moment: Moment) -> date:
    """The last day that the moment sees of its quarter."""
    return min(moment.as_of, moment.period.end_on_exclusive - DAY)
