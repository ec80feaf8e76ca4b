"""KPIs that weigh open deals by the chance to win them."""

from datetime import date
from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import Better, Figure, Given, Kpi, State, Story, Unit
from metrics.kpis.open_deals import FOREVER, IN_WINDOW, IN_WINDOW_AMOUNT, RATE, START, versions

WEIGHTED_PIPELINE = Kpi(
    key="weighted_pipeline",
    label="Weighted pipeline",
    question="How much of the open pipeline will we win, judging by history?",
    definition="Open pipeline of the window, each deal times the share of won deals among those "
    "that were ever in its stage and have closed by the as-of (one won and one lost added).",
    not_this="Not the CRM's own probability (weighted_pipeline_crm). Without a recorded history "
    "of stages there is no answer.",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator=IN_WINDOW_AMOUNT,
    denominator="",
    counted=IN_WINDOW,
    nothing="no deal is open in the window",
    beside=(),
    method=State(window="quarter", is_weighted_by_stage=True),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=False,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on, stage",
                f"""
                a | {START} | {FOREVER} | 100.00 | 2026-03-31 | Propose
                b | {START} | {FOREVER} | 600.00 | 2026-03-31 | Qualify
                """,
            ),
            Given(
                table="stage_outcome",
                columns="stage, is_won, deal_count, closed_on, reopened_on",
                rows="""
                    Propose | true  | 1 | 2025-08-01 |
                    Qualify | true  | 1 | 2025-08-01 |
                    Qualify | false | 2 | 2025-09-01 |
                    Qualify | true  | 9 | 2025-09-01 | 2025-10-01
                    Qualify | true  | 9 | 2026-03-31 |
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 30),
        value=Decimal(100) * 2 / 3 + Decimal(600) * 2 / 5,
        because="Propose: 1 of 1 closed was won, (1+1)/(1+2); Qualify: 1 of 3, (1+1)/(3+2), as "
        "nine were opened again and nine closed after the as-of",
    ),
)

WEIGHTED_PIPELINE_CRM = Kpi(
    key="weighted_pipeline_crm",
    label="Weighted pipeline (CRM)",
    question="How much of the open pipeline will we win, judging by the sellers?",
    definition="Open pipeline of the window, each deal times the probability recorded in the CRM "
    "(read as 0-1 or 0-100). Deals without a probability count 0 and stand beside it.",
    not_this="Not history's own probability (weighted_pipeline).",
    fact="opportunity_version",
    dated_by="valid_from",
    numerator="sum(amount * probability) filter (where is_in_window)",
    denominator="",
    counted=IN_WINDOW,
    nothing="no deal is open in the window",
    beside=(
        Figure(
            "without_probability",
            "count(*) filter (where is_in_window and probability is null)",
            "valid_from",
        ),
    ),
    method=State(window="quarter", is_weighted_by_stage=False),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=False,
    owners=("sales",),
    version=1,
    example=Story(
        given=(
            RATE,
            versions(
                "amount, expected_close_on, probability",
                f"""
                a | {START} | {FOREVER} | 100.00 | 2026-03-31 | 0.5
                b | {START} | {FOREVER} | 600.00 | 2026-03-31 | 0.125
                c | {START} | {FOREVER} | 600.00 | 2026-03-31 |
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 30),
        value=Decimal(125),
        because="half of 100 and an eighth of 600; nobody gave c a probability",
    ),
)

KPIS = (WEIGHTED_PIPELINE, WEIGHTED_PIPELINE_CRM)
