"""Slide 2: the plan's measures against target and pace, and what they fund together."""

from decimal import Decimal

from metrics.all_hands.funding import FundingLine, Step
from metrics.all_hands.judged import Judged
from metrics.kpi import Unit
from metrics.wording import count, difference, joined, lowered, percent, plain, points, sentence
from pages.views.slide import Figure, Slide, Span
from pages.views.slide_scene import Scene, nothing
from pages.views.tile import Change, Direction, Verdict

KEY = "numbers"
_FORECAST = "What they fund at the plan’s forecast; Weekly’s landing is another estimate"
# Beyond the larger end there is a little room, so that a tick is never the edge.
ROOM = Decimal("1.12")


def build_numbers(scene: Scene) -> Slide:
    """A column a measure, and the sum that recomputes."""
    told = scene.told
    title = scene.words(KEY, "sentence", _sentence(told.measures))
    line = told.line
    return Slide(
        key=KEY,
        kicker="The numbers of our plan against target" if line else "The plan's numbers",
        sentence=title.text,
        figures=tuple(_figure(scene, one) for one in told.measures[:4]),
        lines=() if told.measures else nothing(told.no_pool),
        foot=_FORECAST if line else "",
        sum=funding_words(line) if line else "",
        words=(title,),
    )


def _sentence(measures: tuple[Judged, ...]) -> str:
    """'Pipeline created is ahead of plan; bookings and win rate are behind'."""
    if not measures:
        return "No plan is in force whose numbers could be told"
    clauses = []
    for standing, words in (("ahead", "ahead of plan"), ("on", "on plan"), ("behind", "behind")):
        names = [lowered(one.measure.label) for one in measures if one.standing == standing]
        if names:
            clauses.append(f"{joined(names)} {_verb(names)} {words}")
    if not clauses:
        return "No number of the plan has a value yet"
    if clauses[0].endswith("behind"):
        clauses[0] += " plan"
    told = "; ".join(clauses)
    return sentence(told)


def _verb(names: list[str]) -> str:
    return "are" if len(names) > 1 or names[0].endswith("s") else "is"


def _figure(scene: Scene, one: Judged) -> Figure:
    measure, unit = one.measure, Unit(one.measure.unit or "money")
    return Figure(
        label=measure.label,
        value=scene.amount(one.value, unit),
        of_target=_of_target(scene, one, unit),
        span=_span(scene, one, unit),
        lines=_lines(scene, one, unit),
    )


def _of_target(scene: Scene, one: Judged, unit: Unit) -> str:
    target = one.measure.target
    if target is None:
        return "no target"
    if unit is Unit.PERCENT or one.of_target is None:
        return f"target {scene.amount(target, unit)}"
    return f"{percent(one.of_target)} of {scene.amount(target, unit)}"


def _span(scene: Scene, one: Judged, unit: Unit) -> Span | None:
    """The bullet; a rate's scale goes to 100 %, and what grows shows what is expected."""
    measure, value = one.measure, one.value
    if value is None or value < 0 or measure.target is None or measure.target <= 0:
        return None
    grows = one.against == "pace" and measure.expected is not None and measure.expected > value
    forecast = measure.expected if grows else None
    ends = [value, measure.target, *([forecast] if forecast is not None else [])]
    is_rate = unit is Unit.PERCENT and max(ends) <= 1
    return Span(
        actual=value,
        scale=Decimal(1) if is_rate else max(ends) * ROOM,
        forecast=forecast,
        target=measure.target,
        target_words=scene.amount(measure.target, unit),
        pace=measure.pace,
        pace_words="" if measure.pace is None else f"pace {scene.amount(measure.pace, unit)}",
    )


def _lines(scene: Scene, one: Judged, unit: Unit) -> tuple[Change, ...]:
    """Against pace or target, on last year, and what is expected."""
    found = []
    if one.gap is not None and one.value is not None:
        goal = one.value - one.gap if not one.measure.is_lower_better else one.value + one.gap
        size = difference(one.gap, goal, unit, scene.currency)
        found.append(_standing(one, size))
    if one.on_year is not None:
        size = difference(one.on_year, one.measure.year_before, unit, scene.currency)
        found.append(_change(one.on_year, f"{size} on last year", one.measure.is_lower_better))
    found.append(Change(_last(scene, one, unit)))
    return tuple(line for line in found if line.text)


def _standing(one: Judged, size: str) -> Change:
    """'5.0 % behind pace', '1.3 points below target', 'on pace'."""
    is_better = one.gap is not None and one.gap > 0
    rises = is_better != one.measure.is_lower_better
    if one.against == "pace":
        words = f"{size} {'ahead of' if is_better else 'behind'} pace"
    else:
        words = f"{size} {'above' if rises else 'below'} target"
    if not one.gap:
        return Change(f"on {one.against}", Direction.FLAT)
    verdict = Verdict.BETTER if is_better else Verdict.WORSE
    return Change(words, Direction.UP if rises else Direction.DOWN, verdict)


def _change(value: Decimal, words: str, is_lower_better: bool) -> Change:
    if not value:
        return Change("as last year", Direction.FLAT)
    is_better = (value > 0) != is_lower_better
    verdict = Verdict.BETTER if is_better else Verdict.WORSE
    return Change(words, Direction.UP if value > 0 else Direction.DOWN, verdict)


def _last(scene: Scene, one: Judged, unit: Unit) -> str:
    """Of what grows the forecast with its range, of a rate the records behind it."""
    measure, now = one.measure, one.measure.now
    if one.against != "pace" and now is not None and now.denominator and now.numerator is not None:
        return f"{count(now.numerator)} of {count(now.denominator)} this quarter"
    if measure.expected is None or one.against != "pace":
        return ""
    words = f"Forecast {scene.amount(measure.expected, unit)}"
    if measure.low is None or measure.high is None:
        return words
    low, high = scene.amount(measure.low, unit), scene.amount(measure.high, unit)
    return f"{words}, P10–P90 {low} to {high}"


def funding_words(line: FundingLine) -> str:
    """'50 % × 88 + 30 % × 120 + 20 % × 85 = 97 % of target'."""
    steps = " + ".join(_step(one) for one in line.steps)
    if line.bound:
        return f"{steps} = {points(line.summed)}, with {line.bound} = {_told(line)}"
    return f"{steps} = {_told(line)}"


def _step(one: Step) -> str:
    if one.weight is None:
        return plain(one.pays)
    return f"{plain(one.weight)}\u202f% × {plain(one.pays, 4)}"


def _told(line: FundingLine) -> str:
    return f"{points(line.funding)} of target"
