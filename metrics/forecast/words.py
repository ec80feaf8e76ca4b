"""The words of a forecast of bookings: where it lands, how sure that is, why there is none."""

from decimal import Decimal

from metrics.forecast.records import Forecast
from metrics.wording import money, note_sentence, period_text

# Within this share of the landing the target is met or missed by nothing worth a word.
CALM = Decimal("0.01")


def short_words(found: Forecast | None, currency: str) -> str:
    """', and the forecast lands $358k short of target'; '' where there is none to hold."""
    gap = None if found is None else found.over_target
    if found is None or gap is None or found.as_of >= found.window.last_on:
        return ""
    share = found.share(abs(gap))
    if share is not None and share <= CALM:
        return ", and the forecast lands on target"
    side = "short of" if gap < 0 else "over"
    return f", and the forecast lands {money(abs(gap), currency)} {side} target"


def range_words(found: Forecast, currency: str) -> str:
    """'P10–P90 $4.15M to $5.20M', or that there is no range."""
    if found.low is None or found.high is None:
        return "no range"
    return f"P10–P90 {money(found.low, currency)} to {money(found.high, currency)}"


def why_none(found: Forecast) -> str:
    """Why there is nothing to forecast."""
    if found.as_of >= found.window.last_on:
        return f"{period_text(found.window)} has ended: it landed where it is booked."
    return note_sentence(found.note)
