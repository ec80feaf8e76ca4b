"""What can be wrong with how a pool becomes people's parts."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from metrics.pool.key_checks import Fault, beyond_hundred, negative
from metrics.pool.plan import Allocation, Plan, Split
from metrics.pool.plan_fields import number_text, one_line

ONE_DAY = timedelta(days=1)


def split_faults(split: Split) -> Iterator[Fault]:
    """Every fault of [split]."""
    where = ("split", "teams")
    if split.by == "target_incentive":
        if split.teams:
            yield where, "by target_incentive does not read them; remove them, or set by to teams"
        return
    if not split.teams:
        yield where, "by teams needs them; write each with its percent, such as {sales = 100}"
        return
    for team, percent in split.teams:
        if not team.strip():
            yield where, "a team has no name; write it before the percent"
        yield from negative(where, {one_line(team): percent})
    total = sum((percent for _, percent in split.teams), Decimal(0))
    if total != 100:
        yield where, f"the parts sum to {number_text(total)}, not 100; {to_hundred(total)}"


def to_hundred(total: Decimal) -> str:
    """The mend of percentages that miss the whole."""
    way = "lower" if total > 100 else "raise"
    return f"{way} one by {number_text(abs(total - 100))}"


def share_faults(allocation: Allocation) -> Iterator[Fault]:
    """Faults of how much rides on the pool."""
    yield from negative(("allocation",), {"pool_share": allocation.pool_share})
    yield from beyond_hundred(("allocation",), "pool_share", allocation.pool_share)


def bound_faults(allocation: Allocation) -> Iterator[Fault]:
    """Faults of the modifier's range and of the cap on one payee."""
    where = ("allocation",)
    low, high = allocation.modifier
    shown = f"[{number_text(low)}, {number_text(high)}]"
    if low > high:
        yield (*where, "modifier"), f"{shown} runs backward; write the lowest first"
    elif low < 0:
        yield (*where, "modifier"), f"{shown} goes below 0; start it at 0 or more"
    elif not low <= 1 <= high:
        said = f"{shown} leaves out 1, where nothing is changed; widen it to hold 1"
        yield (*where, "modifier"), said
    yield from negative(where, {"cap_multiple": allocation.cap_multiple})


def time_faults(plan: Plan) -> Iterator[Fault]:
    """Every fault of [proration] and [clawback]."""
    where = ("proration",)
    if plan.proration.days in ("months", "30/360") and (days := _span(plan.period)):
        first_on, end_on = days
        if plan.proration.days == "months" and _whole_months(first_on, end_on) < 1:
            said = f"the period {plan.period} holds no whole month; set days to calendar"
            yield (*where, "days"), said
        if plan.proration.days == "30/360" and _commercial(end_on) <= _commercial(first_on):
            said = f"the period {plan.period} holds no day of 30/360; set days to calendar"
            yield (*where, "days"), said
    yield from negative(where, {"minimum_service_days": plan.proration.minimum_service_days})
    yield from negative(("clawback",), {"window_days": plan.clawback.window_days})


def _span(period: str) -> tuple[date, date] | None:
    """First day and the day after the last of a week or a span of days; None for the others."""
    if found := re.fullmatch(r"(\d{4})-W(\d{2})", period):
        monday = date.fromisocalendar(int(found.group(1)), int(found.group(2)), 1)
        return monday, monday + 7 * ONE_DAY
    start, dots, last = period.partition("..")
    return (date.fromisoformat(start), date.fromisoformat(last) + ONE_DAY) if dots else None


def _whole_months(first_on: date, end_on: date) -> int:
    months = (end_on.year - first_on.year) * 12 + end_on.month - first_on.month
    return months - (first_on.day > 1)


def _commercial(day: date) -> int:
    """The day's place in years of twelve months of 30 days."""
    return 360 * day.year + 30 * day.month + day.day - 1
