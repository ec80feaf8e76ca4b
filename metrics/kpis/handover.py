"""KPIs on the handover: both sides' decisions and both sides' clocks."""

from datetime import date
from decimal import Decimal

from metrics.facts import PEOPLE, SHARED
from metrics.kpi import Better, Example, Figure, Flow, Given, Kpi, Story, Survival, Unit

DIMENSIONS = (*SHARED, *PEOPLE)

ACCEPTANCE_RATE = Kpi(
    key="acceptance_rate",
    label="Acceptance rate",
    question="Of the leads sales decided on, how many did it accept?",
    definition="Leads accepted over leads accepted or handed back, decided in the period. The "
    "first decision of a trip counts.",
    not_this="Not a share of leads handed over: undecided leads are in neither number.",
    fact="lead_journey",
    dated_by="decided_at",
    numerator="count(*) filter (where decision = 'accepted')",
    denominator="count(*)",
    counted="true",
    nothing="no lead was decided in the period",
    beside=(
        Figure(
            key="skipped",
            sql="count(*) filter (where decision = 'accepted' and is_acceptance_skipped)",
            dated_by="decided_at",
        ),
    ),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, decided_at, decision",
        rows="""
            a | 2026-01-05 10:00:00 | accepted
            b | 2026-01-06 10:00:00 | accepted
            c | 2026-01-07 10:00:00 | handed_back
            d | 2026-04-07 10:00:00 | handed_back
            e |                     |
        """,
        period="2026-Q1",
        value=Decimal(2) / Decimal(3),
        because="two accepted of three decided in the quarter; e is undecided",
    ),
)

HAND_BACK_RATE = Kpi(
    key="hand_back_rate",
    label="Hand-back rate",
    question="Of the leads sales decided on, how many came back, and why?",
    definition="Leads handed back over leads decided in the period. The first decision of a trip "
    "counts. By hand_back_reason, each reason is a share of all leads decided.",
    not_this="Not leads disqualified by marketing; not leads that nobody acted on (lead_leakage).",
    fact="lead_journey",
    dated_by="decided_at",
    numerator="count(*) filter (where decision = 'handed_back')",
    denominator="count(*)",
    counted="true",
    nothing="no lead was decided in the period",
    beside=(),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=(*DIMENSIONS, "hand_back_reason"),
    better=Better.LOWER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, decided_at, decision, hand_back_reason",
        rows="""
            a | 2026-01-05 10:00:00 | accepted    |
            b | 2026-01-06 10:00:00 | accepted    |
            c | 2026-01-07 10:00:00 | handed_back | no budget
            d | 2026-01-08 10:00:00 | handed_back | wrong person
        """,
        period="2026-Q1",
        value=Decimal("0.5"),
        because="two of four decided came back",
    ),
)

RESPONSE_WITHIN_SLA = Kpi(
    key="response_within_sla",
    label="Response within SLA",
    question="Does sales answer the leads it is handed in the time it promised?",
    definition="Of the handovers whose answer fell due in the period, the share with a first "
    "human response within the agreed business hours of the owner's calendar. Never answered and "
    "overdue counts against.",
    not_this="Not automated answers; handovers not yet due are left out and counted beside it.",
    fact="lead_journey",
    dated_by="response_due_at",
    numerator="count(*) filter (where response_business_seconds <= $response_sla_seconds "
    "and human_response_at < $as_of_at)",
    denominator="count(*)",
    counted="true",
    nothing="no answer fell due in the period",
    beside=(
        Figure(
            key="not_yet_due",
            sql="count(*) filter (where response_due_at >= $as_of_at)",
            dated_by="handed_over_at",
        ),
    ),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            Given(
                table="lead_journey",
                columns="lead_id, handed_over_at, response_due_at, human_response_at, "
                "response_business_seconds",
                rows="""
            a | 2026-03-02 09:00:00 | 2026-03-02 13:00:00 | 2026-03-02 13:00:00 | 14400
            b | 2026-03-02 09:00:00 | 2026-03-02 13:00:00 | 2026-03-02 13:00:01 | 14401
            c | 2026-03-02 13:00:00 | 2026-03-02 17:00:00 | 2026-03-02 22:00:00 | 14400
            d | 2026-03-02 09:00:00 | 2026-03-02 13:00:00 |                     |
            e | 2026-03-06 15:00:00 | 2026-03-09 11:00:00 |                     |
        """,
            ),
        ),
        period="2026-03",
        as_of=date(2026, 3, 6),
        value=Decimal("0.5"),
        because="a was on time and c off hours; b a second late, d never; e is not yet due",
    ),
)

MEDIAN_RESPONSE_HOURS = Kpi(
    key="median_response_hours",
    label="Median response time",
    question="How long does a lead wait for a person's answer?",
    definition="Business hours of the owner's calendar from handover to the first human response, "
    "of the handovers in the period: the Kaplan-Meier median, in which leads without an answer "
    "count as still waiting. An answer before the handover or off hours is 0.",
    not_this="Not a mean; not the median of answered leads only, which forgets those that wait.",
    fact="lead_journey",
    dated_by="handed_over_at",
    numerator="response_business_seconds",
    denominator="",
    counted="true",
    nothing="no lead was handed over in the period",
    beside=(
        Figure(
            key="answered_before_handover",
            sql="count(*) filter (where is_response_before_handover "
            "and human_response_at < $as_of_at)",
            dated_by="handed_over_at",
        ),
        Figure(
            key="answered_off_hours",
            sql="count(*) filter (where is_answered_off_hours and human_response_at < $as_of_at)",
            dated_by="handed_over_at",
        ),
    ),
    method=Survival(),
    unit=Unit.HOURS,
    dimensions=DIMENSIONS,
    better=Better.LOWER,
    payable=True,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            Given(
                table="lead_journey",
                columns="lead_id, calendar_key, handed_over_at, handed_over_business_seconds, "
                "human_response_at, response_business_seconds",
                rows="""
            a | UTC | 2026-03-02 09:00:00 | 0     | 2026-03-02 10:00:00 | 3600
            b | UTC | 2026-03-02 09:00:00 | 0     | 2026-03-02 11:00:00 | 7200
            c | UTC | 2026-03-02 14:00:00 | 18000 |                     |
            d | UTC | 2026-03-02 09:00:00 | 0     | 2026-03-02 15:00:00 | 21600
        """,
            ),
            Given(
                table="business_day",
                columns="calendar_key, utc_day, seconds_before, first_opens_at, first_closes_at",
                rows="""
            UTC | 2026-03-02 | 0     | 2026-03-02 09:00:00 | 2026-03-02 17:00:00
            UTC | 2026-03-03 | 28800 | 2026-03-03 09:00:00 | 2026-03-03 17:00:00
        """,
            ),
        ),
        period="2026-03",
        as_of=date(2026, 3, 2),
        value=Decimal(2),
        because="the curve falls to 3/4 at 1 h and to 2/4 at 2 h; c still waits after 3 h",
    ),
)

HAND_BACK_ANSWER_WITHIN_SLA = Kpi(
    key="hand_back_answer_within_sla",
    label="Hand-back answer within SLA",
    question="Does marketing answer the leads it gets back in the time it promised?",
    definition="Of the handed-back leads whose answer fell due in the period, the share that "
    "marketing recycled, closed or returned with an answer within the agreed business hours.",
    not_this="Not whether the lead was accepted later; those not yet due are counted beside it.",
    fact="lead_journey",
    dated_by="hand_back_due_at",
    numerator="count(*) filter (where hand_back_answer_business_seconds "
    "<= $hand_back_sla_seconds and hand_back_answered_at < $as_of_at)",
    denominator="count(*)",
    counted="true",
    nothing="no answer to a hand-back fell due in the period",
    beside=(
        Figure(
            key="not_yet_due",
            sql="count(*) filter (where hand_back_due_at >= $as_of_at)",
            dated_by="handed_back_at",
        ),
    ),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DIMENSIONS,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing",),
    version=1,
    example=Story(
        given=(
            Given(
                table="lead_journey",
                columns="lead_id, handed_back_at, hand_back_due_at, hand_back_answered_at, "
                "hand_back_answer_business_seconds",
                rows="""
            a | 2026-03-02 09:00:00 | 2026-03-03 17:00:00 | 2026-03-03 12:00:00 | 39600
            b | 2026-03-02 09:00:00 | 2026-03-03 17:00:00 | 2026-03-05 12:00:00 | 97200
            c | 2026-03-02 09:00:00 | 2026-03-03 17:00:00 |                     |
            d | 2026-03-05 09:00:00 | 2026-03-06 17:00:00 | 2026-03-05 10:00:00 | 3600
        """,
            ),
        ),
        period="2026-03",
        as_of=date(2026, 3, 5),
        value=Decimal(1) / Decimal(3),
        because="a in time, b too late, c never; d falls due after the as-of",
    ),
)

LEAD_LEAKAGE = Kpi(
    key="lead_leakage",
    label="Lead leakage",
    question="How many leads does nobody touch after the handover?",
    definition="Of the handovers whose leak limit (5 business days unless the workspace says "
    "otherwise) expired in the period, the share without a human response, an accept or a "
    "hand-back by then.",
    not_this="Not slow answers (response_within_sla); not leads still inside the limit.",
    fact="lead_journey",
    dated_by="leak_due_at",
    numerator="count(*) filter (where first_action_at is null or first_action_at > leak_due_at)",
    denominator="count(*)",
    counted="true",
    nothing="no leak limit expired in the period",
    beside=(),
    method=Flow(),
    unit=Unit.PERCENT,
    dimensions=DIMENSIONS,
    better=Better.LOWER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="lead_id, handed_over_at, leak_due_at, first_action_at",
        rows="""
            a | 2026-03-02 09:00:00 | 2026-03-06 17:00:00 | 2026-03-06 17:00:00
            b | 2026-03-02 09:00:00 | 2026-03-06 17:00:00 | 2026-03-06 17:00:01
            c | 2026-03-02 09:00:00 | 2026-03-06 17:00:00 |
            d | 2026-03-02 09:00:00 | 2026-03-06 17:00:00 | 2026-03-02 09:30:00
            e | 2026-03-30 09:00:00 | 2026-04-03 17:00:00 |
        """,
        period="2026-03",
        value=Decimal("0.5"),
        because="b was touched a second too late and c never; a and d in time; e is April's",
    ),
)

KPIS = (
    ACCEPTANCE_RATE,
    HAND_BACK_RATE,
    RESPONSE_WITHIN_SLA,
    MEDIAN_RESPONSE_HOURS,
    HAND_BACK_ANSWER_WITHIN_SLA,
    LEAD_LEAKAGE,
)
