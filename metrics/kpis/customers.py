"""The KPI on listening to customers: how many hours a month each person spends with them."""

from decimal import Decimal

from metrics.facts import MONTH_END, PEOPLE
from metrics.kpi import Better, Example, Kpi, PerPerson, Unit

# To four decimals of an hour, a third of a second, so that people's hours add up exactly.
HOURS = "sum(cast(customer_seconds / 3600.0 as decimal(18, 4)))"
_EXPECTED = (
    "case team when 'marketing' then $marketing_hours when 'sales' then $sales_hours "
    "when 'success' then $sales_hours when 'other' then $executive_hours end"
)

CUSTOMER_HOURS_PER_PERSON = Kpi(
    key="customer_hours_per_person",
    label="Hours with customers",
    question="How many hours a month does each of us spend with customers?",
    definition="Distinct hours of activities with customers over the people at work, by whole "
    "calendar months: a month counts on its last day, so that one that still runs is in no "
    "number. A person counts in every month of which a day lies between start and end. Hours that "
    "overlap count once for a person, at most 24 a day, on the day an activity began; a companion "
    "was there too. Where no target is set, it is what the workspace expects: of marketing, of "
    "sales and customer success, and of executives (team other).",
    not_this="Not hours of work on deals without the customer; not the sum of what is typed in, "
    "where meetings overlap; not a judgement of one person's month.",
    fact="person_month",
    dated_by=MONTH_END,
    numerator=HOURS,
    denominator="count(*)",
    counted="true",
    nothing="no whole month on record has ended in the period",
    beside=(),
    method=PerPerson(expected=f"sum({_EXPECTED})", expecting=f"count({_EXPECTED})"),
    unit=Unit.HOURS,
    dimensions=("region", *PEOPLE),
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="person_id, team, month_start, customer_seconds",
        rows="""
            a | sales     | 2026-01-01 | 144000
            b | marketing | 2026-01-01 |  27000
            a | sales     | 2026-02-01 | 122400
            b | marketing | 2026-02-01 |      0
            c | sales     | 2026-02-01 |  36000
            a | sales     | 2026-04-01 | 180000
        """,
        period="2026-Q1",
        value=Decimal("18.3"),
        because="40, 7.5, 34, 0 and 10 hours over five person-months; April is another quarter",
    ),
)

KPIS = (CUSTOMER_HOURS_PER_PERSON,)
