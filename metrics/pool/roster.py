"""Payees, prepared once and paid many times: what no result and no funding changes.

A roster depends on the payees, the period and the plan's terms of allocation, proration and
split; a planner who moves a weight keeps it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from metrics.errors import PayeeError, PlanError
from metrics.pool.denominators import common_denominator, total, whole
from metrics.pool.inputs import HUNDRED, ONE, ZERO, Inputs, Payee, Span
from metrics.pool.plan import Plan
from metrics.pool.segments import Segments
from metrics.pool.shares import SegmentLine
from metrics.pool.sharing import Crowd, Pot, ordered_by_cap
from metrics.pool.wording import exact


@dataclass(frozen=True, slots=True)
class Entry:
    """One payee before any pool: targets, weight, individual part and cap, in plan's money."""

    payee: Payee
    teams: tuple[str, ...]  # in order of date
    lines: tuple[SegmentLine, ...]
    target: Fraction  # for the whole period at FTE 1; over time where the terms changed
    proration: Fraction
    prorated_target: Fraction
    modifier: Fraction
    weight: Fraction
    individual: Fraction | None  # percent points
    uncut_individual_part: Fraction
    individual_part: Fraction  # never above the cap
    cap: Fraction | None  # on the total


@dataclass(frozen=True)
class Roster:
    """Payees by person_id and the crowd they share a pool as."""

    terms: tuple[object, ...]  # of the plan, as far as the roster depends on them
    payees: tuple[Payee, ...]
    span: Span
    entries: tuple[Entry, ...]
    target_pool: Fraction | None  # None without payees
    crowd: Crowd

    @staticmethod
    def of(plan: Plan, inputs: Inputs) -> "Roster":
        """The payees of `inputs`, ready to share any pool under the plan's terms.

        Raises: PayeeError naming the person where terms do not fit the plan or each other.
        """
        segments = Segments(plan, inputs)
        multiple = exact(plan.allocation.cap_multiple)
        payees = sorted(inputs.payees, key=lambda payee: payee.person_id)
        for first, second in pairwise(payees):
            if first.person_id == second.person_id:
                raise PayeeError(
                    f"plan '{plan.name}': payee '{first.person_id}' is there twice; give one "
                    "payee with several terms"
                )
        entries = tuple(_entry(payee, segments.lines(payee), multiple) for payee in payees)
        targets = total([entry.prorated_target for entry in entries])
        pool = targets * exact(plan.allocation.pool_share) / HUNDRED if entries else None
        return Roster(
            _terms(plan), inputs.payees, inputs.span, entries, pool, _crowd(plan, entries)
        )

    def checked(self, plan: Plan, inputs: Inputs) -> "Roster":
        """This roster. Raises: PlanError when it was made for other payees or other terms."""
        if (self.terms, self.payees, self.span) != (_terms(plan), inputs.payees, inputs.span):
            raise PlanError(
                f"plan '{plan.name}': the roster was made for other payees, another period or "
                "other terms of allocation; make one of this plan and these inputs"
            )
        return self


def _terms(plan: Plan) -> tuple[object, ...]:
    rounding = plan.rounding
    own = (
        (rounding.attainment, rounding.measure, rounding.weighted)
        if plan.allocation.individual
        else ()
    )
    return (plan.allocation, plan.proration, plan.split, rounding.proration, rounding.mode, own)


def _entry(payee: Payee, lines: tuple[SegmentLine, ...], multiple: Fraction) -> Entry:
    paying = [line for line in lines if not line.reason]
    if len(paying) == 1:
        only = paying[0]
        sums = (only.factor, only.prorated, only.weight, only.individual_money)
    else:
        sums = (
            sum((line.factor for line in paying), ZERO),
            sum((line.prorated for line in paying), ZERO),
            sum((line.weight for line in paying), ZERO),
            sum((line.individual_money for line in paying), ZERO),
        )
    proration, prorated, weight, uncut = sums
    last = (paying or lines)[-1]
    is_steady = len(paying) <= 1
    cap = multiple * prorated if multiple else None
    return Entry(
        payee,
        tuple(dict.fromkeys(line.terms.team for line in lines)),
        lines,
        last.target if is_steady or not proration else prorated / proration,
        proration,
        prorated,
        last.terms.modifier if is_steady or not prorated else weight / prorated,
        weight,
        _individual(paying, prorated),
        uncut,
        uncut if cap is None or not uncut.numerator else min(uncut, cap),
        cap,
    )


def _individual(paying: Sequence[SegmentLine], prorated: Fraction) -> Fraction | None:
    """The individual payout over the payee's time, by prorated target; None: not in the plan."""
    if not paying or paying[-1].individual is None:
        return None
    if len(paying) == 1 or not prorated:
        return paying[-1].individual
    return sum(((line.individual or ZERO) * line.prorated for line in paying), ZERO) / prorated


def _crowd(plan: Plan, entries: tuple[Entry, ...]) -> Crowd:
    """The payees as integers over one denominator."""
    room = [
        entry.cap - entry.individual_part if entry.individual_part.numerator else entry.cap
        for entry in entries
        if entry.cap is not None
    ]
    lines = [line for entry in entries for line in entry.lines if not line.reason]
    scale = common_denominator(
        [*room, *(line.weight for line in lines), *(line.prorated for line in lines)]
    )
    weights = whole([entry.weight for entry in entries], scale)
    caps = whole(room, scale)
    allocation = plan.allocation
    return Crowd(
        scale,
        tuple(weights),
        tuple(caps),
        _pots(plan, entries, scale, caps),
        allocation.budget_neutral,
        allocation.undistributed == "lift_caps",
    )


def _pots(plan: Plan, entries: tuple[Entry, ...], scale: int, caps: list[int]) -> tuple[Pot, ...]:
    is_split = plan.split.by == "teams"
    parts = {team: exact(part) / HUNDRED for team, part in plan.split.teams}
    held: dict[str, dict[int, tuple[int, int]]] = {
        team: {} for team in (parts if is_split else [""])
    }
    teams_of = [0] * len(entries)
    for place, entry in enumerate(entries):
        for line in entry.lines:
            if line.reason:
                continue
            pot = held[line.terms.team if is_split else ""]
            weight, plain = pot.get(place, (0, 0))
            pot[place] = (
                weight + line.weight.numerator * (scale // line.weight.denominator),
                plain + line.prorated.numerator * (scale // line.prorated.denominator),
            )
    for pot in held.values():
        for place, (weight, _) in pot.items():
            teams_of[place] += 1 if weight else 0
    return tuple(
        _pot(team, parts[team] if is_split else ONE, pot, caps, teams_of)
        for team, pot in held.items()
    )


def _pot(
    team: str,
    part: Fraction,
    held: dict[int, tuple[int, int]],
    caps: list[int],
    teams_of: list[int],
) -> Pot:
    members = [place for place, (weight, _) in held.items() if weight]
    if caps:
        own = [caps[place] for place in members]
        order = ordered_by_cap([held[place][0] for place in members], own)
        members = [members[at] for at in order]
    return Pot(
        team,
        part,
        tuple(members),
        tuple(held[place][0] for place in members),
        tuple(caps[place] for place in members) if caps else (),
        sum(held[place][0] for place in members),
        sum(plain for _, plain in held.values()),
        any(teams_of[place] > 1 for place in members),
    )
