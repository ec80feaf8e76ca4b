"""What a lead, an opportunity and a won deal cost; composed of spend and counts."""

from datetime import date
from decimal import Decimal

from metrics.facts import PEOPLE, SHARED
from metrics.kpi import Better, Composed, Example, Flow, Given, Kpi, Spread, Story, Unit

SPEND = Kpi(
    key="spend",
    label="Spend",
    question="How much did marketing and sales spend?",
    definition="Sum of spend by the day spent, of programmes, people and tools, in the reporting "
    "currency at that day's rate.",
    not_this="Not budgets.",
    fact="spend_day",
    dated_by="spent_on",
    numerator="sum(amount)",
    denominator="",
    counted="amount is not null",
    nothing="nothing was spent in the period",
    beside=(),
    method=Flow(),
    unit=Unit.MONEY,
    dimensions=SHARED,
    better=Better.LOWER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="spent_on, amount",
        rows="""
            2026-01-01 | 100.00
            2026-03-31 |  50.00
            2026-04-01 |   9.00
        """,
        period="2026-Q1",
        value=Decimal(150),
        because="the third was spent after the quarter",
    ),
)


def _lag(step: str, reached_at: str) -> Kpi:
    """The median days that the leads which reached a step in the period took to it."""
    return Kpi(
        key=f"days_to_{step}",
        label=f"Days to {step.replace('_', ' ')}",
        question="How long ago were the leads created that came this far in the period?",
        definition="Median of the whole days from a lead's creation to the step, of the leads "
        "that reached it in the period.",
        not_this="Not a forecast for leads on their way.",
        fact="lead_journey",
        dated_by=reached_at,
        numerator=f"quantile_disc(cast({reached_at} as date) - cast(created_at as date), 0.5)",
        denominator="",
        counted="true",
        nothing="no lead came this far in the period",
        beside=(),
        method=Spread(),
        unit=Unit.DAYS,
        dimensions=(*SHARED, *PEOPLE),
        better=Better.LOWER,
        payable=False,
        owners=("marketing", "sales"),
        version=1,
        example=Example(
            columns=f"lead_id, created_at, {reached_at}",
            rows="""
                a | 2026-01-01 10:00:00 | 2026-01-11 10:00:00
                b | 2026-01-01 10:00:00 | 2026-01-21 10:00:00
                c | 2026-01-01 10:00:00 | 2026-02-21 10:00:00
            """,
            period="2026-Q1",
            value=Decimal(20),
            because="10, 20 and 51 days",
        ),
    )


def _example(given: Given) -> Story:
    """A thousand spent in a quarter that has two of what is counted."""
    spent = Given(
        table="spend_day",
        columns="spent_on, kind, amount",
        rows="""
            2026-01-10 | program | 600.00
            2026-02-10 | people  | 400.00
            2026-04-10 | tools   | 999.00
        """,
    )
    return Story(
        given=(spent, given),
        period="2026-Q1",
        as_of=date(2026, 5, 31),
        value=Decimal(500),
        because="1,000 spent in the quarter on two",
    )


def _cost_per(
    *, thing: str, label: str, question: str, count_of: str, counted: str, given: Given
) -> Kpi:
    """Spend of the period over the count of a thing in the period."""
    return Kpi(
        key=f"cost_per_{thing}",
        label=label,
        question=question,
        definition=f"Spend of the period (programmes, people, tools) over {count_of} in the "
        "period. Beside it the lagged form: spend of as many days earlier as the leads that got "
        "this far in the period took from their creation, at the median. Where no spend is on "
        "record there is no cost, not a cost of 0.",
        not_this="Not the cost of the leads of one campaign alone; not attributed.",
        fact="spend_day",
        dated_by="spent_on",
        numerator="spend",
        denominator=counted,
        counted="spend",
        nothing=f"there were no {count_of} in the period",
        beside=(),
        method=Composed(parts=("spend", counted, f"days_to_{thing}")),
        unit=Unit.MONEY,
        dimensions=SHARED,
        better=Better.LOWER,
        payable=True,
        owners=("marketing", "sales"),
        version=1,
        example=_example(given),
    )


COST_PER_SALES_READY_LEAD = _cost_per(
    thing="sales_ready_lead",
    label="Cost per sales-ready lead",
    question="What does a sales-ready lead cost?",
    count_of="leads handed over",
    counted="sales_ready_leads",
    given=Given(
        table="lead_journey",
        columns="lead_id, created_at, handed_over_at",
        rows="""
            a | 2026-01-01 10:00:00 | 2026-01-11 10:00:00
            b | 2026-01-01 10:00:00 | 2026-02-11 10:00:00
            c | 2026-01-01 10:00:00 |
        """,
    ),
)

COST_PER_OPPORTUNITY = _cost_per(
    thing="opportunity",
    label="Cost per opportunity",
    question="What does an opportunity cost?",
    count_of="opportunities created",
    counted="created_win_rate",
    given=Given(
        table="created_opportunity",
        columns="opportunity_id, created_at",
        rows="""
            a | 2026-01-01 10:00:00
            b | 2026-03-31 10:00:00
            c | 2026-04-01 10:00:00
        """,
    ),
)

COST_PER_WON = _cost_per(
    thing="won",
    label="Cost per won deal",
    question="What does a won deal cost?",
    count_of="deals won",
    counted="win_rate",
    given=Given(
        table="closed_opportunity",
        columns="opportunity_id, is_won, closed_on",
        rows="""
            a | true  | 2026-01-05
            b | true  | 2026-03-31
            c | false | 2026-02-01
        """,
    ),
)

KPIS = (COST_PER_SALES_READY_LEAD, COST_PER_OPPORTUNITY, COST_PER_WON)
PARTS = (
    SPEND,
    _lag("sales_ready_lead", "handed_over_at"),
    _lag("opportunity", "opportunity_at"),
    _lag("won", "won_at"),
)
