"""KPIs on forecasts: what was said, held against what came."""

from datetime import date
from decimal import Decimal

from metrics.handed import FROZEN_FORECAST
from metrics.kpi import Better, FromLedger, Given, Kpi, Story, Unit

FORECAST_ACCURACY = Kpi(
    key="forecast_accuracy",
    label="Forecast accuracy",
    question="How near was the forecast that we froze to what we then booked?",
    definition="1 less the absolute error over actual bookings, of the forecast frozen in week 7 "
    "of the window (or the week asked for); over several windows the errors and the bookings are "
    "added up first. The windows are the period itself if its forecast was frozen, else the "
    "fiscal quarters inside it that have ended. The signed bias stands beside it.",
    not_this="Not what the forecast would say today of a past day; only what was frozen counts.",
    fact="",
    dated_by="",
    numerator="actual bookings less the absolute errors of the frozen forecasts",
    denominator="actual bookings",
    counted="",
    nothing="nothing was booked in the windows, so an error has no share",
    beside=(),
    method=FromLedger(parts=("bookings",), records="forecasts"),
    unit=Unit.PERCENT,
    dimensions=(),
    better=Better.HIGHER,
    payable=False,
    owners=("sales", "marketing"),
    version=1,
    example=Story(
        given=(
            Given(
                table=FROZEN_FORECAST,
                columns="window, week, as_of, value",
                rows="""
                    2026-Q1 | 6 | 2026-02-08 | 400.00
                    2026-Q1 | 7 | 2026-02-15 | 150.00
                    2026-Q2 | 7 | 2026-05-17 | 500.00
                """,
            ),
            Given(
                table="booking",
                columns="booking_id, booked_on, kind, amount",
                rows="""
                    a | 2026-01-20 | new     | 120.00
                    b | 2026-03-31 | renewal |  80.00
                    c | 2026-04-01 | new     | 900.00
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 4, 10),
        value=Decimal("0.75"),
        because="150 was said in week 7 and 200 came: 50 of 200 too low",
    ),
)

KPIS = (FORECAST_ACCURACY,)
