"""Targets a quarter and a month, for the past, the current and the next two quarters.

The past was planned near what came; the current quarter's plan lies a little above what the
simulation brings by its end. Quota follows the company's own view of its market
(`QUOTA_*_SHARES`), which is not the mix of its leads.

A target is set only for what is a KPI. A new KPI gets its own with the change that declares it: a
rate that holds everywhere is a line of `_RATES`, one of the company as a whole a line of
`_COMPANY_RATES`, a sum of money or a count a `rows.split(...)` that its regions add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.demo.arrays import ABSENT, DAY, Floats, Ints
from data.demo.bookings import RENEWAL
from data.demo.company import (
    INDUSTRIES,
    QUOTA_INDUSTRY_SHARES,
    QUOTA_REGION_SHARES,
    REGIONS,
    STRATEGIES,
)
from data.demo.files import Columns, text
from data.demo.rates import Rates
from data.demo.span import Span, day_date, quarter_start
from data.demo.unit import Unit

QUARTERS_AHEAD = 2
# What came, against plan, quarter by quarter; the current quarter is set by its pace.
_ATTAINMENT = (1.02, 0.96, 0.93, 1.04, 0.98, 1.02, 0.95, 0.97, 1.03, 0.94, 0.99, 0.97, 0.96)
_BEHIND_PACE = 0.95
_NEXT_YEAR = 1.31
_LEAD_REGION_PLAN = (0.25, 0.19, 0.14, 0.24, 0.11, 0.07)
# Rates hold for every period and every region alike.
_RATES = (
    ("acceptance_rate", 0.72),
    ("hand_back_rate", 0.28),
    ("response_within_sla", 0.80),
    ("hand_back_answer_within_sla", 0.80),
    ("lead_leakage", 0.08),
    ("median_response_hours", 2.5),
    ("win_rate", 0.30),
    ("lead_to_opportunity_rate", 0.13),
    ("slippage_rate", 0.20),
    ("icp_share", 0.80),
)
_COMPANY_RATES = (
    ("cost_per_sales_ready_lead", 3_700),
    ("pipeline_coverage", 3),
    ("bookings_growth", 0.35),
    ("blended_cac", 55_000),
    ("jointly_worked_share", 0.70),
    ("go_to_market_fit", 0.95),
)


@dataclass(frozen=True)
class Actuals:
    """What the simulation brings to the end of the quarter; sums of units add up."""

    bookings: Floats  # dollars by quarter and strategy
    so_far: Floats  # dollars by quarter, up to the day of the quarter that `until` is
    pipeline: Floats  # dollars by quarter
    created: Ints  # leads by month
    handed: Ints  # sales-ready leads by month

    def plus(self, other: "Actuals") -> "Actuals":
        """Both together."""
        return Actuals(
            self.bookings + other.bookings,
            self.so_far + other.so_far,
            self.pipeline + other.pipeline,
            self.created + other.created,
            self.handed + other.handed,
        )


def _quarter_bins(span: Span) -> Ints:
    start = day_date(span.start_day)
    return np.array(
        [(quarter_start(start, number) - date(1970, 1, 1)).days * DAY for number in range(14)],
        dtype=np.int64,
    )


def _months(span: Span) -> list[date]:
    start = day_date(span.start_day)
    first = start.year * 12 + start.month - 1
    return [
        date(number // 12, number % 12 + 1, 1)
        for number in range(first, first + 39 + 3 * QUARTERS_AHEAD)
    ]


def unit_actuals(unit: Unit, span: Span, rates: Rates) -> Actuals:
    """What one unit brings."""
    quarters = _quarter_bins(span)
    made = unit.bookings.rows(unit.bookings.kind <= RENEWAL)
    dollars = rates.dollars(made.amount, unit.accounts.currency[made.account], made.booked) / 100
    bookings = np.histogram2d(
        made.booked, made.strategy, bins=[quarters, np.arange(5)], weights=dollars
    )[0]
    age = (
        made.booked // DAY
        - quarters[np.searchsorted(quarters, made.booked, side="right") - 1] // DAY
    )
    early = age <= span.until_day - span.quarter_day
    deals = unit.deals
    entered = np.where(unit.entered == ABSENT, deals.created, unit.entered)
    value = rates.dollars(deals.amount, unit.accounts.currency[deals.account], entered)
    months = np.array([(month - date(1970, 1, 1)).days * DAY for month in _months(span)[:40]])
    return Actuals(
        bookings=bookings,
        so_far=np.histogram(made.booked, bins=quarters, weights=dollars * early)[0],
        pipeline=np.histogram(entered, bins=quarters, weights=value)[0],
        created=np.histogram(unit.all_leads.created, bins=months)[0].astype(np.int64),
        handed=np.histogram(unit.all_leads.handed, bins=months)[0].astype(np.int64),
    )


class TargetRows:
    """Rows of `targets`, added a plan at a time."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str | None, str | None]] = []

    def add(
        self,
        kpi: str,
        period: str,
        value: float,
        *,
        region: str | None = None,
        industry: str | None = None,
    ) -> None:
        """One row."""
        self.rows.append((kpi, period, f"{value:.10g}", region, industry))

    def split(
        self,
        kpi: str,
        period: str,
        total: int,
        step: int,
        *,
        by_industry: bool = False,
        region_shares: Sequence[float] = QUOTA_REGION_SHARES,
    ) -> None:
        """The total, and rows a region (and industry) that sum to it exactly."""
        self.add(kpi, period, total)
        for region, part in zip(REGIONS, parts(total, region_shares, step), strict=True):
            self.add(kpi, period, part, region=region)
        if by_industry:
            shares = parts(total, QUOTA_INDUSTRY_SHARES, step)
            for industry, part in zip(INDUSTRIES, shares, strict=True):
                self.add(kpi, period, part, industry=industry)

    def table(self) -> Columns:
        """The rows of `targets`."""
        kpi, period, value, region, industry = zip(*self.rows, strict=True)
        nothing = text([None] * len(kpi))
        return {
            "kpi": text(kpi),
            "period": text(period),
            "value": text(value),
            "team": nothing,
            "region": text(region),
            "industry": text(industry),
            "size_band": nothing,
            "owner_id": nothing,
        }


def parts(total: int, shares: Sequence[float], step: int) -> list[int]:
    """The total in parts of whole steps; the first part takes what rounding leaves."""
    split = [round(total * share / sum(shares) / step) * step for share in shares]
    split[0] += total - sum(split)
    return split


def planned(actual: Floats, step: int) -> list[int]:
    """A plan for each past quarter and the current one, and for the next ones from last year."""
    plan = [
        max(round(float(value) / factor / step), 1) * step
        for value, factor in zip(actual, _ATTAINMENT, strict=True)
    ]
    ahead = [
        round(plan[len(plan) - 4 + number] * _NEXT_YEAR / step) * step
        for number in range(QUARTERS_AHEAD)
    ]
    return plan + ahead


def _quarter_name(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def targets_table(actuals: Actuals, span: Span, scale: int) -> Columns:
    """The rows of `targets`."""
    rows = TargetRows()
    start = day_date(span.start_day)
    quarters = [
        _quarter_name(quarter_start(start, number)) for number in range(13 + QUARTERS_AHEAD)
    ]
    step = 10_000 * scale
    _bookings(rows, actuals, quarters, step)
    pipeline = actuals.pipeline.copy()
    # The quarter's deals are simulated up to `until` only, so its plan follows last year.
    pipeline[-1] = pipeline[-5] * _NEXT_YEAR * _ATTAINMENT[-1]
    for period, total in zip(quarters, planned(pipeline, step), strict=True):
        rows.split("pipeline_created", period, total, step)
    months = _months(span)
    for kpi, counts in (("leads_created", actuals.created), ("sales_ready_leads", actuals.handed)):
        by_month = _monthly_plan(counts, scale)
        for month, total in zip(months, by_month, strict=True):
            rows.split(
                kpi,
                f"{month:%Y-%m}",
                total,
                scale,
                region_shares=_LEAD_REGION_PLAN,
            )
    names = [f"{month:%Y-%m}" for month in months]
    years = sorted({name[:4] for name in names})
    for period in names + quarters + years:
        _rates(rows, period)
    return rows.table()


def expected_quarter(actuals: Actuals) -> float:
    """Dollars of the current quarter at which today's bookings are a little behind pace.

    Never far from last year's quarter and its growth, whatever the first weeks brought.
    """
    whole_quarters = actuals.bookings.sum(axis=1)
    share = float((actuals.so_far[4:12] / whole_quarters[4:12]).mean())
    usual = float(whole_quarters[8]) * _NEXT_YEAR
    if share < 0.15:
        return usual
    on_pace = float(actuals.so_far[12]) / share / _BEHIND_PACE
    return min(max(on_pace, 0.85 * usual), 1.2 * usual)


def _bookings(rows: TargetRows, actuals: Actuals, quarters: list[str], step: int) -> None:
    expected = actuals.bookings.sum(axis=1)
    expected[-1] = expected_quarter(actuals) * _ATTAINMENT[-1]
    totals = planned(expected, step)
    mix = actuals.bookings.sum(axis=0) / actuals.bookings.sum()
    for period, total in zip(quarters, totals, strict=True):
        rows.split("bookings", period, total, step, by_industry=True)
        by_strategy = parts(total, list(mix), step)
        for strategy, part in zip(STRATEGIES, by_strategy, strict=True):
            rows.add(f"{strategy}_bookings", period, part)


def _monthly_plan(counts: Ints, scale: int) -> list[int]:
    factors = np.resize(np.array((0.98, 1.03, 0.95, 1.01, 0.97)), len(counts))
    plan = [
        round(float(value) / factor / 5 / scale) * 5 * scale
        for value, factor in zip(counts, factors, strict=True)
    ]
    return plan + [
        round(plan[len(plan) - 12 + ahead] * _NEXT_YEAR / 5 / scale) * 5 * scale
        for ahead in range(3 * QUARTERS_AHEAD)
    ]


def _rates(rows: TargetRows, period: str) -> None:
    for kpi, value in _RATES:
        rows.add(kpi, period, value)
        for region in REGIONS:
            rows.add(kpi, period, value, region=region)
    for kpi, value in _COMPANY_RATES:
        rows.add(kpi, period, value)
