"""The pool's money as a calculation tree: from the funding to what is shared, in words."""

from collections.abc import Iterator
from fractions import Fraction

from metrics.pool.affordability import after_bonus, is_after_bonus
from metrics.pool.lines import Funding, Pool
from metrics.pool.plan import Plan
from metrics.pool.tiers import tier_parts
from metrics.pool.tree import Node, node
from metrics.pool.wording import exact, number

HUNDRED = Fraction(100)
MONEY = "money"


def pool_node(
    plan: Plan, funding: Funding, pool: Pool, kpi: Fraction, ceiling: Fraction | None
) -> Node:
    """The pool in money with one child a step; `kpi` is what a share is taken of."""
    words = "no payees, so no target pool and no money"
    if pool.total is not None and pool.affordable is not None:
        words = f"{number(pool.affordable)}, nothing carried over"
        if pool.carry_over:
            carried = f"{number(pool.affordable)} + {number(pool.carry_over)} carried over"
            words = f"{carried} = {number(pool.total)}"
    return Node(
        "Pool",
        pool.total,
        MONEY,
        words,
        "",
        lambda: tuple(_steps(plan, funding, pool, kpi, ceiling)),
    )


def _steps(
    plan: Plan, funding: Funding, pool: Pool, kpi: Fraction, ceiling: Fraction | None
) -> Iterator[Node]:
    terms = plan.funding
    if pool.target_pool is not None:
        words = "prorated target incentives x pool share"
        yield node("Target pool", pool.target_pool, MONEY, words)
    if terms.method == "target_incentives":
        yield node("Funding within floor and cap", pool.funding, "points", _within(plan, funding))
    else:
        yield _funded_node(plan, funding, pool, kpi)
    if pool.limited is None or pool.affordable is None or pool.total is None:
        return
    yield _limited_node(plan, pool, pool.limited)
    if ceiling is not None:
        yield _affordable_node(plan, pool.limited, pool.affordable, ceiling)
    if pool.carry_over:
        words = "undistributed money of earlier periods"
        yield node("Carry-over", pool.carry_over, MONEY, words)
    if pool.reserve is not None and pool.to_share is not None:
        held = f"{number(exact(terms.reserve))} % of {number(pool.total)} = {number(pool.reserve)}"
        yield node("Reserve", pool.reserve, MONEY, f"{held}, held back and reported")
        left = f"{number(pool.total)} - {number(pool.reserve)} = {number(pool.to_share)}"
        yield node("To share", pool.to_share, MONEY, left)


def _within(plan: Plan, funding: Funding) -> str:
    """'163, at least 0, at most 150'."""
    terms = plan.funding
    most = f", at most {number(exact(terms.cap))}" if terms.cap else ", no cap"
    return f"{number(funding.funding)}, at least {number(exact(terms.floor))}{most}"


def _funded_node(plan: Plan, funding: Funding, pool: Pool, kpi: Fraction) -> Node:
    """The money of a fixed or shared pool before floor and cap."""
    terms = plan.funding
    factor = max(funding.funding, Fraction(0))
    if terms.method == "fixed":
        words = f"{number(exact(terms.amount))} x {number(factor)} %"
        return node("Funded", pool.funded, MONEY, f"{words} = {_money(pool.funded)}")
    is_after = is_after_bonus(terms)
    base = after_bonus(terms.tiers, kpi, factor / HUNDRED) if is_after else kpi
    parts = [
        node(
            _tier_name(part.start, part.end),
            part.pays,
            MONEY,
            f"{number(part.inside)} x {number(part.rate * HUNDRED)} % = {number(part.pays)}",
        )
        for part in tier_parts(terms.tiers, base)
    ]
    words = f"the tiers of {number(base)} x {number(factor)} % = {_money(pool.funded)}"
    if is_after:
        words += f"; {number(kpi)} before the bonus is {number(base)} after it"
    return node("Funded", pool.funded, MONEY, words, *parts)


def _limited_node(plan: Plan, pool: Pool, limited: Fraction) -> Node:
    """The money within floor and cap."""
    terms = plan.funding
    if pool.target_pool is None:
        return node("Within floor and cap", limited, MONEY, "no payees, so no floor and no cap")
    if terms.method == "target_incentives":
        words = f"{number(pool.target_pool)} x {number(pool.funding)} % = {number(limited)}"
        return node("Funded", limited, MONEY, words)
    least = exact(terms.floor) * pool.target_pool / HUNDRED
    most = exact(terms.cap) * pool.target_pool / HUNDRED
    words = f"{_money(pool.funded)}, at least {number(least)}"
    words += f", at most {number(most)}" if terms.cap else ", no cap"
    return node("Within floor and cap", limited, MONEY, words)


def _affordable_node(
    plan: Plan, limited: Fraction, affordable: Fraction, ceiling: Fraction
) -> Node:
    """The money that the KPI can pay."""
    afford = plan.funding.afford
    binds = "the pool is cut to it" if affordable < limited else "the pool fits"
    above = f"'{afford.kpi}' above its floor {number(exact(afford.floor))}"
    words = f"{above} is {number(ceiling)}: {binds}"
    return node("Affordable", affordable, MONEY, words)


def _money(value: Fraction | None) -> str:
    return "no money" if value is None else number(value)


def _tier_name(start: Fraction, end: Fraction | None) -> str:
    """'from 0 to 10,000,000'."""
    return f"from {number(start)}" + ("" if end is None else f" to {number(end)}")
