"""KPIs on open deals that do not close when they were expected to."""

from datetime import date
from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import Better, Figure, Kpi, Slip, State, Story, Unit
from metrics.kpis.open_deals import (
    FOREVER,
    IN_WINDOW,
    IN_WINDOW_AMOUNT,
    RATE,
    START,
    TO_MARCH,
    versions,
)

SLIPPAGE_RATE = Kpi(
    key="slippage_rate",
    label="Slippage",
    question="How much of what should have closed moved out of the window?",
    definition="Of the open pipeline at the period's start with an expected close in the window "
    "(the period itself unless asked otherwise), the share by amount whose expected close lies "
    "beyond the window at the period's end or the as-of, still open.",
    not_this="Not lost deals; not deals pulled in; amounts are those at the start.",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator="sum(amount) filter (where is_slipped)",
    denominator="sum(amount)",
    counted="true",
    nothing="no pipeline of the window was open at the period's start",
    beside=(),
    method=Slip(),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.LOWER,
    payable=False,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on",
                f"""
                a | {START} | {TO_MARCH} | 100.00 | 2026-03-31
                a | {TO_MARCH} | {FOREVER} | 500.00 | 2026-04-01
                b | {START} | {FOREVER} | 300.00 | 2026-02-15
                c | {START} | {FOREVER} | 900.00 | 2026-04-15
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 31),
        value=Decimal("0.25"),
        because="a's 100 of the 400 due in the quarter moved to April; c was never in it",
    ),
)

OVERDUE_PIPELINE = Kpi(
    key="overdue_pipeline",
    label="Overdue pipeline",
    question="How much of the open pipeline should have closed already?",
    definition="Amount of the open deals whose expected close lies before the as-of, over the "
    "amount of all open deals (of the window, where one is asked for).",
    not_this="Not deals due later in this period; not by count.",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator="sum(amount) filter (where is_in_window and is_overdue)",
    denominator=IN_WINDOW_AMOUNT,
    counted=IN_WINDOW,
    nothing="no deal with an amount is open",
    beside=(
        Figure(
            "overdue_count", "count(*) filter (where is_in_window and is_overdue)", "valid_from"
        ),
    ),
    method=State(window="all", is_weighted_by_stage=False),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.LOWER,
    payable=False,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on",
                f"""
                a | {START} | {FOREVER} | 100.00 | 2026-03-29
                b | {START} | {FOREVER} | 200.00 | 2026-03-30
                c | {START} | {FOREVER} | 100.00 |
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 30),
        value=Decimal("0.25"),
        because="100 of 400; b is due on the day itself and c has no date",
    ),
)

KPIS = (SLIPPAGE_RATE, OVERDUE_PIPELINE)
