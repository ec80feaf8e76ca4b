"""Plan: small words that several of its views share."""

from collections.abc import Mapping
from fractions import Fraction

from data.warehouse import Reader
from metrics.pool.inputs import KnownKey
from metrics.wording import decimal, period_label, plain, weekday, whole_money

ROLES = {
    "viewer": "viewer",
    "display": "wall screen",
    "member": "team member",
    "head_of_marketing": "head of marketing",
    "head_of_sales": "head of sales",
    "head_of_success": "head of success",
    "finance": "finance",
    "operations": "operations",
    "admin": "administrator",
}
SIDES = {
    "marketing": "Head of marketing",
    "sales": "Head of sales",
    "success": "Head of success",
}
_UNITS = {"hours": " h", "days": " d", "ratio": "×"}


def period_short(name: str) -> str:
    """'Q4 24' of 2024-Q4; other periods as everywhere."""
    year, _, part = name.partition("-")
    return f"{part} {year[2:]}" if part.startswith("Q") else period_label(name)


def key_label(key: str, known: Mapping[str, KnownKey]) -> str:
    """What people call a result: 'Bookings', 'Bookings, region EMEA'."""
    base, _, scope = key.partition("[")
    found = known.get(base)
    label = found.label if found else base.replace("_", " ")
    inside = scope.rstrip("]").replace("=", " ").replace(",", ", ")
    return f"{label}, {inside}" if inside else label


def subject_label(subject: str, known: Mapping[str, KnownKey]) -> str:
    """The same for two results: 'Bookings and Win rate'; other words stay."""
    parts = subject.split(" and ")
    return " and ".join(
        key_label(one, known) if one.partition("[")[0] in known else one for one in parts
    )


def in_unit(value: Fraction | None, unit: str, currency: str) -> str:
    """A result in its KPI's unit: $4,425,213, 30.2 %, 4 h; 'no data' where there is none."""
    if value is None:
        return "no data"
    if unit == "money":
        return whole_money(value, currency)
    if unit == "percent":
        return f"{plain(value * 100, 1)}\u202f%"
    return plain(decimal(value)) + _UNITS.get(unit, "")


def forecast_words(reader: Reader) -> str:
    """'Forecast as of Sun 15 Nov 2026'; nothing for a load without dates."""
    seen = reader.load.data_date
    return "" if seen is None else f"Forecast as of {weekday(seen, reader.load.workspace)}"
