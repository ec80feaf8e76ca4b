"""KPIs on closed opportunities, dated by close date, and on the deals created."""

from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import Better, Cohort, Example, Figure, Flow, Kpi, Spread, Unit

WIN_RATE = Kpi(
    key="win_rate",
    label="Win rate",
    question="Of the deals we finished, how many did we win?",
    definition="Opportunities won over opportunities won or lost, closed in the period, by count.",
    not_this="Not by amount (win_rate_value); not a share of the deals created "
    "(created_win_rate) or of open pipeline.",
    fact="closed_opportunity",
    dated_by="closed_on",
    numerator="count(*) filter (where is_won)",
    denominator="count(*)",
    counted="true",
    nothing="no deal was closed in the period",
    beside=(),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, is_won, closed_on",
        rows="""
            a | true  | 2026-01-05
            b | false | 2026-01-06
            c | false | 2026-01-07
            d | true  | 2026-04-01
        """,
        period="2026-Q1",
        value=Decimal(1) / Decimal(3),
        because="one won of three closed in the quarter; d closed after it",
    ),
)

WIN_RATE_VALUE = Kpi(
    key="win_rate_value",
    label="Win rate by value",
    question="Of the money in the deals we finished, how much did we win?",
    definition="Amount of the opportunities won over the amount of those won or lost, closed in "
    "the period, in the reporting currency of the day each closed.",
    not_this="Not by count (win_rate). A deal without an amount is in neither number.",
    fact="closed_opportunity",
    dated_by="closed_on",
    numerator="sum(amount) filter (where is_won)",
    denominator="sum(amount)",
    counted="true",
    nothing="no deal with an amount was closed in the period",
    beside=(Figure("null_amounts", "count(*) filter (where amount is null)", "closed_on"),),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, is_won, amount, closed_on",
        rows="""
            a | true  | 300.00 | 2026-01-05
            b | false | 100.00 | 2026-01-06
            c | false |        | 2026-01-07
            d | true  | 900.00 | 2026-04-01
        """,
        period="2026-Q1",
        value=Decimal("0.75"),
        because="300 won of 400 closed in the quarter; c has no amount, d closed after it",
    ),
)

# Won as far as the as-of shows, within the cohort's limit; by the win that stands or stood.
HAS_WON = (
    "(won_at < $as_of_at and won_at <= created_at + to_days($within_days)) "
    "or (undone_win_at < $as_of_at and undone_win_until >= $as_of_at "
    "and undone_win_at <= created_at + to_days($within_days))"
)

CREATED_WIN_RATE = Kpi(
    key="created_win_rate",
    label="Win rate of deals created",
    question="Of the deals we started, how many have we won?",
    definition="Opportunities created in the period that have been won, over all opportunities "
    "created in the period: a cohort, without a limit of days unless one is asked for. A win that "
    "was undone counts until then.",
    not_this="Not a share of finished deals (win_rate): open deals and deals that went nowhere "
    "stay in the denominator.",
    fact="created_opportunity",
    dated_by="created_at",
    numerator=f"count(*) filter (where {HAS_WON})",
    denominator="count(*)",
    counted="true",
    nothing="no opportunity was created in the period",
    beside=(Figure("lost", "count(*) filter (where lost_at < $as_of_at)", "created_at"),),
    method=Cohort(within_days=None),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, created_at, won_at, lost_at",
        rows="""
            a | 2026-01-05 10:00:00 | 2026-06-05 10:00:00 |
            b | 2026-01-06 10:00:00 |                     | 2026-02-06 10:00:00
            c | 2026-02-07 10:00:00 |                     |
            d | 2026-03-07 10:00:00 |                     |
            e | 2025-12-31 10:00:00 | 2026-02-01 10:00:00 |
        """,
        period="2026-Q1",
        value=Decimal("0.25"),
        because="a was won of four created in the quarter; e was created before it",
    ),
)

AVERAGE_DEAL = Kpi(
    key="average_deal",
    label="Average deal",
    question="How large is a deal that we win?",
    definition="Amount of the opportunities won in the period over their count, those without an "
    "amount or with 0 left out. The median stands beside it.",
    not_this="Not the size of bookings; not of open deals.",
    fact="closed_opportunity",
    dated_by="closed_on",
    numerator="sum(amount) filter (where is_won and amount <> 0)",
    denominator="count(*) filter (where is_won and amount <> 0)",
    counted="is_won and amount <> 0",
    nothing="no deal with an amount was won in the period",
    beside=(
        Figure(
            "median",
            "quantile_cont(amount, 0.5) filter (where is_won and amount <> 0)",
            "closed_on",
        ),
    ),
    method=Flow(),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("sales",),
    version=1,
    example=Example(
        columns="opportunity_id, is_won, amount, closed_on",
        rows="""
            a | true  | 100.00 | 2026-01-05
            b | true  | 200.00 | 2026-01-06
            c | true  |   0.00 | 2026-01-07
            d | false | 900.00 | 2026-01-08
            e | true  |        | 2026-01-09
        """,
        period="2026-Q1",
        value=Decimal(150),
        because="300 in two won deals; c is worth nothing, d was lost, e has no amount",
    ),
)

SALES_CYCLE_DAYS = Kpi(
    key="sales_cycle_days",
    label="Sales cycle",
    question="How long does it take to win a deal?",
    definition="Median of the calendar days from creation to winning, of the opportunities won "
    "in the period. The 75th percentile stands beside it.",
    not_this="Not the age of open deals; not a mean. Deals won before they were created keep "
    "their negative days and stand among the data problems.",
    fact="closed_opportunity",
    dated_by="closed_on",
    numerator="quantile_cont(cast(cycle_days as decimal(18, 2)), 0.5) filter (where is_won)",
    denominator="",
    counted="is_won",
    nothing="no deal was won in the period",
    beside=(
        Figure(
            "p75",
            "quantile_cont(cast(cycle_days as decimal(18, 2)), 0.75) filter (where is_won)",
            "closed_on",
        ),
    ),
    method=Spread(),
    unit=Unit.DAYS,
    dimensions=DEAL,
    better=Better.LOWER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, is_won, cycle_days, closed_on",
        rows="""
            a | true  | 10 | 2026-01-05
            b | true  | 20 | 2026-01-06
            c | true  | 31 | 2026-01-07
            d | true  | 90 | 2026-01-08
            e | false | 5  | 2026-01-09
        """,
        period="2026-Q1",
        value=Decimal("25.5"),
        because="half way between 20 and 31 days; e was lost",
    ),
)

KPIS = (WIN_RATE, WIN_RATE_VALUE, CREATED_WIN_RATE, AVERAGE_DEAL, SALES_CYCLE_DAYS)
