"""The KPI on whether marketing works where sales is to sell."""

from datetime import date
from decimal import Decimal

from metrics.kpi import Better, Given, Kpi, Overlap, Story, Unit

GO_TO_MARKET_FIT = Kpi(
    key="go_to_market_fit",
    label="Go-to-market fit",
    question="Does marketing bring leads where sales has its quota?",
    definition="For every segment the smaller of its share of the leads created and its share of "
    "the quota, added up: 1 when both are spread alike, 0 when they never meet; the same as 1 "
    "less the total variation distance. By region; inside a region by industry, then by size. "
    "Split by one of the three, each segment's part. Quota is the bookings target of the "
    "period, else of the fiscal quarter or year that holds its last day seen; where none is set "
    "by segment, pipeline created takes its place and the note says so. Beside it the signed "
    "gaps (share of leads less share of quota) and the same with spend and with pipeline.",
    not_this="Not whether the leads are good, nor whether the quota is right: how far the two "
    "plans point at the same places. Not the same number by region and by industry.",
    fact="lead_journey",
    dated_by="created_at",
    numerator="leads in line with quota",
    denominator="leads_created",
    counted="leads_created",
    nothing="no lead was created in the period",
    beside=(),
    method=Overlap(parts=("leads_created", "spend", "pipeline_created")),
    unit=Unit.PERCENT,
    dimensions=("region", "industry", "size_band"),
    better=Better.HIGHER,
    payable=False,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            Given(
                table="lead_journey",
                columns="lead_id, created_at, region",
                rows="""
                    a | 2026-01-05 10:00:00 | East
                    b | 2026-01-06 10:00:00 | East
                    c | 2026-02-07 10:00:00 | East
                    d | 2026-03-31 10:00:00 | West
                    e | 2026-04-02 10:00:00 | West
                """,
            ),
            Given(
                table="target",
                columns="kpi, period, region, value",
                rows="""
                    bookings | 2026-Q1 | East | 500
                    bookings | 2026-Q1 | West | 300
                    bookings | 2026-Q1 | APAC | 200
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 4, 30),
        value=Decimal("0.75"),
        because="East 50 of 75 %, West 25 of 30 %, APAC 0 of 20 %: 50 + 25; e came later",
    ),
)

KPIS = (GO_TO_MARKET_FIT,)
