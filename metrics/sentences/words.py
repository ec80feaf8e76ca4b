"""The words of the sentences: shares, members, what a week was and usually is."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from metrics.kpi import Unit
from metrics.sentences.drivers import SLIPPED, Driver
from metrics.sentences.gaps import Aim, Gap
from metrics.sentences.limits import Unusual
from metrics.sentences.weeks import Week
from metrics.wording import NARROW, decimal, exact, number, percent, short_day

# Nearer to a plain fraction than this, the fraction is the word.
NEAR = Fraction(1, 40)
FRACTIONS = (
    (Fraction(1), "all"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(2, 3), "two thirds"),
    (Fraction(1, 2), "half"),
)
COUNTS = ("no", "one", "two", "three")
STRATEGIES = {
    "acquisition": "business with new customers",
    "development": "more business with customers",
    "retention": "renewal business",
    "substitution": "business won from competitors",
}
# What a week's value is said with; the value stands after it.
WEEKLY = {
    "bookings": "Bookings were {value}",
    "pipeline_created": "Pipeline created was {value}",
    "accepted_leads": "Accepted leads were {value}",
    "sales_ready_leads": "Sales-ready leads were {value}",
    "leads_created": "Leads created were {value}",
    "response_within_sla": "Sales answered {value} of handovers in time",
    "hand_back_answer_within_sla": "Marketing answered {value} of hand-backs in time",
}
RUNS = {
    "bookings": "Bookings have",
    "pipeline_created": "Pipeline created has",
    "accepted_leads": "Accepted leads have",
    "sales_ready_leads": "Sales-ready leads have",
    "leads_created": "Leads created have",
    "response_within_sla": "Sales’ answers in time have",
    "hand_back_answer_within_sla": "Marketing’s answers in time have",
}
# A name longer than this is cut: it comes from data, and a title is one line.
LONGEST = 28


def plain_name(name: str) -> str:
    """A name from data as one line of letters: nothing invisible, and no longer than a title."""
    shown = "".join(one if one.isprintable() else " " for one in name)
    text = " ".join(shown.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def share_words(share: Fraction) -> str:
    """'half', 'two thirds', '58 %': a share of 0 to 1."""
    named = (word for value, word in FRACTIONS if abs(share - value) <= NEAR)
    return next(named, percent(decimal(share)))


def member_words(dimension: str, member: str) -> str:
    """A member of a dimension inside a sentence: 'EMEA', 'the source Webinar', 'the sales team'."""
    name = plain_name(member)
    if dimension == "region":
        return name
    if dimension == "team":
        return f"the {name} team"
    if dimension == "strategy" and member in STRATEGIES:
        return STRATEGIES[member]
    return f"the {dimension} {name}"


def gap_noun(gap: Gap) -> str:
    """What the gap is called: behind it is a gap, ahead a lead."""
    if gap.amount < 0:
        return "gap"
    return {Aim.PACE: "lead", Aim.TARGET: "surplus", Aim.YEAR: "growth"}[gap.aim]


def driver_words(found: Driver, gap: Gap, currency: str, unit: Unit = Unit.MONEY) -> str:
    """'half of the gap is two EMEA deals that slipped', 'EMEA accounts for 58 % of the gap'."""
    if found.dimension == SLIPPED:
        region = f"{plain_name(found.member)} " if found.member else ""
        deals = "deal" if found.rows == 1 else "deals"
        share = share_words(found.share)
        return (
            f"{share} of the {gap_noun(gap)} is {COUNTS[found.rows]} {region}{deals} that slipped"
        )
    name = member_words(found.dimension, found.member)
    if found.share <= 1 + NEAR:
        return f"{name} accounts for {share_words(found.share)} of the {gap_noun(gap)}"
    size = number(decimal(abs(found.amount)), unit, currency)
    sides = ("behind", "ahead") if gap.amount < 0 else ("ahead", "behind")
    return f"{name} is {size} {sides[0]}, the rest together is {sides[1]}"


def starts_with_name(found: Driver) -> bool:
    """Whether the driver's words open with a name as the data has it."""
    return found.dimension == "region"


def week_words(week: Week, currency: str) -> str:
    """'Pipeline created was $2.12M in the week to 22 Nov, usually $380k to $1.58M'."""
    found = week.unusual
    if found is None:
        return ""
    if found.run is not None:
        side = "above" if found.is_above else "below"
        opening = RUNS.get(week.declared.key, f"{week.declared.label} has")
        return f"{opening} been {side} the 13-week average for {found.run} weeks in a row"
    opening = WEEKLY.get(week.declared.key, f"{week.declared.label} was {{value}}")
    value, usual = _value_and_range(week, found, currency)
    said = opening.format(value=value)
    return f"{said} in the week to {short_day(week.period.last_on)}, usually {usual}"


def _value_and_range(week: Week, found: Unusual, currency: str) -> tuple[str, str]:
    """The value and its usual range, in figures that show on which side of it the value lies."""
    value, low, high = _written(week, found, currency, number)
    if value in (low, high):
        value, low, high = _written(week, found, currency, exact)
    if not low:
        return value, f"up to {high}"
    if not high:
        return value, f"{low} or more"
    return value, f"{low.removesuffix(f'{NARROW}%')} to {high}" if low != high else low


def _written(
    week: Week, found: Unusual, currency: str, write: Callable[[Decimal, Unit, str], str]
) -> tuple[str, str, str]:
    """The value and both ends of its range; no words for an end beyond which nothing can lie."""
    unit, low, high = week.declared.unit, found.limits.low, found.limits.high
    if unit is Unit.COUNT:
        low, high = Fraction(ceil(low)), Fraction(floor(high))
    can_fall = low > 0 or any(one is not None and one < 0 for one in week.values)
    # "$588 to $1.41M" says no more than "up to $1.41M" of a week above both.
    has_low = can_fall and not (found.is_above and abs(low) * 20 < high)
    has_high = unit is not Unit.PERCENT or high < 1
    return (
        write(found.value, unit, currency),
        write(decimal(low), unit, currency) if has_low else "",
        write(decimal(high), unit, currency) if has_high else "",
    )
