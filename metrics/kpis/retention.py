"""KPIs on the recurring revenue of customers that were there twelve months ago."""

from datetime import date
from decimal import Decimal

from metrics.kpi import Better, Figure, Given, Kpi, Retention, Story, Unit

CUSTOMERS = ("region", "industry", "size_band")
# A customer's end is its start with everything that moved; no loss is larger than what there was.
ENDING = "starting + expansion - contraction - churn"
KEPT = "greatest(starting - contraction - churn, 0)"
STARTING = "sum(starting)"
MOVEMENTS = (
    Figure("recurring_at_start", STARTING, "booked_on"),
    Figure("expansion", "sum(expansion)", "booked_on"),
    Figure("contraction", "sum(contraction)", "booked_on"),
    Figure("churn", "sum(churn)", "booked_on"),
    Figure("recurring_at_end", f"sum({ENDING})", "booked_on"),
)

BOOKED = Given(
    table="booking",
    columns="booking_id, account_id, booked_on, kind, recurring_monthly",
    rows="""
        a | A | 2024-06-01 | new         | 100.00
        b | B | 2024-07-01 | new         |  50.00
        c | C | 2025-03-31 | new         |  50.00
        d | A | 2025-04-01 | expansion   |  30.00
        e | B | 2025-09-01 | contraction | -10.00
        f | C | 2026-03-31 | churn       | -50.00
        g | D | 2025-10-01 | new         | 900.00
    """,
)
KNOWN = Given(
    table="customer_month",
    columns="account_id, customer, month_start",
    rows="""
        A | Alpha | 2024-06-01
        B | Bravo | 2024-07-01
        C | Cargo | 2025-03-01
        D | Delta | 2025-10-01
    """,
)


def _story(value: Decimal, because: str) -> Story:
    """Three customers on the evening of 31 March 2025, and what became of them."""
    return Story((BOOKED, KNOWN), "2026-Q1", date(2026, 3, 31), value, because)


NET_REVENUE_RETENTION = Kpi(
    key="net_revenue_retention",
    label="Net retention",
    question="Of what customers paid us a year ago, how much do those same customers pay today?",
    definition="Of the customers with monthly recurring revenue twelve months before the last day "
    "seen of the period: what they had then, plus expansion, less contraction and churn since, "
    "over what they had then. Counted from the bookings, to the day. A customer that left and "
    "came back since counts with what it came back to. Region, industry and size are those of "
    "the customer's account.",
    not_this="Not customers won since, nor those that had left before and came back. Not what is "
    "paid once, not amounts booked, not bookings that name no customer.",
    fact="booking",
    dated_by="booked_on",
    numerator=f"sum({ENDING})",
    denominator=STARTING,
    counted="true",
    nothing="no customer had recurring revenue when the twelve months began",
    beside=MOVEMENTS,
    method=Retention(has_expansion=True),
    unit=Unit.PERCENT,
    dimensions=CUSTOMERS,
    better=Better.HIGHER,
    payable=True,
    owners=("sales", "success"),
    version=1,
    example=_story(
        Decimal("0.85"),
        "A, B and C had 200 a month; 30 more, 10 less and 50 gone make 170; D was won later",
    ),
)

GROSS_REVENUE_RETENTION = Kpi(
    key="gross_revenue_retention",
    label="Gross retention",
    question="Of what customers paid us a year ago, how much have we not lost?",
    definition="Net retention without expansion: of the customers with monthly recurring revenue "
    "twelve months before the last day seen of the period, what they had then, less contraction "
    "and churn since, over what they had then. A customer loses at most what it had then, so the "
    "share lies between 0 and 100 %. What was lost and came back stays lost.",
    not_this="Not a count of customers kept. Not made better by what other customers buy more of.",
    fact="booking",
    dated_by="booked_on",
    numerator=f"sum({KEPT})",
    denominator=STARTING,
    counted="true",
    nothing="no customer had recurring revenue when the twelve months began",
    beside=MOVEMENTS,
    method=Retention(has_expansion=False),
    unit=Unit.PERCENT,
    dimensions=CUSTOMERS,
    better=Better.HIGHER,
    payable=True,
    owners=("sales", "success"),
    version=1,
    example=_story(
        Decimal("0.7"), "of 200 a month, 10 were taken off and 50 lost; A's 30 more do not count"
    ),
)

KPIS = (NET_REVENUE_RETENTION, GROSS_REVENUE_RETENTION)
