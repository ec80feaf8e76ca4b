"""From the funding to the pool in money: method, floor and cap, affordability, carry-over, reserve.

Exact, in the plan's currency; nothing is rounded here.
"""

from fractions import Fraction

from metrics.errors import PlanError
from metrics.pool.affordability import after_bonus, bound, is_after_bonus
from metrics.pool.figures import value_of
from metrics.pool.inputs import HUNDRED, ZERO, Inputs
from metrics.pool.lines import Funding, Pool
from metrics.pool.plan import FundingTerms, Plan
from metrics.pool.pool_words import pool_node
from metrics.pool.tiers import tier_sum
from metrics.pool.tree import Node
from metrics.pool.wording import exact


def pool_of(plan: Plan, funding: Funding, target_pool: Fraction | None, inputs: Inputs) -> Pool:
    """The pool in money; `target_pool` is prorated targets x pool share, None without payees.

    Raises: MissingResultError when a share's or the affordability's KPI has no result; PlanError
    for a negative carry-over.
    """
    terms = plan.funding
    _refuse_negative_carry_over(plan, inputs)
    kpi = _share_kpi(plan, inputs)
    within = funding.funding
    if terms.method == "target_incentives":
        within = within_limits(terms, within, HUNDRED)
    funded = _funded(terms, funding.funding, target_pool, kpi)
    limited = _limited(terms, within, funded, target_pool)
    # Without money there is nothing to afford: such a run ends at the funding.
    ceiling = None if limited is None else _ceiling(plan, inputs)
    affordable = limited if limited is None or ceiling is None else min(limited, ceiling)
    total = None if affordable is None else affordable + inputs.carry_over
    reserve = None if total is None else total * exact(terms.reserve) / HUNDRED

    def explained() -> Node:
        return pool_node(plan, funding, pool, kpi, ceiling)

    pool = Pool(
        target_pool=target_pool,
        funding=within,
        funded=funded,
        limited=limited,
        affordable=affordable,
        carry_over=inputs.carry_over,
        total=total,
        reserve=reserve,
        to_share=None if total is None or reserve is None else total - reserve,
        explained=explained,
    )
    return pool


def within_limits(terms: FundingTerms, value: Fraction, target: Fraction) -> Fraction:
    """`value` within floor and cap, both in percent of `target`; a cap of 0 is none."""
    capped = min(value, exact(terms.cap) * target / HUNDRED) if terms.cap else value
    return max(capped, exact(terms.floor) * target / HUNDRED)


def _funded(
    terms: FundingTerms, funding: Fraction, target_pool: Fraction | None, kpi: Fraction
) -> Fraction | None:
    """The pool before floor and cap; of a fixed or shared sum, a funding below 0 pays nothing."""
    if terms.method == "target_incentives":
        return None if target_pool is None else target_pool * funding / HUNDRED
    factor = max(funding, ZERO) / HUNDRED
    if terms.method == "fixed":
        return exact(terms.amount) * factor
    if is_after_bonus(terms):
        return kpi - after_bonus(terms.tiers, kpi, factor)
    return tier_sum(terms.tiers, kpi) * factor


def _limited(
    terms: FundingTerms, within: Fraction, funded: Fraction | None, target_pool: Fraction | None
) -> Fraction | None:
    """The pool within floor and cap, which are percents of the target pool: none without payees."""
    if target_pool is None or funded is None:
        return funded
    if terms.method == "target_incentives":
        return target_pool * within / HUNDRED
    return within_limits(terms, funded, target_pool)


def _refuse_negative_carry_over(plan: Plan, inputs: Inputs) -> None:
    if inputs.carry_over < 0:
        raise PlanError(
            f"plan '{plan.name}': the carry-over is undistributed money of earlier periods and "
            "cannot be negative; give 0 or more"
        )


def _share_kpi(plan: Plan, inputs: Inputs) -> Fraction:
    """The KPI that the pool is a share of, in money; 0 for the other methods."""
    if plan.funding.method != "share":
        return ZERO
    use = "what the pool is a share of"
    return value_of(plan, inputs, plan.funding.kpi, use, "or fund the pool by another method")


def _ceiling(plan: Plan, inputs: Inputs) -> Fraction | None:
    """The most the KPI can pay, in money; None where the plan sets no such bound."""
    afford = plan.funding.afford
    if not afford.kpi:
        return None
    mend = "or take afford out of the plan"
    kpi = value_of(plan, inputs, afford.kpi, "what the pool must be affordable by", mend)
    return bound(kpi, exact(afford.floor))
