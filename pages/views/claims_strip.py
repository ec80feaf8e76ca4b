"""A measure's dot strip: every line of the claim on one scale, the agreed limit as a tick."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.claims import Verdict
from metrics.claims_evidence import MEDIAN, Evidence, Leads, Measure
from metrics.intervals import FEW
from metrics.kpi import Unit
from metrics.registry import kpi
from metrics.wording import joined, number, percent
from pages.views.claims_words import in_words, member_name
from pages.views.table import Mark

MARKS = {Verdict.SUPPORTS: Mark.WORSE, Verdict.REFUTES: Mark.BETTER}
ARROWS = {(Mark.WORSE, True): "▼", (Mark.WORSE, False): "▲"}
MOST_NAMED = 2


@dataclass(frozen=True)
class Dot:
    """One line of leads on a strip: a value, hollow where it stands for few."""

    name: str
    value: Decimal
    words: str
    mark: Mark = Mark.NONE
    is_few: bool = False


@dataclass(frozen=True)
class Label:
    """Words over a strip, and the dots they speak of."""

    words: str
    dots: tuple[Dot, ...]
    mark: Mark = Mark.NONE


@dataclass(frozen=True)
class Strip:
    """Dots on a scale from `low` to `high` with the limit agreed, or none."""

    dots: tuple[Dot, ...]
    low: Decimal
    high: Decimal
    limit: Decimal | None
    limit_words: str
    labels: tuple[Label, ...]
    words: str


def share_strip(found: Evidence, measure: Measure, some: tuple[Leads, ...]) -> Strip | None:
    """The strip of a share; few are hollow, and only a judged one is marked."""
    dots = []
    for one in some:
        share = one.shares[measure.key]
        if share.value is not None:
            is_few = not measure.is_money and share.denominator < FEW
            # A line is marked for what supports the claim; what refutes it is no outlier.
            mark = Mark.WORSE if share.verdict is Verdict.SUPPORTS else Mark.NONE
            dots.append(Dot(member_name(one), share.value, percent(share.value), mark, is_few))
    return _strip(tuple(dots), found.limits[measure.key], Unit.PERCENT, measure.is_higher_better)


def median_strip(found: Evidence, some: tuple[Leads, ...]) -> Strip | None:
    """The strip of the median wait; without an interval nothing is marked."""
    dots = tuple(
        Dot(member_name(one), one.median, _hours(one.median), is_few=one.count < FEW)
        for one in some
        if one.median is not None
    )
    return _strip(dots, found.limits[MEDIAN], kpi(MEDIAN).unit, is_higher_better=False)


def _hours(value: Decimal) -> str:
    return number(value, Unit.HOURS, "")


def _strip(
    dots: tuple[Dot, ...], limit: Decimal | None, unit: Unit, is_higher_better: bool
) -> Strip | None:
    if not dots:
        return None
    ends = [dot.value for dot in dots] + ([] if limit is None else [limit])
    limit_words = "" if limit is None else f"target {number(limit, unit, '')}"
    said = joined([f"{dot.name} {dot.words}{' (few)' if dot.is_few else ''}" for dot in dots])
    return Strip(
        dots=dots,
        low=min(ends),
        high=max(ends),
        limit=limit,
        limit_words=limit_words,
        labels=_labels(dots, is_higher_better),
        words=f"{said}{'; ' if limit_words else ''}{limit_words}",
    )


def _labels(dots: tuple[Dot, ...], is_higher_better: bool) -> tuple[Label, ...]:
    """The marked ones by name with their arrow, the others together; the lower stands left."""
    marked = [dot for dot in dots if dot.mark is Mark.WORSE]
    marked.sort(key=lambda dot: dot.value, reverse=not is_higher_better)
    others = sorted((dot for dot in dots if dot.mark is Mark.NONE), key=lambda dot: dot.value)
    labels = []
    if marked:
        arrow = ARROWS[Mark.WORSE, is_higher_better]
        names = ", ".join(f"{dot.name} {dot.words}" for dot in marked[:MOST_NAMED])
        more = f" and {in_words(len(marked) - MOST_NAMED)} more" if marked[MOST_NAMED:] else ""
        labels.append(Label(f"{arrow} {names}{more}", tuple(marked), Mark.WORSE))
    if others:
        labels.append(Label(_together(others, is_alone=not marked), tuple(others)))
    return tuple(sorted(labels, key=lambda label: label.dots[0].value))


def _together(others: list[Dot], *, is_alone: bool) -> str:
    """'APAC 67 %, West 73 %', or 'the other five 62 % to 76 %' where they are many."""
    if len(others) <= MOST_NAMED:
        return ", ".join(f"{dot.name} {dot.words}" for dot in others)
    if is_alone:
        return f"{others[0].name} {others[0].words} to {others[-1].name} {others[-1].words}"
    return f"the other {in_words(len(others))} {others[0].words} to {others[-1].words}"
