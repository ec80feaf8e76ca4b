"""KPIs on what a new customer costs and how soon the cost comes back; composed."""

from datetime import date
from decimal import Decimal

from metrics.facts import DEAL, SHARED
from metrics.kpi import Better, Composed, Example, Flow, Given, Kpi, Story, Unit

NEW_CUSTOMERS = Kpi(
    key="new_customers",
    label="New customers",
    question="How many accounts became customers?",
    definition="Accounts whose first booking of kind new, of all on record, was booked in the "
    "period; an account becomes a customer once.",
    not_this="Not accounts that came back after they left; not bookings that name no account.",
    fact="booking",
    dated_by="booked_on",
    numerator="count(*) filter (where is_new_customer)",
    denominator="",
    counted="is_new_customer",
    nothing="no account became a customer in the period",
    beside=(),
    method=Flow(),
    unit=Unit.COUNT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="booking_id, booked_on, kind, is_new_customer",
        rows="""
            a | 2026-01-10 | new       | true
            b | 2026-02-10 | new       | false
            c | 2026-02-11 | expansion | false
            d | 2026-04-01 | new       | true
        """,
        period="2026-Q1",
        value=Decimal(1),
        because="b's account is a customer already and d came after the quarter",
    ),
)


def _recurring(key: str, label: str, condition: str, definition: str, value: Decimal) -> Kpi:
    """A sum of the monthly recurring revenue that bookings brought or took."""
    return Kpi(
        key=key,
        label=label,
        question="How did monthly recurring revenue move?",
        definition=definition,
        not_this="Not amounts booked; what is paid once recurs nowhere.",
        fact="booking",
        dated_by="booked_on",
        numerator=f"sum(recurring_monthly){condition and f' filter (where {condition})'}",
        denominator="",
        counted=f"{condition and f'{condition} and '}recurring_monthly is not null",
        nothing="nothing that recurs was booked in the period",
        beside=(),
        method=Flow(),
        unit=Unit.MONEY,
        dimensions=DEAL,
        better=Better.HIGHER,
        payable=False,
        owners=("marketing", "sales", "success"),
        version=1,
        example=Example(
            columns="booking_id, booked_on, kind, recurring_monthly",
            rows="""
                a | 2026-01-10 | new   |  50.00
                b | 2026-02-10 | churn | -20.00
                c | 2026-04-01 | new   |  99.00
            """,
            period="2026-Q1",
            value=value,
            because="c was booked after the quarter",
        ),
    )


NEW_RECURRING = _recurring(
    "new_recurring",
    "New monthly recurring revenue",
    "kind = 'new'",
    "Sum of the monthly recurring revenue of bookings of kind new.",
    Decimal(50),
)
RECURRING_MOVED = _recurring(
    "recurring_moved",
    "Movement of monthly recurring revenue",
    "",
    "Sum of what every booking added to monthly recurring revenue or took from it: new, "
    "expansion, contraction and churn.",
    Decimal(30),
)

SPENT = Given(
    table="spend_day",
    columns="spent_on, kind, amount",
    rows="""
        2025-11-10 | program | 800.00
        2026-01-10 | program | 600.00
        2026-02-10 | people  | 300.00
        2026-02-11 | tools   | 100.00
        2026-04-10 | tools   | 999.00
    """,
)
BOOKED = Given(
    table="booking",
    columns="booking_id, booked_on, kind, recurring_monthly, is_new_customer",
    rows="""
        a | 2025-10-05 | new       | 100.00 | true
        b | 2026-01-05 | new       |  20.00 | true
        c | 2026-03-31 | new       |  60.00 | true
        d | 2026-02-01 | expansion |  30.00 | false
        e | 2026-02-01 | churn     | -10.00 | false
    """,
)


def _story(value: Decimal, because: str) -> Story:
    """A quarter of a thousand spent in which two became customers, and the quarter before."""
    return Story((SPENT, BOOKED), "2026-Q1", date(2026, 5, 31), value, because)


BLENDED_CAC = Kpi(
    key="blended_cac",
    label="Acquisition cost",
    question="What does a new customer cost, everything counted?",
    definition="All spend of the period (programmes, people, tools, of both teams) over the new "
    "customers of the period: accounts whose first booking of kind new, of all on record, was "
    "booked in it. Where no spend is on record there is no cost, not a cost of 0.",
    not_this="Not programme spend alone; not the cost of one source's customers, since people and "
    "tools name no source.",
    fact="spend_day",
    dated_by="spent_on",
    numerator="spend",
    denominator="new_customers",
    counted="spend",
    nothing="no account became a customer in the period",
    beside=(),
    method=Composed(parts=("spend", "new_customers")),
    unit=Unit.MONEY,
    dimensions=SHARED,
    better=Better.LOWER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=_story(Decimal(500), "1,000 spent in the quarter; b and c became customers in it"),
)

CAC_PAYBACK_MONTHS = Kpi(
    key="cac_payback_months",
    label="Acquisition payback",
    question="After how many months has a new customer paid back what it cost?",
    definition="Acquisition cost over new monthly recurring revenue per new customer times the "
    "workspace's gross margin. New monthly recurring revenue is that of the bookings of kind new "
    "in the period.",
    not_this="Not with what customers pay once: a company that sells equipment beside contracts "
    "is paid back sooner than this says.",
    fact="spend_day",
    dated_by="spent_on",
    numerator="spend",
    denominator="new_recurring x gross margin",
    counted="spend",
    nothing="nothing that recurs was newly booked in the period",
    beside=(),
    method=Composed(parts=("spend", "new_customers", "new_recurring")),
    unit=Unit.MONTHS,
    dimensions=SHARED,
    better=Better.LOWER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=_story(
        Decimal(1000) / Decimal(60),
        "500 a customer; 40 a month and customer at a margin of 75 % is 30 a month",
    ),
)

MAGIC_NUMBER = Kpi(
    key="magic_number",
    label="Magic number",
    question="What does a unit of money spent on growth bring in recurring revenue a year?",
    definition="What recurring revenue grew by in a quarter, times four, over the spend of the "
    "quarter before. A quarter is the three months that end with the last day seen of the period; "
    "its recurring revenue is three times the monthly recurring revenue at its end, which every "
    "booking moves on its day.",
    not_this="Not over the spend of the same quarter; not the growth of one month's revenue taken "
    "for a quarter's; not amounts booked.",
    fact="booking",
    dated_by="booked_on",
    numerator="(recurring revenue of the quarter less that of the quarter before) x 4",
    denominator="spend of the quarter before",
    counted="recurring_moved",
    nothing="nothing was spent in the quarter before",
    beside=(),
    method=Composed(parts=("recurring_moved", "spend")),
    unit=Unit.RATIO,
    dimensions=SHARED,
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=_story(
        Decimal("1.5"),
        "from 100 to 200 a month is 300 more a quarter, 1,200 a year; 800 spent the quarter before",
    ),
)

KPIS = (BLENDED_CAC, CAC_PAYBACK_MONTHS, MAGIC_NUMBER)
PARTS = (NEW_CUSTOMERS, NEW_RECURRING, RECURRING_MOVED)
