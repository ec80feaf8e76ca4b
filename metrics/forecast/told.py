"""A forecast for programs and for the terminal."""

from decimal import Decimal

from metrics.forecast.records import BackTest, Band, Forecast, Kind, Part
from metrics.formats import json_number, shown, table_text
from metrics.kpi import Unit

WORDS = {
    Kind.BOOKED: "Booked",
    Kind.OPEN: "Open",
    Kind.ELSEWHERE: "Open, expected elsewhere",
    Kind.CREATE_AND_CLOSE: "Create and close",
    Kind.WITHOUT_DEAL: "Without a deal",
}


def _money(value: Decimal | None) -> str | float | int | None:
    return json_number(value, True)


def _rate(value: Decimal | None) -> str | float | int | None:
    return json_number(value, False)


def forecast_json(found: Forecast) -> dict[str, object]:
    """The document of `forecast show --json`: money as text, rates from 0 to 1 as numbers."""
    inside, told = found.inside
    return {
        "window": found.window.name,
        "as_of": found.as_of.isoformat(),
        "week": found.week,
        "scope": str(found.scope),
        "value": _money(found.value),
        "low": _money(found.low),
        "high": _money(found.high),
        "target": _money(found.target),
        "parts": [_part_json(part) for part in found.parts],
        "count": found.rows,
        "price": _rate(found.price),
        "past": list(found.past),
        "back_tests": [_test_json(one) for one in found.tests],
        "inside": inside,
        "with_range": told,
        "accuracy": _rate(found.accuracy),
        "bias": _rate(found.bias),
        "calibration": [_band_json(band) for band in found.bands],
        "note": found.note,
        "fingerprint": found.fingerprint,
        "version": found.version,
    }


def _part_json(part: Part) -> dict[str, object]:
    return {
        "kind": part.kind.value,
        "stage": part.stage or None,
        "amount": _money(part.amount),
        "count": part.rows,
        "open_amount": _money(part.open_amount),
        "chance": _rate(part.chance),
    }


def _test_json(one: BackTest) -> dict[str, object]:
    return {
        "window": one.window.name,
        "as_of": one.as_of.isoformat(),
        "value": _money(one.value),
        "low": _money(one.low),
        "high": _money(one.high),
        "actual": _money(one.actual),
        "inside": one.is_inside,
    }


def _band_json(band: Band) -> dict[str, object]:
    return {
        "low": _rate(band.low),
        "high": _rate(band.high),
        "deals": band.deals,
        "expected": _rate(band.expected),
        "booked": band.booked,
    }


def _moment(found: Forecast) -> str:
    """Where in the window the as-of lies; a week is only counted inside it."""
    if found.as_of < found.window.start_on:
        return "before it begins"
    return f"week {found.week}" if found.as_of < found.window.end_on_exclusive else "after its end"


def forecast_text(found: Forecast) -> str:
    """The same for people: the landing, its parts, and how the method did before."""
    lines = [f"{found.window.name}, {_moment(found)}, as of {found.as_of}", ""]
    lines.append(f"lands at {shown(found.value, Unit.MONEY)}")
    if found.low is not None and found.high is not None:
        lines[-1] += f"  P10-P90 {shown(found.low, Unit.MONEY)} to {shown(found.high, Unit.MONEY)}"
    if found.target is not None:
        lines.append(f"target   {shown(found.target, Unit.MONEY)}")
    if found.note:
        lines.append(found.note)
    lines += [
        "",
        table_text(("Part", "Deals", "Open", "Chance", "Expected"), _parts(found), left=1),
    ]
    if found.past:
        lines += ["", f"learned from {', '.join(found.past)}"]
    if found.tests:
        inside, told = found.inside
        lines += [
            "",
            "the same moment of past windows, from what was known then: "
            f"{shown(found.accuracy, Unit.PERCENT)} accurate, {inside} of {told} inside P10-P90",
            table_text(("Window", "Forecast", "P10", "P90", "Actual"), _tests(found), left=1),
            "",
            table_text(("Chance given", "Deals", "Expected", "Booked"), _bands(found), left=1),
        ]
    return "\n".join(lines)


def _parts(found: Forecast) -> list[tuple[str, ...]]:
    return [
        (
            f"{WORDS[part.kind]} {part.stage}".strip(),
            str(part.rows) if part.rows else "",
            "" if part.open_amount is None else shown(part.open_amount, Unit.MONEY),
            "" if part.chance is None else shown(part.chance, Unit.PERCENT),
            shown(part.amount, Unit.MONEY),
        )
        for part in found.parts
    ]


def _tests(found: Forecast) -> list[tuple[str, ...]]:
    return [
        (
            one.window.name,
            *(shown(value, Unit.MONEY) for value in (one.value, one.low, one.high, one.actual)),
        )
        for one in found.tests
    ]


def _bands(found: Forecast) -> list[tuple[str, ...]]:
    return [
        (
            f"{shown(band.low, Unit.PERCENT)} to {shown(band.high, Unit.PERCENT)}",
            str(band.deals),
            shown(band.expected, Unit.COUNT),
            str(band.booked),
        )
        for band in found.bands
    ]
