"""The receipt of a landing: exact parts, what they rest on, and which load they are of."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.forecast import forecast
from metrics.forecast.words import range_words
from metrics.wording import NO_DATA, exact_money, joined, period_text, sentence, weekday
from pages.views.forecast import parts_foot, parts_table
from pages.views.table import ShortTable
from pages.views.tile import LandingRequest


@dataclass(frozen=True)
class LandingReceipt:
    """The number, the facts beside it, and the parts that add up to it."""

    label: str
    value: str
    facts: tuple[tuple[str, str], ...]
    parts: ShortTable | None
    foot: str


def build_landing_receipt(reader: Reader, request: LandingRequest) -> LandingReceipt:
    """Everything that a landing is made of."""
    found = forecast(reader, request.window, request.as_of, request.scope)
    currency = reader.load.workspace.currency
    has_parts = found.value is not None
    facts = [
        (
            "Definition",
            "Booked so far, open deals at the chance and price of past windows, and "
            "what such windows still brought without a deal that was open",
        ),
        ("Range", range_words(found, currency)),
        ("As of", weekday(found.as_of, reader.load.workspace)),
        ("Learned from", joined(list(found.past)) if found.past else "nothing"),
        ("Version", f"{found.version} · load {found.fingerprint[:8]}"),
    ]
    if request.scope.filters:
        facts.append(("Scope", str(request.scope)))
    if found.note:
        facts.append(("Note", sentence(found.note)))
    return LandingReceipt(
        label=f"Forecast landing, {period_text(request.window)}",
        value=NO_DATA if found.value is None else exact_money(found.value, currency),
        facts=tuple(facts),
        parts=parts_table(found, currency) if has_parts else None,
        foot=parts_foot(found) if has_parts else "",
    )
