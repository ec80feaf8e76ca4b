"""KPIs on the weekly meeting: what was promised, held against what was done."""

from datetime import date
from decimal import Decimal

from metrics.handed import PROMISE
from metrics.kpi import Better, FromLedger, Given, Kpi, Story, Unit

COMMITMENTS_KEPT = Kpi(
    key="commitments_kept",
    label="Commitments kept",
    question="Of what we promised each other for this time, how much did we do?",
    definition="Commitments kept over those due in the period. One that was moved was not kept "
    "for its first day, and is due again on its new one; a dropped one, or one whose day has "
    "passed without a word, was not kept. Those whose day is still to come stand beside it.",
    not_this="Not whether the KPI moved that a commitment was to move.",
    fact="",
    dated_by="",
    numerator="commitments kept",
    denominator="commitments due",
    counted="",
    nothing="no commitment was due in the period",
    beside=(),
    method=FromLedger(parts=(), records="promises"),
    unit=Unit.PERCENT,
    dimensions=(),
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            Given(
                table=PROMISE,
                columns="number, due_on, as_of, outcome, settled_as_of",
                rows="""
                    1 | 2026-01-09 | 2026-01-04 | kept    | 2026-01-11
                    2 | 2026-01-09 | 2026-01-04 | moved   | 2026-01-11
                    2 | 2026-01-16 | 2026-01-11 | kept    | 2026-01-18
                    3 | 2026-01-16 | 2026-01-11 |         |
                    4 | 2026-02-27 | 2026-01-18 |         |
                    5 | 2026-04-03 | 2026-01-18 | dropped | 2026-01-25
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 1, 25),
        value=Decimal("0.5"),
        because="1 and 2's second day kept; 2 moved and 3 passed without a word; 4 is still to "
        "come and 5 is due in another quarter",
    ),
)

KPIS = (COMMITMENTS_KEPT,)
