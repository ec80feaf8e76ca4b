"""Plan, while a slider moves: what the draft funds and costs beside the plan in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.planning.change import pool_difference, team_changes
from metrics.planning.live import Answers
from metrics.planning.treatments import Treatment
from metrics.wording import (
    decimal,
    money,
    plain,
    points,
    sentence,
    signed_points,
    signed_whole_money,
    whole_money,
)
from pages.views.plan_differences import TREATED, difference_words
from pages.views.words import Headline


@dataclass(frozen=True)
class Range:
    """One plan's cost from P10 to P90: words at both ends, places of 0 to 100 on one scale."""

    name: str
    low: str
    high: str
    start: float
    width: float
    dot: float
    is_draft: bool


@dataclass(frozen=True)
class Choice:
    """One treatment: its word, its name, and what the pool differs by under it."""

    word: str
    label: str


@dataclass(frozen=True)
class LiveView:
    """The headline figures, settled in words; nothing here belongs to one person."""

    headline: Headline
    force_label: str
    force_text: str
    draft_label: str
    draft_text: str
    cost_title: str
    ranges: tuple[Range, ...]
    target: float | None
    target_words: str
    chances: str


@dataclass(frozen=True)
class WeightLine:
    """One measure beside its slider: its name, and what it weighs in the plan in force."""

    label: str
    was: str
    value: Decimal


def build_live(
    draft: Answers, force: Answers | None, *, is_same: bool, sees_teams: bool = True
) -> LiveView:
    """The figures of the draft beside those of the plan in force, where there is one."""
    funding = draft.now.pool.funding
    before = None if force is None or is_same else force
    return LiveView(
        headline=Headline(
            _sentence(draft, before, has_force=force is not None),
            effect_words(before, draft, sees_teams=sees_teams) if before else "",
        ),
        force_label="In force" if before else "",
        force_text=points(before.now.pool.funding) if before else "",
        draft_label="Draft, % of target pool" if before or force is None else _IN_FORCE,
        draft_text=points(funding),
        cost_title=_cost_title(draft, before),
        ranges=_ranges(draft, before),
        target=_target(draft, before),
        target_words=_target_words(draft),
        chances=_chances(draft),
    )


_IN_FORCE = "In force, % of target pool"


def build_weights(
    draft: Sequence[tuple[str, Decimal]], force: Sequence[Decimal]
) -> tuple[WeightLine, ...]:
    """One line a measure: (label, weight) of the draft, and the weights in force where alike."""
    was = [f"was {plain(one)}" for one in force] if len(force) == len(draft) else []
    return tuple(
        WeightLine(label, was[place] if was and force[place] != weight else "", weight)
        for place, (label, weight) in enumerate(draft)
    )


def build_treatments(found: Sequence[Treatment], currency: str) -> tuple[Choice, ...]:
    """The three ways to treat a change inside its period, each with its effect."""
    return tuple(
        Choice(one.name, f"{TREATED[one.name]} {signed_whole_money(one.effect, currency)}")
        for one in found
    )


def effect_words(before: Answers, after: Answers, *, sees_teams: bool) -> str:
    """'Bookings 50 → 40: the pool −12,100 at forecast, every team −5.0 %'."""
    said = difference_words(before.now.plan, after.now.plan)
    if before.now.pool_total is None or after.now.pool_total is None:
        return sentence(said)
    gap = pool_difference(before.now, after.now)
    words = f"{said}: the pool {signed_whole_money(gap, after.now.plan.currency)} at forecast"
    if sees_teams and gap:
        by_team = team_changes((before.now, before.distribution), (after.now, after.distribution))
        teams = (
            "teams differ" if by_team.even is None else f"every team {signed_points(by_team.even)}"
        )
        words += f", {teams}"
    return sentence(words)


def _sentence(draft: Answers, before: Answers | None, *, has_force: bool) -> str:
    now, currency = draft.now, draft.now.plan.currency
    funds = points(now.pool.funding)
    pool = now.pool_total
    if before is None:
        who = "The plan in force funds" if has_force else "The draft funds"
        of = f": a pool of {whole_money(pool, currency)}" if pool is not None else ""
        return f"{who} {funds}{of} at forecast"
    was = points(before.now.pool.funding)
    if pool is None or before.now.pool_total is None:
        return f"The draft funds {funds} instead of {was} at forecast"
    gap = pool_difference(before.now, now)
    if not gap:
        return f"The draft funds {funds}, as the plan in force does: the same money at forecast"
    more = "more" if gap > 0 else "less"
    beside = f"{funds} instead of {was}" if funds != was else f"{funds}, as now"
    return f"The draft funds {beside}: {whole_money(abs(gap), currency)} {more} at forecast"


def _amount(value: float | Fraction, answers: Answers) -> str:
    """A cost for people: money, or percent of target where no payee is known."""
    exact = Fraction(value)
    if not answers.simulation.is_money:
        return points(exact)
    return money(decimal(exact), answers.now.plan.currency)


def _cost_title(draft: Answers, before: Answers | None) -> str:
    told = draft.simulation
    if before is None:
        return (
            f"Cost in eight of ten draws: {_amount(told.p10, draft)} to {_amount(told.p90, draft)}"
        )
    return f"Cost, P10 to P90: {_amount(told.p10, draft)} to {_amount(told.p90, draft)}"


@dataclass(frozen=True)
class _Scale:
    """The one scale of all ranges; it begins below the lowest, as nothing here is a bar from 0."""

    start: float
    end: float

    @classmethod
    def of(cls, draft: Answers, before: Answers | None) -> "_Scale":
        """From below the lowest P10 to the highest P90, the target inside."""
        told = [one.simulation for one in (draft, before) if one is not None]
        target = float(draft.now.pool.target_pool or 0) if draft.simulation.is_money else 100.0
        places = [*(one.p10 for one in told), *(one.p90 for one in told), target]
        return cls(min(places) * 0.9, max(*places, 1.0))

    def place(self, value: float) -> float:
        """Where a figure stands, 0 to 100."""
        return 100 * (value - self.start) / ((self.end - self.start) or 1.0)


def _ranges(draft: Answers, before: Answers | None) -> tuple[Range, ...]:
    scale = _Scale.of(draft, before)
    named = (("In force", before), ("Draft" if before else "P10 to P90", draft))
    return tuple(
        _range(name, one, scale, is_draft=one is draft) for name, one in named if one is not None
    )


def _range(name: str, one: Answers, scale: _Scale, *, is_draft: bool) -> Range:
    told = one.simulation
    now = one.now.pool_total if told.is_money else one.now.pool.funding
    return Range(
        name=name,
        low=_amount(told.p10, one),
        high=_amount(told.p90, one),
        start=scale.place(told.p10),
        width=scale.place(told.p90) - scale.place(told.p10),
        dot=min(max(scale.place(float(now or 0)), 0.0), 100.0),
        is_draft=is_draft,
    )


def _target(draft: Answers, before: Answers | None) -> float | None:
    scale = _Scale.of(draft, before)
    if not draft.simulation.is_money:
        return scale.place(100.0)
    pool = draft.now.pool.target_pool
    return None if pool is None else scale.place(float(pool))


def _target_words(draft: Answers) -> str:
    pool = draft.now.pool.target_pool
    if not draft.simulation.is_money or pool is None:
        return "target"
    return f"target pool {_amount(pool, draft)}"


def _chances(draft: Answers) -> str:
    told = draft.simulation
    said = [f"expected {_amount(told.expected_cost, draft)}"]
    said.append(f"no payout in {points(Fraction(told.p_no_payout) * 100)} of draws")
    said.append(f"at the cap in {points(Fraction(told.p_at_cap) * 100)}")
    return ", ".join(said)
