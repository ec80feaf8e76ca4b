"""The words of a cohort held against the ones before."""

from decimal import Decimal

from metrics.cohorts import Curve
from metrics.intervals import FEW
from metrics.wording import counted, period_text, rounded

# What a rate is called, who is in its cohort, and what they become.
WORDS = {
    "lead_to_opportunity_rate": ("Lead to opportunity", "leads", "an opportunity"),
    "lead_to_won_rate": ("Lead to won", "leads", "a won deal"),
    "created_win_rate": ("Opportunity to won", "deals", "a won deal"),
}
# A difference below half a point between two cohorts is none worth a word.
EVEN = Decimal("0.005")


def cohort_sentence(found: tuple[Curve, ...], named: str, members: str, horizon: int) -> str:
    """'Lead to opportunity: Q3 2026 leads are 1.2 points ahead of Q2 2026 at 46 days'."""
    main = found[0]
    name = period_text(main.period)
    if not main.mature:
        return f"{named}: {name} is too young to compare with anything"
    days = main.mature[-1].days
    now = main.mature[-1].value
    then = found[1].at(days) if len(found) > 1 else None
    if then is None or not then.is_mature:
        return f"{named}, {name}"
    if min(main.members, found[1].members) < FEW:
        return f"{named}: {name} and the cohort before are too few to compare"
    before, age = period_text(found[1].period), counted(days, "days")
    if abs(now - then.value) < EVEN:
        return f"{named}: {name} {members} are level with {before} at {age}"
    side = "ahead of" if now > then.value else "behind"
    points = rounded(abs(now - then.value) * 100, 1).removesuffix(".0")
    noun = "point" if points == "1" else "points"
    return f"{named}: {name} {members} are {points} {noun} {side} {before} at {age}"
