"""KPIs on what enters the pipeline and on what is open."""

from datetime import date
from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import Better, Composed, Example, Figure, Flow, Given, Kpi, State, Story, Unit
from metrics.kpis.open_deals import (
    FOREVER,
    IN_WINDOW,
    IN_WINDOW_AMOUNT,
    RATE,
    START,
    TO_MARCH,
    versions,
)

PIPELINE_CREATED = Kpi(
    key="pipeline_created",
    label="Pipeline created",
    question="How much new pipeline did we build?",
    definition="Amount at the moment of entering the pipeline (else of creation), of the "
    "opportunities that entered in the period, whatever became of them since.",
    not_this="Not today's amount of those deals; not the open pipeline.",
    fact="opportunity_journey",
    dated_by="entered_at",
    numerator="sum(entry_amount)",
    denominator="",
    counted="true",
    nothing="no opportunity entered the pipeline in the period",
    beside=(Figure("null_amounts", "count(*) filter (where entry_amount is null)", "entered_at"),),
    method=Flow(),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, entered_at, entry_amount, outcome",
        rows="""
            a | 2026-01-01 00:00:00 | 100.00 | open
            b | 2026-03-31 23:59:59 |  50.00 | lost
            c | 2026-02-01 00:00:00 |        | won
            d | 2026-04-01 00:00:00 | 900.00 | open
        """,
        period="2026-Q1",
        value=Decimal(150),
        because="a and b, though b was lost; c has no amount; d entered after the quarter",
    ),
)

OPEN_PIPELINE = Kpi(
    key="open_pipeline",
    label="Open pipeline",
    question="How much is still open and to be closed in the window?",
    definition="Amount of the deals open at the end of the period or the as-of, whose expected "
    "close lies in the window (this fiscal quarter unless asked otherwise), at the as-of rate. "
    "Deals of the window that are overdue are in it and marked; open deals due before the window "
    "stand beside it. A deal without an amount counts 0 and is a data problem.",
    not_this="Not weighted; not what was created in the period (pipeline_created).",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator=IN_WINDOW_AMOUNT,
    denominator="",
    counted=IN_WINDOW,
    nothing="no deal is open in the window",
    beside=(
        Figure(
            "overdue_in_window_amount",
            "sum(amount) filter (where is_in_window and is_overdue)",
            "valid_from",
        ),
        Figure(
            "overdue_in_window_count",
            "count(*) filter (where is_in_window and is_overdue)",
            "valid_from",
        ),
        Figure(
            "overdue_before_window_amount",
            "sum(amount) filter (where is_before_window)",
            "valid_from",
        ),
        Figure(
            "overdue_before_window_count",
            "count(*) filter (where is_before_window)",
            "valid_from",
        ),
        Figure(
            "null_amounts",
            "count(*) filter (where is_in_window and amount is null)",
            "valid_from",
        ),
    ),
    method=State(window="quarter", is_weighted_by_stage=False),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on",
                f"""
                a | {START} | {FOREVER}           | 100.00 | 2026-03-31
                b | {START} | {TO_MARCH}          |  40.00 | 2026-03-31
                b | {TO_MARCH} | {FOREVER}        |  50.00 | 2026-01-15
                c | {START} | {FOREVER}           |        | 2026-02-01
                d | {START} | {FOREVER}           |  70.00 | 2026-04-01
                e | {START} | {FOREVER}           |  80.00 | 2025-12-31
                f | 2026-04-01 00:00:00 | {FOREVER} | 90.00 | 2026-03-31
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 31),
        value=Decimal(150),
        because="a and b's latest version; c has no amount, d and e close outside, f is later",
    ),
)

PIPELINE_COVERAGE = Kpi(
    key="pipeline_coverage",
    label="Pipeline coverage",
    question="Is enough open to reach the target?",
    definition="Open pipeline of the window over what is still to be booked in it: the bookings "
    "target less what was booked by the as-of. Beside it the full form (over the whole target) "
    "and the needed coverage: 1 over the share of the open pipeline that was booked in the rest "
    "of up to eight earlier windows, seen from the same day of each.",
    not_this="Not a forecast. When the target is met there is nothing to cover and no number.",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator="open_pipeline",
    denominator="target of bookings less bookings",
    counted="open_pipeline",
    nothing="met",
    beside=(),
    method=Composed(parts=("open_pipeline", "bookings")),
    unit=Unit.RATIO,
    dimensions=("team", "region", "industry", "size_band", "owner"),
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on",
                f"""
                a | {START} | {FOREVER} | 1200.00 | 2026-03-29
                b | {START} | {FOREVER} |  900.00 | 2026-04-29
                """,
            ),
            Given(
                table="booking",
                columns="booking_id, booked_on, kind, amount",
                rows="x | 2026-01-15 | new | 600.00",
            ),
            Given(
                table="target",
                columns="kpi, period, value",
                rows="bookings | 2026-Q1 | 1000",
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 2, 28),
        value=Decimal(3),
        because="1,200 open in the quarter over 400 still to be booked",
    ),
)

SALES_VELOCITY = Kpi(
    key="sales_velocity",
    label="Sales velocity",
    question="How much do we win a day at the present pace?",
    definition="Open deals (all, or those of the window asked for) x win rate x average deal / "
    "sales cycle in days, the last three of the deals closed in the period, all in one scope.",
    not_this="Not bookings per day; a cycle a fifth shorter is a quarter more velocity.",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator="open deals x win_rate x average_deal",
    denominator="sales_cycle_days",
    counted="open_pipeline",
    nothing="the deals won in the period took no days",
    beside=(),
    method=Composed(parts=("open_pipeline", "win_rate", "average_deal", "sales_cycle_days")),
    unit=Unit.MONEY_PER_DAY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on",
                f"""
                a | {START} | {FOREVER} | 100.00 | 2026-03-29
                b | {START} | {FOREVER} | 200.00 | 2027-03-30
                """,
            ),
            Given(
                table="closed_opportunity",
                columns="opportunity_id, is_won, amount, cycle_days, closed_on",
                rows="""
                    x | true  | 1000.00 | 50 | 2026-02-01
                    y | false |  700.00 | 10 | 2026-02-01
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 30),
        value=Decimal(20),
        because="2 open x 1/2 won x 1,000 on average / 50 days",
    ),
)

KPIS = (PIPELINE_CREATED, OPEN_PIPELINE, PIPELINE_COVERAGE, SALES_VELOCITY)
