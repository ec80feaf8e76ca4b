"""Slide 7: what the pool pays: percent and a curve, nobody's name and no amount of pay."""

from decimal import Decimal
from fractions import Fraction

from metrics.all_hands.curve import corners, parts
from metrics.all_hands.judged import heaviest
from metrics.meeting.story import MeasureStory, PoolStory
from metrics.wording import decimal, lowered, percent_range, plain, points
from pages.views.slide import Bars, Curve, Figure, Slide, SlideBar, Span
from pages.views.slide_scene import Scene, nothing
from pages.views.tile import Change, Direction, Verdict

KEY = "pool"
HUNDRED = Fraction(100)


def build_pool(scene: Scene) -> Slide:
    """The percent at the forecast, what each part adds, and the curve of the heaviest measure."""
    pool = scene.told.pool
    if pool is None:
        title = scene.words(KEY, "sentence", "What the pool pays cannot be told yet")
        lines = nothing(scene.told.no_pool)
        return Slide(KEY, "What the pool pays", title.text, lines=lines, words=(title,))
    title = scene.words(KEY, "sentence", _sentence(pool))
    foot = scene.words(KEY, "foot", _foot(pool))
    return Slide(
        key=KEY,
        kicker="What the pool pays",
        sentence=title.text,
        figures=(_figure(pool),),
        bars=(_bars(pool),),
        curve=_curve(heaviest(pool.measures)),
        foot=foot.text,
        words=(title, foot),
    )


def _sentence(pool: PoolStory) -> str:
    """'At the forecast the pool pays 74 % of target; bookings pay nothing below 90 %'."""
    said = f"At the forecast the shared pool pays {points(pool.funding)} of target"
    one = heaviest(pool.measures)
    if one is None or one.payout or one.below != "zero" or one.attainment is None:
        return said
    verb = "pay" if one.label.endswith("s") else "pays"
    first = points(one.points[0][0])
    return f"{said}; {lowered(one.label)} {verb} from {first} of target on"


def _foot(pool: PoolStory) -> str:
    shut = [one.label for one in pool.gates if not one.is_passed]
    if shut:
        return f"{pool.name}: the gate {lowered(shut[0])} is not passed"
    return f"{pool.name}, signed by both teams; everybody in it wins or loses together"


def _figure(pool: PoolStory) -> Figure:
    share = decimal(pool.funding / HUNDRED)
    gap = pool.funding - HUNDRED
    lines = [_against(gap)]
    if pool.low is not None and pool.high is not None:
        lines.append(Change(f"P10–P90 {percent_range(pool.low, pool.high)}"))
    lines.append(Change(f"Cap {points(pool.cap)}"))
    return Figure(
        label="The pool at the forecast",
        value=points(pool.funding),
        of_target="of target",
        span=Span(
            actual=share,
            scale=max(decimal(pool.cap / HUNDRED), share, Decimal(1)),
            target=Decimal(1),
            target_words=points(HUNDRED),
        ),
        lines=tuple(lines),
    )


def _against(gap: Fraction) -> Change:
    size = points(abs(gap)).removesuffix("\u202f%")
    if size == "0":
        return Change("on target", Direction.FLAT)
    if gap > 0:
        return Change(f"{size} points above target", Direction.UP, Verdict.BETTER)
    return Change(f"{size} points below target", Direction.DOWN, Verdict.WORSE)


def _bars(pool: PoolStory) -> Bars:
    """Each part in points, printed so that they add up to what is printed over them."""
    told = parts(pool)
    whole = sum((one[2] for one in told), Fraction(0))
    return Bars(
        title=f"{plain(whole, 1)} points of 100, part by part",
        unit="Points of target",
        bars=tuple(
            SlideBar(
                name=label if weight is None else f"{label}, {points(weight)}",
                value=decimal(added),
                words=f"{'+' if added > 0 else ''}{plain(added, 1)}",
            )
            for label, weight, added in told
        ),
    )


def _curve(one: MeasureStory | None) -> Curve | None:
    if one is None:
        return None
    here = words = None
    if one.attainment is not None and one.payout is not None:
        here = (decimal(one.attainment / HUNDRED), decimal(one.payout / HUNDRED))
        words = f"{points(one.attainment)} pays {points(one.payout)}"
    return Curve(
        title=f"What {lowered(one.label)} {'pay' if one.label.endswith('s') else 'pays'}",
        name=one.label,
        x_title="Reached, of target",
        y_title="Paid, of target",
        points=tuple((decimal(x / HUNDRED), decimal(y / HUNDRED)) for x, y in corners(one)),
        here=here,
        here_words=words or "",
    )
