"""A payee's own steps in words, from the target to the payout; reads figures, works out none."""

from fractions import Fraction
from functools import lru_cache

from metrics.money import Mode
from metrics.pool.funding_words import measure_node
from metrics.pool.inputs import HUNDRED
from metrics.pool.plan import Plan
from metrics.pool.shares import SegmentLine, Share
from metrics.pool.sharing import PotLine, Sharing
from metrics.pool.tree import Node, node
from metrics.pool.wording import MODES, fixed, number, rounding_note

DAYS = {
    "calendar": "calendar days",
    "workdays": "workdays",
    "30/360": "days of 30/360",
    "months": "whole calendar months",
}


def payee_node(plan: Plan, sharing: Sharing, share: Share) -> Node:
    """The payout of one payee in printed units, with the payee's steps below."""
    words = f"pool part {printed(plan, share.pool_part)}"
    words += f" + individual part {printed(plan, share.individual_part)}"
    if share.restatement:
        words += f" + restatement {printed(plan, share.restatement)}"
    words += f" = {printed(plan, share.payout)} {plan.currency}"
    return Node(
        share.person_id,
        share.payout,
        "money",
        words,
        "",
        lambda: tuple(payee_steps(plan, sharing, share)),
    )


def payee_steps(plan: Plan, sharing: Sharing, share: Share) -> list[Node]:
    """The payee's steps in the order of calculation."""
    steps = [_target_node(plan, share), _weight_node(share)]
    if share.individual is not None:
        steps.append(_individual_node(plan, share))
    steps.append(_cap_node(plan, share))
    steps.append(_pool_part_node(sharing, share))
    steps += _printed_nodes(plan, share)
    return steps + _restatement_nodes(plan, share)


def printed(plan: Plan, value: Fraction) -> str:
    """Money with the digits that the plan prints."""
    return fixed(value, plan.rounding.money)


def cents_note(plan: Plan) -> str:
    """How money comes to its printed unit, in words."""
    return f"largest remainder in units of {_unit(plan.rounding.money)}, equal remainders by person"


@lru_cache(maxsize=32)
def _unit(places: int) -> str:
    """The printed unit in money: '0.01' for two places. Every payee's steps name it."""
    return number(Fraction(10) ** -places)


def rounded_note(value: Fraction, places: int, mode: Mode) -> str:
    """What rounding a total did: 'rounded half up: 1.005 -> 1.01'."""
    return rounding_note(value, places, mode) or MODES[mode]


def _target_node(plan: Plan, share: Share) -> Node:
    words = "no part of the period counts"
    if share.lines:
        words = " + ".join(number(line.prorated) for line in share.lines)
        words += f" = {number(share.prorated_target)}"
    return node(
        "Prorated target",
        share.prorated_target,
        "money",
        words,
        *(_segment_node(plan, share, line) for line in share.lines),
    )


def _segment_node(plan: Plan, share: Share, line: SegmentLine) -> Node:
    """One part of the period: target x factor, in the plan's currency."""
    terms = line.terms
    dates = f"{line.first_on} to {line.last_on}" if line.first_on else "no day of the period"
    name = ", ".join(word for word in (terms.team, terms.role, dates) if word)
    if line.reason:
        return node(name, line.prorated, "money", line.reason)
    words = f"{number(line.target)} x factor {number(line.factor)} = {number(line.prorated)}"
    steps = [_target_incentive_node(plan, share, line), _factor_node(plan, line)]
    return node(name, line.prorated, "money", words, *steps)


def _target_incentive_node(plan: Plan, share: Share, line: SegmentLine) -> Node:
    """The target for the period in the plan's currency; where it is in another, both."""
    words = f"for the whole period at FTE 1, in {plan.currency}"
    if share.currency in ("", plan.currency) and share.rate == 1:
        return node("Target incentive", line.target, "money", words)
    own = node("Target incentive as agreed", line.terms.target, "money", f"in {share.currency}")
    rate = node("Rate", share.rate, "factor", f"{plan.currency} for 1 {share.currency}")
    words += f": {number(line.terms.target)} {share.currency} x {number(share.rate)}"
    return node("Target incentive", line.target, "money", words, own, rate)


def _factor_node(plan: Plan, line: SegmentLine) -> Node:
    ends = "both ends counted" if plan.proration.inclusive else "the closing date not counted"
    words = (
        f"{line.days} of {line.period_days} {DAYS[plan.proration.days]} ({ends}) "
        f"x FTE {number(line.terms.fte)} = {number(line.exact_factor)}"
    )
    rounding = plan.rounding
    note = rounding_note(line.exact_factor, rounding.proration, rounding.mode)
    return node("Proration factor", line.factor, "factor", words, rounding=note)


def _weight_node(share: Share) -> Node:
    """What the payee's part of the pool goes by: prorated target x modifier."""
    lines = [line for line in share.lines if not line.reason]
    terms = [f"{number(line.prorated)} x modifier {number(line.terms.modifier)}" for line in lines]
    words = " + ".join(terms) if terms else "nothing counts"
    steps = [
        node(
            f"Modifier{f' in {line.terms.team}' if line.terms.team else ''}",
            line.terms.modifier,
            "factor",
            "handed in by the manager; 1 changes nothing",
        )
        for line in lines
    ]
    return node("Weight", share.weight, "money", f"{words} = {number(share.weight)}", *steps)


def _individual_node(plan: Plan, share: Share) -> Node:
    """The part outside the pool: prorated target x the rest of the target x own payout."""
    outside = number(HUNDRED - Fraction(plan.allocation.pool_share))
    steps: list[Node] = []
    for line in share.lines:
        if line.individual is None:
            continue
        words = f"{number(line.prorated)} x {outside} % x {number(line.individual)} %"
        payout = node(
            "Individual payout",
            line.individual,
            "points",
            "the sum of the payee's own measures" if line.measured else "handed in",
            *(measure_node(plan, measure) for measure in line.measured),
        )
        steps.append(
            node("Individual part of these terms", line.individual_money, "money", words, payout)
        )
    words = " + ".join(number(line.individual_money) for line in share.lines)
    if share.cap is not None and share.exact_individual_part == share.cap:
        words += f", never above the cap {number(share.cap)}"
    words += f" = {number(share.exact_individual_part)}"
    return node("Individual part, exact", share.exact_individual_part, "money", words, *steps)


def _cap_node(plan: Plan, share: Share) -> Node:
    if share.cap is None:
        return node("Cap on the total", None, "money", "none")
    words = (
        f"{number(Fraction(plan.allocation.cap_multiple))} x prorated target "
        f"{number(share.prorated_target)} = {number(share.cap)}, on pool part and individual part "
        f"together: {'reached, the rest is shared again' if share.is_capped else 'not reached'}"
    )
    return node("Cap on the total", share.cap, "money", words)


def _pool_part_node(sharing: Sharing, share: Share) -> Node:
    """The exact pool part: weight x level of each pot, or what the cap leaves."""
    pots = [pot for pot in sharing.pots if not pot.team or pot.team in share.teams]
    if share.is_pinned and share.cap is not None:
        words = f"cap {number(share.cap)} - individual part {number(share.exact_individual_part)}"
    else:
        words = " + ".join(_by_level(share, pot) for pot in pots) or "no pot"
    if sharing.lifted:
        words += f" + weight {number(share.weight)} x {number(sharing.lifted)} above the caps"
    words += f" = {number(share.exact_pool_part)}"
    levels = [] if share.is_pinned else [level_node(pot) for pot in pots]
    return node("Pool part, exact", share.exact_pool_part, "money", words, *levels)


def _by_level(share: Share, pot: PotLine) -> str:
    weights = [
        number(line.weight)
        for line in share.lines
        if not line.reason and pot.team in ("", line.terms.team)
    ]
    weight = " + ".join(weights) if weights else "0"
    weight = f"({weight})" if len(weights) > 1 else weight
    return f"weight {weight} x {number(pot.level)}"


def level_node(pot: PotLine) -> Node:
    """Money per unit of weight in a pot."""
    whose = f" of {pot.team}" if pot.team else ""
    words = "money for those below the cap / their weights"
    return node(f"Money per weight{whose}", pot.level, "factor", words)


def _printed_nodes(plan: Plan, share: Share) -> list[Node]:
    note = cents_note(plan)
    nodes = [
        node(
            "Pool part",
            share.pool_part,
            "money",
            f"{number(share.exact_pool_part)} -> {printed(plan, share.pool_part)}",
            rounding=note,
        )
    ]
    if share.individual is not None:
        words = f"{number(share.exact_individual_part)} -> {printed(plan, share.individual_part)}"
        nodes.append(node("Individual part", share.individual_part, "money", words, rounding=note))
    return nodes


def _restatement_nodes(plan: Plan, share: Share) -> list[Node]:
    if not (share.restatement or share.restatement_carried):
        return []
    due = number(share.restatement + share.restatement_carried)
    words = f"corrections of earlier periods: {due}; a payout never goes below 0"
    note = f"in units of {_unit(plan.rounding.money)}"
    return [
        node("Restatement", share.restatement, "money", words, rounding=note),
        node(
            "Restatement carried on",
            share.restatement_carried,
            "money",
            "what stays for the next statement",
        ),
    ]
