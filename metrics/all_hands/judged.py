"""Numbers of a snapshot held against what was agreed: ahead or behind, and what was missed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from metrics.answer import Answer
from metrics.kpi import Better, Unit
from metrics.meeting.headlines import BY_KEY, LANDING, POOL
from metrics.meeting.records import Frozen, Snapshot
from metrics.meeting.story import MeasureStory
from metrics.registry import kpi as kpi_called
from metrics.sentences.gaps import CALM

Standing = Literal["ahead", "on", "behind", "unknown"]
# A number that stands for another one here, or that says nothing about the past weeks.
_NOT_JUDGED = frozenset({POOL, LANDING, "pipeline_coverage_next", "bookings", "pipeline_created"})
# A count that grows through the period is behind its target until the last day: no verdict.
_GROWING = frozenset({"sales_ready_leads", "open_pipeline"})
# Told beside the headlines, each on a slide of its own: they have targets too.
_BESIDE = frozenset({"jointly_worked_share", "blended_cac", "cac_payback_months", "slippage_rate"})


@dataclass(frozen=True)
class Judged:
    """A measure against its pace, else its target. `gap` is in its own unit, better above 0.

    `share` is the gap as a part of what it is held against.
    """

    measure: MeasureStory
    value: Decimal | None
    against: Literal["pace", "target", "nothing"]
    gap: Decimal | None
    share: Decimal | None
    standing: Standing
    of_target: Decimal | None
    on_year: Decimal | None


@dataclass(frozen=True)
class Missed:
    """A number that is worse than agreed: how far off, in its unit and as a part of the target."""

    key: str
    label: str
    unit: Unit
    answer: Answer
    target: Decimal
    gap: Decimal
    share: Decimal
    is_lower_better: bool


def judged(one: MeasureStory) -> Judged:
    """Where a measure of the plan stands."""
    value = None if one.now is None else one.now.value
    goal = one.pace if one.pace is not None else one.target
    gap = share = None
    if value is not None and goal is not None:
        gap = goal - value if one.is_lower_better else value - goal
        share = gap / goal if goal else None
    against: Literal["pace", "target", "nothing"] = (
        "nothing" if goal is None else "pace" if one.pace is not None else "target"
    )
    has_target = one.target is not None and one.target > 0
    return Judged(
        measure=one,
        value=value,
        against=against,
        gap=gap,
        share=share,
        standing=_standing(share),
        of_target=value / one.target if value is not None and has_target and one.target else None,
        on_year=None if value is None or one.year_before is None else value - one.year_before,
    )


def _standing(share: Decimal | None) -> Standing:
    if share is None:
        return "unknown"
    if abs(share) <= CALM:
        return "on"
    return "ahead" if share > 0 else "behind"


def missed(held: Snapshot) -> tuple[Missed, ...]:
    """What is worse than agreed, the furthest off first; sums that still grow are not judged."""
    found = [_missed(one.key, one.answer) for one in _held_against(held)]
    told = [one for one in found if one is not None]
    return tuple(sorted(told, key=lambda one: (-one.share, one.key)))


def judged_count(held: Snapshot, measures: Collection[Judged]) -> int:
    """How many numbers have a value and a target or pace, the plan's measures among them."""
    measured = {one.measure.kpi for one in measures}
    others = [one for one in _held_against(held) if one.key not in measured]
    known = sum(one.standing != "unknown" for one in measures)
    return known + sum(_goal(one.answer) is not None for one in others)


def _held_against(held: Snapshot) -> list[Frozen]:
    """The numbers that can be missed: headlines, and what is told beside them with a target."""
    skipped = _NOT_JUDGED | _GROWING
    beside = [one for one in held.told if one.key in _BESIDE]
    return [one for one in (*held.headlines, *beside) if one.key not in skipped]


def _goal(answer: Answer) -> Decimal | None:
    if answer.value is None or answer.target is None or answer.target <= 0:
        return None
    return answer.target


def _missed(key: str, answer: Answer) -> Missed | None:
    goal, declared = _goal(answer), BY_KEY.get(key) or kpi_called(key)
    if goal is None or answer.value is None:
        return None
    is_lower = declared.better is Better.LOWER
    gap = answer.value - goal if is_lower else goal - answer.value
    if gap <= 0 or declared.better is Better.NEITHER:
        return None
    return Missed(key, declared.label, declared.unit, answer, goal, gap, gap / goal, is_lower)


def heaviest(measures: Iterable[MeasureStory]) -> MeasureStory | None:
    """The measure of the largest weight whose curve is known; of equal ones the first."""
    told = [one for one in measures if one.points and one.weight > 0]
    return max(told, key=lambda one: one.weight, default=None)
