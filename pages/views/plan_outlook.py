"""Plan: what its own outlook is, beside the landing that the revenue screens show."""

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.forecast import forecast
from metrics.scope import ALL
from metrics.wording import money
from pages.views.asked import last_day
from pages.views.plan_looked import Looked
from pages.views.plan_words import in_unit

BOOKINGS = "bookings"


def build_outlook_words(reader: Reader, one: Looked) -> str:
    """Why both may differ, with both figures; '' for a plan or a period without a forecast."""
    told = {one.key: one.value for one in one.ready.prospect.outlook.forecasts}
    period = calendar_of(reader).parse(one.plan.period)
    seen = last_day(reader)
    if BOOKINGS not in told or not period.start_on <= seen < period.last_on:
        return ""
    landing = forecast(reader, period, seen, ALL).value
    if landing is None:
        return ""
    here = in_unit(told[BOOKINGS], "money", one.plan.currency)
    there = money(landing, reader.load.workspace.currency)
    return (
        f"Bookings are expected at {here} here and land at {there} on Pipeline: the plan scales "
        "the whole open pipeline as past periods did, as it must draw all its measures together; "
        "Pipeline weighs stage by stage what is left. Neither is paid on: the close counts what "
        "is booked."
    )
