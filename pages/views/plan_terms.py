"""Plan: the terms of the draft beside its weights: curves, gates, kickers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.planning.drafts import point_rows, scale_of
from metrics.pool.funding import measure_curve
from metrics.pool.inputs import KnownKey
from metrics.pool.lines import MeasureLine
from metrics.pool.plan import Measure, Plan
from metrics.wording import decimal, plain, points
from pages.views.words import Labelled

OTHERWISE = (
    Labelled("zero", "nothing is paid"),
    Labelled("half", "at most half"),
    Labelled("cap_at_target", "at most 100 %"),
)


@dataclass(frozen=True)
class CurveLine:
    """A payout curve to draw: places of results and payouts, and how it goes on outside."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    is_step: bool
    below: str
    above: str


@dataclass(frozen=True)
class CurveView:
    """One measure's curve, in force and drafted, with the forecast on both."""

    title: str
    words: str
    draft: CurveLine
    force: CurveLine | None
    labels: tuple[str, ...]
    start: float
    end: float
    top: float
    ticks: tuple[tuple[float, str], ...]
    forecast: float | None
    forecast_words: str
    forecast_pays: float | None
    bands: tuple[tuple[float, float], ...]


def axis_name(measure: Measure, known: Mapping[str, KnownKey], currency: str) -> str:
    """The heading of the column of results."""
    if measure.basis == "target":
        return "% of target"
    unit = known[measure.kpi].unit if measure.kpi in known else ""
    names = {"percent": "%", "money": currency, "hours": "hours", "days": "days", "ratio": "ratio"}
    return f"Result, {names.get(unit, 'count')}"


def build_curve(
    line: MeasureLine, before: MeasureLine | None, known: Mapping[str, KnownKey], currency: str
) -> CurveView | None:
    """The draft's curve of a measure beside the one in force; None without points."""
    measure = line.measure
    if not measure.points:
        return None
    scale = Fraction(scale_of(measure, known))
    draft = _line(measure, known)
    is_like = before is not None and before.measure.basis == measure.basis
    force = _line(before.measure, known) if before is not None and is_like else None
    at = None if line.position is None else float(line.position * scale)
    places = [*draft.xs, *(force.xs if force else ()), *([] if at is None else [at])]
    low, high = min(places), max(places)
    room = (high - low) * 0.14 or 1.0
    unit = _unit(measure, known)
    words = tuple(
        f"{_place(result, unit)} / {plain(payout)}" for result, payout in point_rows(measure, known)
    )
    return CurveView(
        title=_title(line, known, unit),
        words=f"{line.label} pays {', '.join(words)} (result / payout)",
        draft=draft,
        force=force if force != draft else None,
        labels=words,
        start=low - room,
        end=high + room,
        top=max([*draft.ys, *(force.ys if force else ())]) * 1.14,
        ticks=tuple((float(x), _place(Decimal(str(x)), unit)) for x in draft.xs),
        forecast=at,
        forecast_words=_forecast_words(line, before if is_like else None, unit, at),
        forecast_pays=None if line.payout is None else float(line.payout),
        bands=_bands(draft),
    )


def _line(measure: Measure, known: Mapping[str, KnownKey]) -> CurveLine:
    rows = [row for row in point_rows(measure, known) if None not in row]
    rows.sort(key=lambda row: row[0] or 0)
    return CurveLine(
        tuple(float(result or 0) for result, _ in rows),
        tuple(float(payout or 0) for _, payout in rows),
        measure.shape == "step",
        measure.below,
        measure.above,
    )


def _unit(measure: Measure, known: Mapping[str, KnownKey]) -> str:
    if measure.basis == "target":
        return "percent"
    return known[measure.kpi].unit if measure.kpi in known else ""


def _place(value: Decimal, unit: str) -> str:
    """A place on the axis of results, short."""
    if unit == "money" and abs(value) >= 10_000:
        return (
            f"{plain(value / 1_000_000, 2)}M"
            if abs(value) >= 1_000_000
            else f"{plain(value / 1_000, 0)}k"
        )
    return plain(value)


def _bands(line: CurveLine) -> tuple[tuple[float, float], ...]:
    """Where better results pay no more: the dead bands."""
    if line.is_step:
        return ()
    pairs = zip(line.xs, line.ys, line.xs[1:], line.ys[1:], strict=False)
    return tuple((x, end) for x, y, end, other in pairs if y == other)


def _title(line: MeasureLine, known: Mapping[str, KnownKey], unit: str) -> str:
    """The message of the chart: a dead band, a cliff, or what the forecast pays."""
    draft = _line(line.measure, known)
    bands = _bands(draft)
    suffix = "\u202f% of target" if line.measure.basis == "target" else ""
    if bands:
        start, end = (_place(Decimal(str(one)), unit) for one in bands[0])
        return f"{line.label}: pays flat from {start} to {end}{suffix}"
    cliffs = measure_curve(line.measure, line.is_lower_better).cliffs()
    if cliffs:
        at = _place(decimal(cliffs[0].result * Fraction(scale_of(line.measure, known))), unit)
        of = suffix or ("\u202f%" if unit == "percent" else "")
        return f"{line.label}: nothing below {at}{of}, {points(cliffs[0].size)} from there"
    return f"{line.label}: what each result pays"


def _forecast_words(
    line: MeasureLine, before: MeasureLine | None, unit: str, at: float | None
) -> str:
    if at is None or line.payout is None:
        return ""
    said = f"forecast {_place(Decimal(str(at)), unit)}\npays {points(line.payout)}"
    if before is not None and before.payout is not None and before.payout != line.payout:
        said += f", was {points(before.payout)}"
    return said


def measure_labels(plan: Plan, known: Mapping[str, KnownKey]) -> tuple[str, ...]:
    """What the plan's measures are called, each once."""
    found: list[str] = []
    for measure in plan.measures:
        label = known[measure.kpi].label if measure.kpi in known else measure.kpi
        scope = ", ".join(value for _, value in measure.scope)
        named = f"{label}, {scope}" if scope else label
        found.append(f"{named} ({len(found) + 1})" if named in found else named)
    return tuple(found)


def mark_keys(plan: Plan, known: Mapping[str, KnownKey]) -> tuple[Labelled, ...]:
    """The KPIs and external figures that a gate or kicker may look at, by label."""
    found = [Labelled(key, one.label) for key, one in known.items() if one.is_payable]
    return tuple(sorted(found, key=lambda one: one.label))


def mark_units(rows: Sequence[str], known: Mapping[str, KnownKey]) -> str:
    """A note on the units of marks: rates are typed in percent."""
    shares = [one for one in rows if one in known and known[one].unit == "percent"]
    return "Marks of rates are in percent" if shares else ""
