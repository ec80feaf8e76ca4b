"""KPIs on who works on the business together, who found it, and whether it is the right one."""

from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import Better, Example, Figure, Flow, Kpi, Share, Unit
from metrics.kpis.bookings import COUNTED

BOOKED = f"sum(amount) filter (where {COUNTED})"


def _count(key: str, condition: str) -> Figure:
    """How many of the bookings counted meet a condition."""
    return Figure(key, f"count(*) filter (where {COUNTED} and {condition})", "booked_on")


JOINTLY_WORKED_SHARE = Kpi(
    key="jointly_worked_share",
    label="Jointly worked",
    question="How much of our business did both teams work on?",
    definition="Share of the amount booked (new, expansion, renewal) whose opportunity had both a "
    "marketing touch and a sales activity before it closed: each linked to the opportunity, else "
    "to its lead, else to its account and inside the look-back.",
    not_this="Not who found the deal, nor who did more for it; a booking without an opportunity "
    "was worked on by nobody that the records know.",
    fact="booking",
    dated_by="booked_on",
    numerator=f"sum(amount) filter (where {COUNTED} and is_joint)",
    denominator=BOOKED,
    counted=COUNTED,
    nothing="nothing was booked in the period",
    beside=(
        _count("joint_count", "is_joint"),
        _count("without_opportunity", "opportunity_id is null"),
    ),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="booking_id, opportunity_id, booked_on, kind, is_joint, amount",
        rows="""
            a | o1 | 2026-01-05 | new     | true  | 300.00
            b | o2 | 2026-02-05 | new     | false | 100.00
            c |    | 2026-03-31 | renewal | false | 100.00
            d | o3 | 2026-03-31 | churn   | true  | 500.00
            e | o4 | 2026-04-01 | new     | true  | 900.00
        """,
        period="2026-Q1",
        value=Decimal("0.6"),
        because="a of a, b and c; churn is no booking and e was booked after the quarter",
    ),
)

MARKETING_SOURCED_SHARE = Kpi(
    key="marketing_sourced_share",
    label="Sourced by marketing",
    question="How much of our business came in through marketing?",
    definition="Share of the amount booked (new, expansion, renewal) whose opportunity says that "
    "marketing sourced it. Split by sourced_by, every part is over the whole, so that marketing, "
    "sales, success, partner and (none) add up to 1.",
    not_this="Not a judgement: more of it is less of another's, so neither direction is better. "
    "Not attribution, and never a measure of pay.",
    fact="booking",
    dated_by="booked_on",
    numerator=f"sum(amount) filter (where {COUNTED} and sourced_by = 'marketing')",
    denominator=BOOKED,
    counted=COUNTED,
    nothing="nothing was booked in the period",
    beside=(),
    method=Share("sourced_by"),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.NEITHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="booking_id, booked_on, kind, sourced_by, amount",
        rows="""
            a | 2026-01-05 | new       | marketing | 250.00
            b | 2026-02-05 | new       | sales     | 500.00
            c | 2026-03-31 | renewal   | (none)    | 250.00
            d | 2026-03-31 | churn     | marketing | 900.00
        """,
        period="2026-Q1",
        value=Decimal("0.25"),
        because="a of a, b and c; churn is no booking",
    ),
)

ICP_SHARE = Kpi(
    key="icp_share",
    label="Ideal customers",
    question="How much of the new pipeline is with customers we want?",
    definition="Share of the pipeline created in the period, by amount at its entry, in tier A or "
    "B of the ideal customer profile: the opportunity's own tier, else its account's. Without a "
    "tier it counts as neither.",
    not_this="Not a share of leads; not of what is open today.",
    fact="opportunity_journey",
    dated_by="entered_at",
    numerator="sum(entry_amount) filter (where icp_tier in ('A', 'B'))",
    denominator="sum(entry_amount)",
    counted="true",
    nothing="no pipeline was created in the period",
    beside=(
        Figure("icp_count", "count(*) filter (where icp_tier in ('A', 'B'))", "entered_at"),
        Figure("without_tier", "count(*) filter (where icp_tier = '(none)')", "entered_at"),
    ),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="opportunity_id, entered_at, icp_tier, entry_amount",
        rows="""
            a | 2026-01-05 10:00:00 | A      | 100.00
            b | 2026-02-05 10:00:00 | B      | 200.00
            c | 2026-03-05 10:00:00 | C      | 500.00
            d | 2026-03-06 10:00:00 | (none) | 200.00
            e | 2026-04-02 10:00:00 | A      | 900.00
        """,
        period="2026-Q1",
        value=Decimal("0.3"),
        because="a and b of 1,000; e entered after the quarter",
    ),
)

KPIS = (JOINTLY_WORKED_SHARE, MARKETING_SOURCED_SHARE, ICP_SHARE)
