"""The pool once more, slow and plain: dicts in, a dict out, every figure a fraction.

Nothing here is taken from the engine. It is written from the rules as they are worded, by
counting days one by one and by repeated passes, so that the two can be held against each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Any

from tests.metrics.pool.oracle_funding import (
    HUNDRED,
    Doc,
    Refused,
    funded,
    key_of,
    money_of_pool,
    read,
    rounded,
    value_of,
)

DAY = timedelta(days=1)
ZERO = Fraction(0)


def days_of(world: Doc) -> list[date]:
    """Every day of the period."""
    length = (world["last"] - world["first"]).days + 1
    return [world["first"] + n * DAY for n in range(length)]


def days_in(world: Doc, start: date | None, end: date | None) -> list[date]:
    """The days of the period in a segment, one by one."""
    inclusive = world["plan"].get("proration", {}).get("inclusive", True)
    found = []
    for day in days_of(world):
        after_start = start is None or start <= day
        before_end = end is None or day < end or (inclusive and day == end)
        if after_start and before_end:
            found.append(day)
    return found


def counted(world: Doc, days: list[date]) -> int:
    """How much these days count by the plan's way of counting."""
    way = world["plan"].get("proration", {}).get("days", "calendar")
    if way == "workdays":
        return sum(1 for day in days if day in world["workdays"])
    if way == "30/360":
        return sum(in_360(day + DAY) - in_360(day) for day in days)
    if way == "months":
        held = set(days)
        months = {(day.year, day.month) for day in days}
        return sum(all(day in held for day in month_days(*month)) for month in months)
    return len(days)


def in_360(day: date) -> int:
    """A day's place in a year of twelve months of thirty days."""
    return 360 * day.year + 30 * day.month + min(day.day, 31) - 1


def month_days(year: int, month: int) -> list[date]:
    """Every day of a calendar month."""
    first = date(year, month, 1)
    days = [first + n * DAY for n in range(31)]
    return [day for day in days if day.month == month]


def individual_payout(world: Doc, person: str, segment: Doc) -> Fraction:
    """The payout of a payee's own part, in percent points."""
    plan, total = world["plan"], ZERO
    own = plan.get("allocation", {}).get("individual", [])
    if segment.get("individual") is not None or not own:
        return Fraction(segment.get("individual") or 0)
    rounding = {"mode": "half_up", **plan.get("rounding", {})}
    for measure in own:
        result = value_of(world["results"], key_of(measure["kpi"], {"person_id": person}))
        payout = rounded(read(measure, result), rounding.get("measure", "none"), rounding["mode"])
        total += rounded(
            payout * Fraction(measure["weight"]) / HUNDRED,
            rounding.get("weighted", "none"),
            rounding["mode"],
        )
    return max(ZERO, total)


def refuse_overlap(world: Doc, payee: Doc) -> None:
    """Refuse two terms of one person on the same day, inside the period or outside."""
    inclusive = world["plan"].get("proration", {}).get("inclusive", True)
    for one, other in combinations(payee["terms"], 2):
        start = max(one["from"] or date.min, other["from"] or date.min)
        end = min(one["to"] or date.max, other["to"] or date.max)
        if start < end or (inclusive and start == end):
            raise Refused(payee["id"])


def refuse_bad(world: Doc, payee: Doc, segment: Doc) -> None:
    """Refuse terms that count and do not fit the plan."""
    allocation, split = world["plan"].get("allocation", {}), world["plan"].get("split", {})
    low, high = allocation.get("modifier", (Fraction(4, 5), Fraction(6, 5)))
    is_alone = segment["individual"] is None and not allocation.get("individual")
    if (
        not Fraction(low) <= segment["modifier"] <= Fraction(high)
        or (split.get("by") == "teams" and segment["team"] not in split["teams"])
        or (is_alone and Fraction(allocation.get("pool_share", 100)) < HUNDRED)
    ):
        raise Refused(payee["id"])


def one_payee(world: Doc, payee: Doc) -> dict[str, Any]:
    """A payee's prorated target, weights by team and individual part, exact."""
    refuse_overlap(world, payee)
    plan = world["plan"]
    proration, rounding = plan.get("proration", {}), plan.get("rounding", {})
    eligible = [t for t in payee["terms"] if t["eligible"]]
    row: dict[str, Any] = {"prorated": ZERO, "own": ZERO, "weights": defaultdict(Fraction)}
    row |= {"targets": defaultdict(Fraction), "restatement": payee.get("restatement", ZERO)}
    served = {day for t in eligible for day in days_in(world, t["from"], t["to"])}
    last_end = payee["terms"][-1]["to"]
    is_leaver = last_end is not None and last_end < world["last"]
    if is_leaver and proration.get("leavers") == "forfeit":
        return row
    if len(served) < proration.get("minimum_service_days", 0):
        return row
    pool_share = Fraction(plan.get("allocation", {}).get("pool_share", 100)) / HUNDRED
    for segment in eligible:
        held = days_in(world, segment["from"], segment["to"])
        if not held:
            continue
        refuse_bad(world, payee, segment)
        days = counted(world, held)
        part = Fraction(days, counted(world, days_of(world))) * segment["fte"]
        part = rounded(part, rounding.get("proration", "none"), rounding.get("mode", "half_up"))
        money = segment["target"] * payee.get("rate", Fraction(1)) * part
        row["prorated"] += money
        row["targets"][segment["team"]] += money
        row["weights"][segment["team"]] += money * segment["modifier"]
        if pool_share < 1:
            payout = individual_payout(world, payee["id"], segment)
            row["own"] += money * (1 - pool_share) * payout / HUNDRED
    return row


def fill(
    money: Mapping[str, Fraction],
    weights: Mapping[tuple[str, str], Fraction],
    caps: Mapping[str, Fraction],
) -> tuple[dict[str, Fraction], Fraction]:
    """Each person's part and what no one may get: passes until nobody is above a cap.

    Inside the team first, then across the teams, always by weight among those not pinned.
    """
    held: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    pending, loose, pinned = dict(money), ZERO, set[str]()
    people = sorted({person for _, person in weights})
    while True:
        for team, amount in pending.items():
            free = [k for k in weights if k[0] == team and k[1] not in pinned and weights[k]]
            whole = sum(weights[k] for k in free)
            for k in free:
                held[k] += amount * weights[k] / whole
            loose += ZERO if free else amount
        pending = dict.fromkeys(pending, ZERO)
        total = {p: sum((v for k, v in held.items() if k[1] == p), ZERO) for p in people}
        over = [p for p in people if p not in pinned and p in caps and total[p] > caps[p]]
        for person in over:
            pinned.add(person)
            for k in [k for k in held if k[1] == person]:
                cut = held[k] * (total[person] - caps[person]) / total[person]
                held[k] -= cut
                pending[k[0]] = pending.get(k[0], ZERO) + cut
        if over:
            continue
        free = [k for k in weights if k[1] not in pinned and weights[k]]
        if not loose or not free:
            return total, loose
        whole = sum(weights[k] for k in free)
        for k in free:
            held[k] += loose * weights[k] / whole
        loose = ZERO


def largest_remainder(exact: Mapping[Any, Fraction], units: int) -> dict[Any, int]:
    """Whole units that add up to `units`: floors, then one each by the largest fraction."""
    out = {key: floor(value) for key, value in exact.items()}
    ranked = sorted(exact, key=lambda key: (out[key] - exact[key], key))
    for key in ranked[: units - sum(out.values())]:
        out[key] += 1
    return out


def shared(plan: Doc, rows: Mapping[str, Any], to_share: Fraction) -> dict[str, Any]:
    """Exact pool parts, individual parts within the cap, and what stays undistributed."""
    allocation, split = plan.get("allocation", {}), plan.get("split", {})
    by_team = split.get("by") == "teams"

    def name(team: str) -> str:
        return team if by_team else ""

    weights: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    plain: dict[str, Fraction] = defaultdict(Fraction)
    for person, row in rows.items():
        for team, weight in row["weights"].items():
            weights[name(team), person] += weight
            plain[name(team)] += row["targets"][team]
    money = {"": to_share}
    if by_team:
        money = {t: to_share * Fraction(p) / HUNDRED for t, p in split["teams"].items()}
    if not allocation.get("budget_neutral", True):
        for team in money:
            if plain[team]:
                struck = sum(v for k, v in weights.items() if k[0] == team) / plain[team]
                money[team] *= struck
    multiple = Fraction(allocation.get("cap_multiple", 3))
    caps: dict[str, Fraction] = {}
    own = {person: row["own"] for person, row in rows.items()}
    if multiple:
        for person, row in rows.items():
            own[person] = min(own[person], multiple * row["prorated"])
            caps[person] = multiple * row["prorated"] - own[person]
    parts, left = fill(money, weights, caps)
    everyone = sum(weights.values(), ZERO)
    if left and everyone and allocation.get("undistributed", "carry") == "lift_caps":
        for (_, person), weight in weights.items():
            parts[person] += left * weight / everyone
        left = ZERO
    parts = {person: parts.get(person, ZERO) for person in rows}
    return {"parts": parts, "own": own, "undistributed": left, "struck": sum(money.values(), ZERO)}


def units_of(value: Fraction, places: int, mode: str) -> int:
    """A sum in whole units of money, by the declared mode."""
    return int(rounded(value * Fraction(10) ** places, 0, mode))


def run(world: Doc) -> dict[str, Any]:
    """The whole calculation of a world: plan, results, payees, first, last, workdays, carry."""
    plan, results = world["plan"], world["results"]
    funding = funded(plan, results, world.get("better", {}))
    rows = {payee["id"]: one_payee(world, payee) for payee in world["payees"]}
    target_pool = None
    if rows:
        part = Fraction(plan.get("allocation", {}).get("pool_share", 100)) / HUNDRED
        target_pool = part * total_of(row["prorated"] for row in rows.values())
    carry = Fraction(world.get("carry", 0))
    share, pool = money_of_pool(plan, funding["rounded"], target_pool, results, carry)
    out = {**funding, "funding": share, "target_pool": target_pool, "pool": pool, "rows": rows}
    if pool is None:
        return out
    reserve = pool * Fraction(plan.get("funding", {}).get("reserve", 0)) / HUNDRED
    if not rows:
        left = {"reserve": reserve, "undistributed": pool - reserve, "parts": {}, "own": {}}
        return out | left
    out |= {"reserve": reserve} | shared(plan, rows, pool - reserve)
    return out | {"pool": out["struck"] + reserve}


def total_of(values: Iterable[Fraction]) -> Fraction:
    """A sum that is a fraction even of nothing."""
    return sum(values, ZERO)
