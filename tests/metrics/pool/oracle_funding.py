"""The funding and the pool once more, slow and plain; `oracle.run` uses it.

Nothing here is taken from the engine: it is written from the rules as they are worded.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

Doc = Mapping[str, Any]
HUNDRED = Fraction(100)
ROUNDING = dict.fromkeys(("attainment", "measure", "weighted", "funding", "proration"), "none")


class Refused(Exception):
    """The rules say that this run must be refused."""


def rounded(value: Fraction, places: int | str, mode: str) -> Fraction:
    """`value` at a declared step; "none" leaves it exact."""
    if places == "none":
        return value
    unit = Fraction(1, 10**places) if int(places) >= 0 else Fraction(10 ** -int(places))
    sign = -1 if value < 0 else 1
    whole = 0 if abs(value) < unit else int(abs(value) / unit)
    rest = abs(value) / unit - whole
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == "half_up" or whole % 2 == 1))
    return sign * unit * (whole + (1 if up and mode != "down" else 0))


def read(doc: Doc, x: Fraction) -> Fraction:
    """What a curve pays at `x`: `doc` holds points, shape, below, above."""
    points = [(Fraction(a), Fraction(b)) for a, b in doc["points"]]
    if len(points) > 1 and points[0][0] > points[1][0]:
        points, x = [(-a, b) for a, b in points], -x
    shape, below = doc.get("shape", "linear"), doc.get("below", "zero")
    if x < points[0][0]:
        if below == "extrapolate":
            return on_line(points[0], points[1], x)
        return points[0][1] if below == "flat" else Fraction(0)
    if x >= points[-1][0]:
        if x > points[-1][0] and doc.get("above", "cap") == "extrapolate":
            return on_line(points[-2], points[-1], x)
        return points[-1][1]
    for left, right in pairwise(points):
        if left[0] <= x < right[0]:
            return left[1] if shape == "step" else on_line(left, right, x)
    raise AssertionError("the segments leave no gap")


def on_line(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction], x: Fraction) -> Fraction:
    """The line through two points, read at `x`."""
    return a[1] + (x - a[0]) * (b[1] - a[1]) / (b[0] - a[0])


def key_of(kpi: str, scope: Mapping[str, str] | None) -> str:
    """The name of a result in a scope."""
    inside = ",".join(f"{name}={value}" for name, value in sorted((scope or {}).items()))
    return f"{kpi}[{inside}]" if inside else kpi


def value_of(results: Doc, key: str) -> Fraction:
    """A result that must be there."""
    found = results.get(key)
    if found is None or found["value"] is None:
        raise Refused(key)
    return Fraction(found["value"])


def is_falling(measure: Doc, better: Mapping[str, str]) -> bool:
    """Whether less of this KPI is better."""
    points = measure.get("points") or []
    known = better.get(measure["kpi"], "")
    return known == "lower" or (len(points) > 1 and points[0][0] > points[1][0])


def attainment(result: Fraction, target: Any, falling: bool) -> Fraction | None:
    """Percent points; None where it means nothing."""
    if target is None or Fraction(target) <= 0:
        return None
    ratio = result / Fraction(target)
    return HUNDRED * (2 - ratio if falling else ratio)


def measured(measure: Doc, plan: Doc, results: Doc, better: Mapping[str, str]) -> dict[str, Any]:
    """One measure: credited result, attainment, payout and weighted payout."""
    rounding = {**ROUNDING, "mode": "half_up", **plan.get("rounding", {})}
    mode, weight = rounding["mode"], Fraction(measure["weight"])
    key = key_of(measure["kpi"], measure.get("scope"))
    together = plan.get("combine", {}).get("method", "payouts") == "attainments"
    by_target = measure.get("basis", "value") == "target"
    falling = is_falling(measure, better)
    line: dict[str, Any] = {"kpi": key, "weight": weight, "payout": None, "weighted": Fraction(0)}
    try:
        credited = value_of(results, key)
        if measure.get("limit"):
            limit = value_of(results, key_of(measure["limit"], measure.get("scope")))
            credited = max(credited, limit) if falling else min(credited, limit)
        reached = attainment(credited, results[key].get("target"), falling)
        if (by_target or together) and reached is None:
            raise Refused(key)
    except Refused:
        if weight:
            raise
        return line
    line |= {"credited": credited, "attainment": reached}
    if by_target or together:
        reached = rounded(reached, rounding["attainment"], mode)
        line["attainment"] = reached
    if together:
        line["weighted"] = rounded(weight * reached / HUNDRED, rounding["weighted"], mode)
        return line
    x = credited
    if by_target:
        points = measure["points"]
        descends = len(points) > 1 and points[0][0] > points[1][0]
        x = 2 - reached / HUNDRED if descends else reached / HUNDRED
    line["payout"] = rounded(read(measure, x), rounding["measure"], mode)
    line["weighted"] = rounded(weight * line["payout"] / HUNDRED, rounding["weighted"], mode)
    return line


def holds(mark: Doc, results: Doc) -> bool:
    """Whether a gate is passed, or a kicker reached."""
    value = value_of(results, mark["kpi"])
    if mark.get("at_least") is not None:
        return value >= Fraction(mark["at_least"])
    return value <= Fraction(mark["at_most"])


def funded(plan: Doc, results: Doc, better: Mapping[str, str]) -> dict[str, Any]:
    """From results to the funding in percent points, before floor and cap."""
    rounding = {**ROUNDING, "mode": "half_up", **plan.get("rounding", {})}
    lines = [measured(m, plan, results, better) for m in plan.get("measures", [])]
    total = sum((line["weighted"] for line in lines), Fraction(0)) if lines else HUNDRED
    if lines and plan.get("combine", {}).get("method") == "attainments":
        total = read(plan["combine"], total)
    kicked = total
    for kicker in plan.get("kickers", []):
        if holds(kicker, results):
            kicked += Fraction(kicker["points"])
    least = kicked
    for gate in plan.get("gates", []):
        if not holds(gate, results):
            limit = {"zero": Fraction(0), "half": Fraction(50), "cap_at_target": HUNDRED}
            least = min(least, limit[gate["otherwise"]])
    return {
        "measures": lines,
        "weighted_sum": total,
        "with_kickers": kicked,
        "after_gates": least,
        "rounded": rounded(least, rounding["funding"], rounding["mode"]),
    }


def sliced(tiers: Any, amount: Fraction) -> Fraction:
    """The tier sum of an amount: each slice at its own rate."""
    total = Fraction(0)
    for start, end, rate in tiers:
        top = amount if end in ("inf", None) else min(amount, Fraction(end))
        total += max(Fraction(0), top - Fraction(start)) * Fraction(rate)
    return total


def share_after_bonus(tiers: Any, before: Fraction, fraction: Fraction) -> Fraction:
    """The pool that is the share of what it leaves: found by halving, then exactly.

    What is left is X with X + fraction x tiers(X) = `before`. Halving narrows X down; the
    ends of that gap lie in one slice, where two readings give the line and its zero.
    """
    if before <= 0:
        return Fraction(0)
    marks = sorted({Fraction(m) for s, e, _ in tiers for m in (s, e) if m not in ("inf", None)})
    low, high = Fraction(0), before
    for mark in marks:
        if low < mark < high:
            if mark + fraction * sliced(tiers, mark) <= before:
                low = mark
            else:
                high = mark
    at_low, at_high = (x + fraction * sliced(tiers, x) for x in (low, high))
    left = low + (high - low) * (before - at_low) / (at_high - at_low)
    slow_low, slow_high = Fraction(0), before
    while slow_high - slow_low > Fraction(1, 10**12):
        middle = (slow_low + slow_high) / 2
        if middle + fraction * sliced(tiers, middle) <= before:
            slow_low = middle
        else:
            slow_high = middle
    assert slow_low <= left <= slow_high, "halving and the line disagree"
    return before - left


def money_of_pool(
    plan: Doc, share: Fraction, target_pool: Fraction | None, results: Doc, carry: Fraction
) -> tuple[Fraction, Fraction | None]:
    """The funding within floor and cap, and the pool after carry-over; None without payees."""
    terms = plan.get("funding", {})
    method = terms.get("method", "target_incentives")
    floor, cap = Fraction(terms.get("floor", 0)), Fraction(terms.get("cap", 200))
    afford = terms.get("afford", {})
    is_after = afford.get("on", "before") == "after" and bool(afford.get("kpi"))
    if method == "target_incentives":
        share = max(share, floor)
        share = min(share, cap) if cap else share
        if target_pool is None:
            return share, None
        pool = target_pool * share / HUNDRED
    else:
        # Curves may be drawn on below zero; a pool is never less than nothing.
        share_paid = max(Fraction(0), share)
        if method == "fixed":
            pool = Fraction(terms["amount"]) * share_paid / HUNDRED
        elif is_after and afford["kpi"] == terms["kpi"]:
            kpi = value_of(results, terms["kpi"])
            pool = share_after_bonus(terms["tiers"], kpi, share_paid / HUNDRED)
        else:
            pool = sliced(terms["tiers"], value_of(results, terms["kpi"])) * share_paid / HUNDRED
        if target_pool is not None:
            pool = max(pool, floor * target_pool / HUNDRED)
            pool = min(pool, cap * target_pool / HUNDRED) if cap else pool
    if afford.get("kpi"):
        bound = value_of(results, afford["kpi"]) - Fraction(afford.get("floor", 0))
        pool = min(pool, max(Fraction(0), bound))
    return share, pool + carry
