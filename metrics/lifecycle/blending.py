"""Several plans' runs as one: exact money weighed by days, then cents, once.

Source: docs/decisions/0018-a-change-inside-a-period.md
"""

from dataclasses import dataclass
from fractions import Fraction

from metrics.errors import PlanError
from metrics.lifecycle.basis import Basis, PlanPart
from metrics.pool.cents import in_parts, largest_remainder, unit_of, units
from metrics.pool.denominators import common_denominator, whole
from metrics.pool.inputs import ZERO
from metrics.pool.plan import Rounding
from metrics.pool.shares import Run, Share
from metrics.pool.statement import cents_note, printed
from metrics.pool.tree import Node, node
from metrics.pool.wording import number


@dataclass(frozen=True)
class BlendedShare:
    """One payee's pay over all plans; money in printed units, targets exact."""

    person_id: str
    team: str
    target: Fraction
    prorated_target: Fraction
    pool_part: Fraction
    individual_part: Fraction
    restatement: Fraction
    restatement_carried: Fraction
    payout: Fraction
    node: Node


@dataclass(frozen=True)
class Blend:
    """The period's money over all plans, in printed units."""

    runs: tuple[Run, ...]
    target_pool: Fraction
    pool: Fraction
    paid_from_pool: Fraction
    undistributed: Fraction
    reserve: Fraction
    shares: tuple[BlendedShare, ...]
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class _Exact:
    """One payee before cents: the shares of each run and both parts, blended."""

    person_id: str
    shares: tuple[Share, ...]
    pool_part: Fraction
    individual_part: Fraction


def blended(basis: Basis, runs: tuple[Run, ...]) -> Blend:
    """The runs of the period's plans, each by its share of the period's calendar days.

    Raises: PlanError where the plans pay in different currencies or one has no pool.
    """
    _refuse_unlike(basis, runs)
    rounding = basis.plan.rounding
    weights = [Fraction(part.days, basis.days) for part in basis.parts]
    exact = [_exact(place, runs, weights) for place in range(len(runs[0].shares))]
    money = (
        sum((one.pool_part for one in exact), ZERO),
        _weighed([one.exact_undistributed for one in runs], weights),
        _weighed([one.pool.reserve for one in runs], weights),
    )
    pool = units(sum(money, ZERO), rounding.money, rounding.mode)
    unit = unit_of(rounding.money)
    paid, undistributed, reserve = largest_remainder([one / unit for one in money], pool)
    parts = _parts(exact, rounding, paid)
    due = {one.payee.person_id: one.payee.restatement for one in basis.payees}
    shares = tuple(
        _share(basis, one, (own * unit, other * unit), due[one.person_id])
        for one, own, other in zip(exact, *parts, strict=True)
    )
    held = (pool * unit, paid * unit, undistributed * unit, reserve * unit)
    target_pool = _weighed([one.pool.target_pool for one in runs], weights)
    return Blend(runs, target_pool, *held, shares, _nodes(basis, runs, held))


def _refuse_unlike(basis: Basis, runs: tuple[Run, ...]) -> None:
    currencies = sorted({one.plan.currency for one in runs})
    if len(currencies) > 1:
        raise PlanError(
            f"plans of {basis.period} pay in {' and '.join(currencies)}; a change inside a period "
            "keeps the currency"
        )
    if any(one.pool_total is None for one in runs):
        raise PlanError(f"nobody is paid in {basis.period}: load the payees first")


def _exact(place: int, runs: tuple[Run, ...], weights: list[Fraction]) -> _Exact:
    shares = tuple(one.shares[place] for one in runs)
    return _Exact(
        shares[0].person_id,
        shares,
        _weighed([one.exact_pool_part for one in shares], weights),
        _weighed([one.exact_individual_part for one in shares], weights),
    )


def _weighed(values: list[Fraction] | list[Fraction | None], weights: list[Fraction]) -> Fraction:
    found = ZERO
    for value, weight in zip(values, weights, strict=True):
        found += (value or ZERO) * weight
    return found


def _parts(exact: list[_Exact], rounding: Rounding, paid: int) -> tuple[list[int], list[int]]:
    """Pool parts and individual parts in units; the pool parts add up to `paid`."""
    scale = 1 / unit_of(rounding.money)
    pool = [one.pool_part * scale for one in exact]
    own = [one.individual_part * scale for one in exact]
    denominator = common_denominator([*pool, *own])
    total = (sum(pool, ZERO) + sum(own, ZERO)) / scale
    found = in_parts(
        whole(pool, denominator),
        whole(own, denominator),
        denominator,
        paid,
        units(total, rounding.money, rounding.mode),
    )
    return found.pool, found.individual


def _share(
    basis: Basis, exact: _Exact, parts: tuple[Fraction, Fraction], due: Fraction
) -> BlendedShare:
    rounding, last = basis.plan.rounding, exact.shares[-1]
    earned = sum(parts, ZERO)
    unit = unit_of(rounding.money)
    restated = max(units(due, rounding.money, rounding.mode) * unit, -earned)
    weights = [Fraction(part.days, basis.days) for part in basis.parts]
    payout = earned + restated
    return BlendedShare(
        exact.person_id,
        next((one.team for one in reversed(exact.shares) if one.prorated_target), last.team),
        last.target,
        _weighed([one.prorated_target for one in exact.shares], weights),
        *parts,
        restated,
        due - restated,
        payout,
        _payee_node(basis, exact, parts, (restated, due - restated)),
    )


def _payee_node(
    basis: Basis,
    exact: _Exact,
    parts: tuple[Fraction, Fraction],
    restated: tuple[Fraction, Fraction],
) -> Node:
    plan = basis.plan
    payout = parts[0] + parts[1] + restated[0]
    words = f"pool part {printed(plan, parts[0])} + individual part {printed(plan, parts[1])}"
    if restated[0]:
        words += f" + restatement {printed(plan, restated[0])}"
    words += f" = {printed(plan, payout)} {plan.currency}"

    def steps() -> tuple[Node, ...]:
        return (
            *(
                _under_plan(basis, part, share)
                for part, share in zip(basis.parts, exact.shares, strict=True)
            ),
            *_printed(basis, exact, parts),
            *_restated(restated),
        )

    return Node(exact.person_id, payout, "money", words, "", steps)


def _under_plan(basis: Basis, part: PlanPart, share: Share) -> Node:
    """What the payee has under one plan, with that plan's own steps before cents."""
    exact = share.exact_pool_part + share.exact_individual_part
    weight = Fraction(part.days, basis.days)
    words = f"{number(exact)} x {part.days} of {basis.days} days = {number(exact * weight)}"
    ends = ("Pool part", "Individual part")

    def steps() -> tuple[Node, ...]:
        return tuple(one for one in share.node.children if one.name not in ends)

    name = f"{part.plan.name}, {part.first_on} to {part.last_on}"
    return Node(name, exact * weight, "money", words, "", steps)


def _printed(basis: Basis, exact: _Exact, parts: tuple[Fraction, Fraction]) -> list[Node]:
    plan, note = basis.plan, cents_note(basis.plan)
    words = f"{number(exact.pool_part)} -> {printed(plan, parts[0])}"
    found = [node("Pool part", parts[0], "money", words, rounding=note)]
    if any(one.individual is not None for one in exact.shares):
        words = f"{number(exact.individual_part)} -> {printed(plan, parts[1])}"
        found.append(node("Individual part", parts[1], "money", words, rounding=note))
    return found


def _restated(restated: tuple[Fraction, Fraction]) -> list[Node]:
    if not any(restated):
        return []
    words = f"corrections of earlier periods: {number(sum(restated, ZERO))}; a payout never "
    return [
        node("Restatement", restated[0], "money", words + "goes below 0"),
        node(
            "Restatement carried on",
            restated[1],
            "money",
            "what stays for the next statement",
        ),
    ]


def _nodes(basis: Basis, runs: tuple[Run, ...], held: tuple[Fraction, ...]) -> tuple[Node, ...]:
    """Each plan's run without single payees, then the money of the period."""
    pool, paid, undistributed, reserve = held
    plans = tuple(
        Node(
            f"{part.plan.name}, {part.first_on} to {part.last_on}",
            (done.exact_pool_total or ZERO) * part.days / basis.days,
            "money",
            f"{number(done.exact_pool_total or ZERO)} x {part.days} of {basis.days} days",
            "",
            lambda done=done: _run_steps(done),  # type: ignore[misc]
        )
        for part, done in zip(basis.parts, runs, strict=True)
    )
    note = "largest remainder with the pool parts"
    return (
        *plans,
        node("Pool", pool, "money", f"the plans' pools, by days: {basis.treatment}"),
        node("Payees", paid, "money", "the pool parts of all payees", rounding=note),
        node("Undistributed", undistributed, "money", "what caps left over", rounding=note),
        node("Reserve, printed", reserve, "money", "held back, never lost", rounding=note),
    )


def _run_steps(done: Run) -> tuple[Node, ...]:
    printed_later = ("Payees", "Undistributed", "Reserve, printed")
    return tuple(one for one in done.tree.children if one.name not in printed_later)
