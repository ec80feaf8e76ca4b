"""What a plan says, in sentences for the people it pays; all but curves and examples."""

from collections.abc import Iterator
from fractions import Fraction

from metrics.pool.blocks import Block, Heading, Listing, Paragraph, Table
from metrics.pool.decimals import written
from metrics.pool.key_checks import Known, known_key
from metrics.pool.plan import Gate, Kicker, Plan, Tier

OTHERWISE = {
    "zero": "the sum is 0 %",
    "half": "the sum is at most 50 %",
    "cap_at_target": "the sum is at most 100 %",
}
ORDER = (
    "Result of each measure",
    "Limit, where the measure has one",
    "Attainment, rounded only where the plan says so",
    "Payout curve",
    "Rounding of the measure",
    "Weight",
    "Rounding of the weighted payout",
    "Sum",
    "Kickers",
    "Gates",
    "Rounding of the funding",
    "Pool",
    "Floor and cap",
    "What is affordable",
    "Carry-over of money not distributed before",
    "Reserve",
    "Split among teams",
    "Pool part of each payee: target x share of the period x modifier",
    "Individual part",
    "Caps, with what is above them shared again",
    "Cents",
    "Lines of earlier periods' corrections",
)
GLOSSARY = (
    ("Attainment", "The result compared with its target; 100 % is the target reached."),
    ("Cap", "The most that is paid, for the pool or for one payee."),
    ("Carry-over", "Money of an earlier pool that could not be distributed."),
    ("Clawback", "Taking back a payment whose reason went away."),
    ("Cliff", "A result at which the payout jumps."),
    ("Funding", "How much of the target pool is paid, in percent; 100 % is target."),
    ("Gate", "A condition; where it is not met, the funding is cut."),
    ("Kicker", "Percent points on top when a mark is reached."),
    ("Modifier", "The manager's factor on one payee's share of the pool."),
    ("Payout curve", "What each result of a measure pays, in percent of target."),
    ("Proration", "The share of the period that a payee was in the plan, times FTE."),
    ("Reserve", "Money held back from the pool, reported, and never lost."),
    ("Target incentive", "What a payee gets for the whole period, full time, at 100 %."),
    ("Target pool", "The prorated target incentives together, as far as they ride on the pool."),
)


def plain(value: object) -> str:
    """A number of the plan as people read it: 2,800,000 or 0.5."""
    return written(Fraction(str(value)))


def condition_blocks(plan: Plan, known: Known) -> Iterator[Block]:
    """The gates and the kickers, where the plan has any."""
    if plan.gates:
        yield Heading(2, "Conditions (gates)")
        yield Paragraph(
            "Gates look at the sum after kickers. Where several are missed, the strictest counts."
        )
        rows = tuple((*_mark(one, known), OTHERWISE[one.otherwise]) for one in plan.gates)
        yield Table(("KPI", "Must be", "Otherwise"), rows, 3)
    if plan.kickers:
        yield Heading(2, "On top (kickers)")
        rows = tuple((*_mark(one, known), f"+{plain(one.points)} points") for one in plan.kickers)
        yield Table(("KPI", "When it is", "Adds"), rows, 2)


def pool_blocks(plan: Plan, known: Known) -> Iterator[Block]:
    """How the pool is made: method, bounds, affordability, reserve."""
    funding = plan.funding
    yield Heading(2, "How the pool is made")
    if funding.method == "target_incentives":
        yield Paragraph("The pool is the target pool times the funding in percent.")
    elif funding.method == "fixed":
        amount = f"{plain(funding.amount)} {plan.currency}"
        yield Paragraph(f"The pool is {amount} times the funding in percent.")
    else:
        label = label_of(funding.kpi, known)
        yield Paragraph(
            f"The pool is a share of {label}, slice by slice, times the funding in percent."
        )
        rows = tuple(_tier(tier) for tier in funding.tiers)
        yield Table(("From", "To", "Share of the slice"), rows, 0)
    yield Listing(tuple(_bounds(plan, known)))


def _bounds(plan: Plan, known: Known) -> Iterator[str]:
    funding = plan.funding
    if not plan.measures:
        yield "The plan has no measures, so the funding is 100 %, before kickers and gates."
    if funding.floor:
        yield f"At least {plain(funding.floor)} % of the target pool is paid."
    cap = f"At most {plain(funding.cap)} % of the target pool is paid."
    yield cap if funding.cap else "There is no cap on the pool."
    if funding.afford.kpi:
        label = label_of(funding.afford.kpi, known)
        after = ", measured after the bonus" if funding.afford.on == "after" else ""
        yield (
            f"The pool is never more than {label} above "
            f"{plain(funding.afford.floor)} {plan.currency}{after}."
        )
    if funding.reserve:
        yield f"{plain(funding.reserve)} % of the pool is held back as a reserve and reported."


def sharing_blocks(plan: Plan) -> Iterator[Block]:
    """How the pool becomes people's parts."""
    allocation = plan.allocation
    yield Heading(2, "How the pool is shared")
    if plan.split.by == "teams":
        yield Paragraph("Each team has its own part of the pool:")
        rows = tuple((team, f"{plain(percent)} %") for team, percent in plan.split.teams)
        yield Table(("Team", "Part of the pool"), rows)
    else:
        yield Paragraph("All payees share one pool.")
    low, high = (plain(end) for end in allocation.modifier)
    items = [
        "A payee's weight is target incentive x share of the period x modifier.",
        f"The manager's modifier lies between {low} and {high}; 1 changes nothing. "
        + (
            "Modifiers share the same pool differently; they never change its size."
            if allocation.budget_neutral
            else "Modifiers change the size of the pool by what they add and take."
        ),
    ]
    if allocation.pool_share < 100:
        share = plain(allocation.pool_share)
        rest = plain(100 - allocation.pool_share)
        items.append(
            f"{share} % of each target incentive rides on the pool; {rest} % is the individual "
            "part, paid by the payee's own payout and outside the pool."
        )
    if allocation.cap_multiple:
        items.append(
            f"Nobody gets more than {plain(allocation.cap_multiple)} times the prorated target; "
            "what is above goes to the others by weight, in the own team first."
        )
    items.append(_left_over(plan))
    yield Listing(tuple(items))


def _left_over(plan: Plan) -> str:
    handled = {
        "carry": "it is carried to the next period",
        "company": "it stays with the company",
        "lift_caps": "the caps are lifted and it is shared by weight",
    }
    return (
        "Where everybody is at the cap and money is left, it is reported and "
        f"{handled[plan.allocation.undistributed]}."
    )


def period_blocks(plan: Plan) -> Iterator[Block]:
    """Part of a period, rounding, clawback."""
    proration = plan.proration
    counted = {
        "calendar": "calendar days",
        "workdays": "working days",
        "30/360": "days of a year of twelve months of 30 days",
        "months": "whole calendar months",
    }
    ends = "the last day included" if proration.inclusive else "the last day not included"
    items = [
        f"A part of the period counts by {counted[proration.days]}, {ends}, times FTE.",
        "Who leaves keeps the share up to the last day."
        if proration.leavers == "prorate"
        else "Who leaves before the period ends gets nothing for it.",
    ]
    if proration.minimum_service_days:
        days = proration.minimum_service_days
        items.append(f"Who is in the plan for fewer than {days} days gets nothing for the period.")
    yield Heading(2, "Joining, leaving and changing inside the period")
    yield Listing(tuple(items))
    yield Heading(2, "Rounding")
    yield Paragraph("Every step is exact unless it is named here.")
    yield Table(("Step", "Rounded to"), tuple(_rounding(plan)), 2)
    yield Heading(2, "Taking back")
    days = plan.clawback.window_days
    yield Paragraph(
        f"A payment can be taken back within {days} days, when the reason it was paid for went "
        "away."
        if days
        else "A payment is never taken back."
    )


def _rounding(plan: Plan) -> Iterator[tuple[str, str]]:
    rounding = plan.rounding
    for name in ("attainment", "measure", "weighted", "funding", "proration"):
        if (places := getattr(rounding, name)) != "none":
            yield _STEPS[name], f"{places} decimals" if places != 1 else "1 decimal"
    unit = written(Fraction(10) ** -rounding.money)
    yield "Money", f"units of {unit} {plan.currency}, once, by largest remainder"
    modes = {"half_up": "half away from zero", "half_even": "half to the even digit"}
    yield "Manner", modes.get(rounding.mode, "down, toward zero")


_STEPS = {
    "attainment": "Attainment, %",
    "measure": "Payout of a measure, %",
    "weighted": "Weight x payout, %",
    "funding": "Funding, %",
    "proration": "Share of the period",
}


def label_of(kpi: str, known: Known) -> str:
    """What people call a KPI."""
    found = known_key(kpi, known)
    return found.label if found else kpi


def _mark(one: Gate | Kicker, known: Known) -> tuple[str, str]:
    found = known_key(one.kpi, known)
    unit = found.unit if found else ""
    if one.at_least is not None:
        return label_of(one.kpi, known), f"at least {written(Fraction(one.at_least), unit)}"
    return label_of(one.kpi, known), f"at most {written(Fraction(one.at_most or 0), unit)}"


def _tier(tier: Tier) -> tuple[str, str, str]:
    end = "no end" if tier.end is None else plain(tier.end)
    return plain(tier.start), end, f"{written(Fraction(tier.rate), 'percent')}"
