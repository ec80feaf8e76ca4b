"""KPIs on leads: how many came, were handed over and accepted, and how far they got."""

from datetime import date
from decimal import Decimal

from metrics.facts import PEOPLE, SHARED
from metrics.kpi import Better, Cohort, Example, Figure, Flow, Given, Kpi, Story, Unit
from metrics.kpis.closing import HAS_WON

DIMENSIONS = (*SHARED, *PEOPLE)

LEADS_CREATED = Kpi(
    key="leads_created",
    label="Leads created",
    question="How many leads came in?",
    definition="Leads created in the period. One lead is one trip: a recycled lead that qualifies "
    "again counts again.",
    not_this="Not people or accounts; not only qualified leads (sales_ready_leads).",
    fact="lead_journey",
    dated_by="created_at",
    numerator="count(*)",
    denominator="",
    counted="true",
    nothing="no lead was created in the period",
    beside=(),
    method=Flow(),
    unit=Unit.COUNT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, created_at",
        rows="""
            a | 2026-01-01 00:00:00
            b | 2026-03-31 23:59:59
            c | 2026-04-01 00:00:00
            d | 2025-12-31 23:59:59
        """,
        period="2026-Q1",
        value=Decimal(2),
        because="a and b were created in the quarter; c came at the first moment after it",
    ),
)

SALES_READY_LEADS = Kpi(
    key="sales_ready_leads",
    label="Sales-ready leads",
    question="How many leads did marketing hand over to sales?",
    definition="Leads handed over to sales in the period, by the moment of handover. The agreed "
    "definition of a sales-ready lead; many CRMs call it MQL.",
    not_this="Not leads that only reached a score; not leads that sales accepted (accepted_leads).",
    fact="lead_journey",
    dated_by="handed_over_at",
    numerator="count(*)",
    denominator="",
    counted="true",
    nothing="no lead was handed over in the period",
    beside=(),
    method=Flow(),
    unit=Unit.COUNT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, created_at, handed_over_at",
        rows="""
            a | 2025-12-20 10:00:00 | 2026-01-05 10:00:00
            b | 2026-01-06 10:00:00 | 2026-04-02 10:00:00
            c | 2026-01-07 10:00:00 |
        """,
        period="2026-Q1",
        value=Decimal(1),
        because="only a was handed over in the quarter, whenever it was created",
    ),
)

ACCEPTED_LEADS = Kpi(
    key="accepted_leads",
    label="Accepted leads",
    question="How many leads did sales take on?",
    definition="Leads that sales accepted in the period, where accepting was the first decision "
    "of the trip. A lead converted without an accept date counts as accepted when converted and "
    "is flagged as skipped.",
    not_this="Not leads first handed back and accepted later; not leads worked on without a "
    "decision.",
    fact="lead_journey",
    dated_by="decided_at",
    numerator="count(*) filter (where decision = 'accepted')",
    denominator="",
    counted="decision = 'accepted'",
    nothing="no lead was accepted in the period",
    beside=(
        Figure(
            key="skipped",
            sql="count(*) filter (where decision = 'accepted' and is_acceptance_skipped)",
            dated_by="decided_at",
        ),
    ),
    method=Flow(),
    unit=Unit.COUNT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, decided_at, decision, is_acceptance_skipped",
        rows="""
            a | 2026-01-05 10:00:00 | accepted    | false
            b | 2026-01-06 10:00:00 | accepted    | true
            c | 2026-01-07 10:00:00 | handed_back | false
            d | 2026-04-07 10:00:00 | accepted    | false
        """,
        period="2026-Q1",
        value=Decimal(2),
        because="a was accepted, b converted without an accept date, c was handed back",
    ),
)


def _cohort_rate(
    *,
    key: str,
    label: str,
    question: str,
    reached: str,
    has_reached: str,
    within_days: int,
    example: Example | Story,
) -> Kpi:
    """A share of the leads created in the period that came as far as `reached`."""
    return Kpi(
        key=key,
        label=label,
        question=question,
        definition=f"Of the leads created in the period, the share that reached {reached} within "
        f"{within_days} days of being created (or the limit asked for, or ever). Maturity is the "
        "share of the cohort that is at least that old.",
        not_this="Not conversions of the period over leads of the period (flow), which mixes "
        "cohorts; a lead counts once however many deals it led to.",
        fact="lead_journey",
        dated_by="created_at",
        numerator=f"count(*) filter (where {has_reached})",
        denominator="count(*)",
        counted="true",
        nothing="no lead was created in the period",
        beside=(),
        method=Cohort(within_days=within_days),
        unit=Unit.PERCENT,
        dimensions=DIMENSIONS,
        better=Better.HIGHER,
        payable=True,
        owners=("marketing", "sales"),
        version=1,
        example=example,
    )


LEAD_TO_OPPORTUNITY_RATE = _cohort_rate(
    key="lead_to_opportunity_rate",
    label="Lead to opportunity",
    question="How many of the leads became opportunities?",
    reached="an opportunity",
    has_reached="opportunity_at < $as_of_at "
    "and opportunity_at <= created_at + to_days($within_days)",
    within_days=90,
    example=Example(
        columns="lead_id, created_at, opportunity_at",
        rows="""
            a | 2026-01-01 00:00:00 | 2026-04-01 00:00:00
            b | 2026-01-01 00:00:00 | 2026-04-01 00:00:01
            c | 2026-02-01 00:00:00 |
            d | 2026-04-01 00:00:00 | 2026-04-02 00:00:00
        """,
        period="2026-Q1",
        value=Decimal(1) / Decimal(3),
        because="a came after exactly 90 days, b a second later; d is of the next cohort",
    ),
)

LEAD_TO_WON_RATE = _cohort_rate(
    key="lead_to_won_rate",
    label="Lead to won",
    question="How many of the leads became customers' deals?",
    reached="a won deal",
    has_reached=HAS_WON,
    within_days=180,
    example=Story(
        given=(
            Given(
                table="lead_journey",
                columns="lead_id, created_at, won_at",
                rows="""
                    a | 2026-01-01 00:00:00 | 2026-03-01 00:00:00
                    b | 2026-01-02 00:00:00 | 2026-05-01 00:00:00
                    c | 2026-02-01 00:00:00 |
                    d | 2026-02-02 00:00:00 |
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 4, 30),
        value=Decimal("0.25"),
        because="b was won after the as-of, so only a counts of four",
    ),
)

KPIS = (
    LEADS_CREATED,
    SALES_READY_LEADS,
    ACCEPTED_LEADS,
    LEAD_TO_OPPORTUNITY_RATE,
    LEAD_TO_WON_RATE,
)
