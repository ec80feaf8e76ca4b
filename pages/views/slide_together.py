"""Slide 3: how we got there together: jointly worked, who sourced it, and by strategy."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from metrics.all_hands.small_groups import LEAST, OTHER, Part
from metrics.all_hands.told import percents
from metrics.kpi import Unit
from metrics.members import NONE
from metrics.wording import counted, percent, points
from pages.views.chart import Role
from pages.views.slide import Bars, Figure, Slide, SlideBar, Span
from pages.views.slide_scene import Scene, nothing, reason_of, share
from pages.views.tile import Change, Direction, Verdict

KEY = "together"
SOURCES = {
    "marketing": "Marketing",
    "sales": "Sales",
    "success": "Customer success",
    "partner": "Partners",
    NONE: "Not recorded",
}
STRATEGIES = {
    "acquisition": "New customers",
    "development": "More to customers",
    "retention": "Renewals",
    "substitution": "Won from competitors",
    NONE: "Not recorded",
}


def build_together(scene: Scene) -> Slide:
    """One share, and two splits that add up to what was booked."""
    told = scene.told
    title = scene.words(KEY, "sentence", _sentence(scene))
    foot = scene.words(KEY, "foot", _foot(told.sourced, told.strategies))
    charts = (
        _bars(scene, "Who sourced it", told.sourced, SOURCES),
        _bars(scene, "By strategy", told.strategies, STRATEGIES),
    )
    figure = _figure(scene)
    bars = tuple(one for one in charts if one.bars)
    return Slide(
        key=KEY,
        kicker="How we got there together",
        sentence=title.text,
        figures=() if figure is None else (figure,),
        bars=bars,
        lines=() if figure or bars else nothing(_reason(scene)),
        foot=foot.text,
        words=(title, foot),
    )


def _reason(scene: Scene) -> str:
    joint = scene.told.joint
    return (joint.note if joint is not None else "") or "fewer than five bookings are on record"


def _sentence(scene: Scene) -> str:
    joint = scene.told.joint
    if joint is not None and joint.value is None and _is_enough(scene):
        return (
            f"How much both teams worked on cannot be told: {reason_of(joint, 'no record says it')}"
        )
    if joint is None or joint.value is None or joint.rows < LEAST:
        return "Too little is booked to say how we worked together"
    return f"Both teams worked on {share(joint.value)} of what we booked"


def _is_enough(scene: Scene) -> bool:
    return scene.told.held.headline("bookings").rows >= LEAST


def _figure(scene: Scene) -> Figure | None:
    joint = scene.told.joint
    if joint is None or joint.value is None or joint.rows < LEAST:
        return None
    lines = [Change(f"{scene.amount(joint.numerator, Unit.MONEY)} of {_booked(scene)}")]
    target = joint.target
    if target:
        gap = joint.value - target
        size = percent(abs(gap)).removesuffix("\u202f%")
        words = f"{size} points {'above' if gap >= 0 else 'below'} target"
        better = Verdict.BETTER if gap >= 0 else Verdict.WORSE
        lines.insert(0, Change(words, Direction.UP if gap >= 0 else Direction.DOWN, better))
    return Figure(
        label="Jointly worked",
        value=percent(joint.value),
        of_target="of what we booked" if not target else f"target {percent(target)}",
        span=Span(
            actual=joint.value,
            scale=Decimal(1),
            target=target,
            target_words="" if target is None else percent(target),
        ),
        lines=tuple(lines),
    )


def _booked(scene: Scene) -> str:
    joint = scene.told.joint
    amount = scene.amount(None if joint is None else joint.denominator, Unit.MONEY)
    return f"{amount} in {counted(joint.rows if joint else 0, 'bookings')}"


def _bars(scene: Scene, title: str, parts: Sequence[Part], names: dict[str, str]) -> Bars:
    return Bars(
        title=title,
        unit=f"Booked in {scene.period}, {scene.currency}",
        bars=tuple(
            SlideBar(
                name=names.get(one.name, one.name),
                value=one.value,
                words=f"{scene.amount(one.value, Unit.MONEY)} · {points(Fraction(told))}",
                role=Role.PREVIOUS if one.name in (OTHER, NONE) else Role.ACTUAL,
            )
            for one, told in zip(parts, percents(parts), strict=False)
        ),
    )


def _foot(*splits: Sequence[Part]) -> str:
    """Said only where something was folded."""
    if any(one.name == OTHER for parts in splits for one in parts):
        return f"Groups of fewer than {LEAST} bookings are told inside Other"
    return "Every booking counts once in each split"
