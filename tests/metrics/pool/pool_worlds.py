"""Random plans, results and payees for the properties, small enough to think through.

A world is a dict that the oracle reads as it is: the plan in the form of its document,
results, payees, the period's days. A seed makes the same world every time, and thousands a minute.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.metrics.pool.pool_engine import World

T = TypeVar("T")
# A seed has nothing to shrink to.
thousand = settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
DAY = timedelta(days=1)
SPANS = (
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2024, 2, 1), date(2024, 2, 29)),
    (date(2026, 5, 9), date(2026, 5, 9)),
    (date(2025, 12, 1), date(2026, 1, 31)),
)
MODES = ("half_up", "half_even", "down")
TEAMS = ("marketing", "sales", "success")
WEIGHTS = ((100,), (60, 40), (50, 50, 0), (100, 0), (35, 30, 35), (12, 55, 33))
SHAPES = (("linear", "extrapolate"), ("linear", "cap"), ("step", "cap"))
KEYS = ("k0", "k1", "k2", "limit")
IDS = ("ann", "bo", "cy", "dee", "é", "10", "9", '"q"', "=1+1")


class Dice(random.Random):
    """Throws in the words of the field."""

    def pick(self, *of: T) -> T:
        """One of these."""
        return of[int(self.random() * len(of))]

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends inside."""
        return low + int(self.random() * (high - low + 1))

    def part(self, low: int, high: int, parts: int = 4) -> Fraction:
        """A fraction of a short decimal form between two whole numbers."""
        return Fraction(self.whole(low * parts, high * parts), parts)

    def once_in(self, count: int) -> bool:
        """True once in so many throws."""
        return self.whole(1, count) == 1


def curve(dice: Dice, unit: int, is_falling: bool) -> dict[str, Any]:
    """A curve whose result axis is in parts of `unit`; payouts never fall as results improve."""
    x, payout, points = Fraction(8, unit), 0, []
    for _ in range(dice.whole(2, 4)):
        x, payout = x + Fraction(dice.whole(1, 9), unit), payout + dice.pick(0, dice.whole(1, 90))
        points.append([Fraction(60, unit) - x if is_falling else x, payout])
    shape, above = dice.pick(*SHAPES)
    below = dice.pick("zero", "flat", *(["extrapolate"] if shape == "linear" else []))
    return {"points": points, "shape": shape, "above": above, "below": below}


def measure_set(dice: Dice, together: bool, better: dict[str, str]) -> list[dict[str, Any]]:
    """Measures k0, k1, ... of weights that add up to 100; `better` learns what is known of them."""
    measures = []
    for n, weight in enumerate(dice.pick(*WEIGHTS)):
        kpi, is_falling = f"k{n}", dice.once_in(2)
        known = "lower" if is_falling else "higher"
        measure: dict[str, Any] = {"kpi": kpi, "weight": weight}
        if together:
            better[kpi] = "lower" if is_falling else dice.pick("", "higher")
        else:
            by_target = dice.once_in(2)
            if by_target:
                measure["basis"] = "target"
            descends = is_falling and not (by_target and dice.once_in(2))
            measure |= curve(dice, 20 if by_target else 1, descends)
            better[kpi] = known if is_falling != descends else dice.pick("", known)
        if dice.once_in(4):
            measure["limit"] = "limit"
        if dice.once_in(5):
            measure["scope"] = {"region": "EMEA"}
        measures.append(measure)
    return measures


def falls(measure: Mapping[str, Any], better: Mapping[str, str]) -> bool:
    """Whether less is better for a measure."""
    points = measure.get("points", [])
    return better[measure["kpi"]] == "lower" or (len(points) > 1 and points[0][0] > points[1][0])


def funding_terms(dice: Dice, methods: Sequence[str]) -> dict[str, Any]:
    """Method, floor, cap, affordability and reserve."""
    method = dice.pick(*methods)
    terms: dict[str, Any] = {"method": method, "reserve": dice.pick(0, 0, 0, 5, 5, 10, 100)}
    terms["floor"], terms["cap"] = dice.pick((0, 200), (20, 120), (0, 0), (60, 60))
    if method == "fixed":
        terms["amount"] = dice.part(1, 4000)
    if method == "share":
        marks = sorted({dice.pick(0, 0, 50), *(dice.whole(51, 5000) for _ in range(2))})
        ends = [*marks[1:], dice.pick("inf", 6000)]
        rates = [dice.part(0, 1, 20) for _ in marks]
        terms["tiers"] = [list(tier) for tier in zip(marks, ends, rates, strict=True)]
        terms["kpi"] = "base"
    if dice.once_in(3):
        on = dice.pick("before", "after")
        terms["afford"] = {"kpi": dice.pick("cash", "base"), "floor": dice.whole(0, 900), "on": on}
    return terms


def plan(dice: Dice, methods: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """A plan document, and which way its KPIs are known to be good."""
    together, better = dice.once_in(5), dict[str, str]()
    funding = funding_terms(dice, methods)
    is_measured = funding["method"] == "target_incentives" or together or dice.once_in(2)
    measures = measure_set(dice, together, better) if is_measured else []
    out: dict[str, Any] = {"name": "P", "period": "2026-Q1", "funding": funding}
    out["measures"] = measures
    if together:
        out["combine"] = {"method": "attainments", **curve(dice, dice.pick(1, 5), False)}
        out["combine"]["points"] = [[a * 4, b] for a, b in out["combine"]["points"]]
    lower = {m["kpi"] for m in measures if falls(m, better)}

    def mark() -> dict[str, Any]:
        kpi = dice.pick("other", *[m["kpi"] for m in measures])
        return {"kpi": kpi, "at_most" if kpi in lower else "at_least": dice.whole(0, 50)}

    harm = ("zero", "half", "cap_at_target")
    out["gates"] = [{**mark(), "otherwise": dice.pick(*harm)} for _ in range(dice.pick(0, 0, 1, 2))]
    out["kickers"] = [{**mark(), "points": dice.whole(1, 40)} for _ in range(dice.pick(0, 0, 1, 2))]
    out["rounding"] = rounding(dice)
    if dice.once_in(2):
        shares = dice.pick((40, 50, 10), (100, 0, 0), (33, 33, 34))
        out["split"] = {"by": "teams", "teams": dict(zip(TEAMS, shares, strict=True))}
    out["allocation"] = allocation(dice)
    days = dice.pick("calendar", "calendar", "workdays", "30/360", "months")
    out["proration"] = {"days": days, "inclusive": not dice.once_in(3)}
    out["proration"]["minimum_service_days"] = dice.pick(0, 0, 20)
    out["proration"]["leavers"] = dice.pick("prorate", "forfeit")
    return out, better


def rounding(dice: Dice) -> dict[str, Any]:
    """The rounding of each step, mostly none."""
    steps = ("attainment", "measure", "weighted", "funding")
    out: dict[str, Any] = {step: dice.pick("none", "none", 0, 1) for step in steps}
    out["proration"] = dice.pick("none", "none", 3)
    out["money"] = dice.pick(2, 2, 2, 1, 0, -1, -2, -4)
    return {**out, "mode": dice.pick(*MODES)}


def allocation(dice: Dice) -> dict[str, Any]:
    """How the pool becomes people's parts."""
    pool_share = dice.pick(100, 100, 70, 0)
    own = [{"kpi": "own", "weight": 100, **curve(dice, 1, False)}]
    return {
        "individual": own if pool_share < 100 and dice.once_in(3) else [],
        "pool_share": pool_share,
        "modifier": [Fraction(0), Fraction(2)],
        "budget_neutral": dice.once_in(2),
        "cap_multiple": dice.pick(0, 3, 1, *(Fraction(n, 10) for n in (5, 8, 9, 12, 15))),
        "undistributed": dice.pick("carry", "company", "lift_caps"),
    }


def segment(dice: Dice, world: World, team: str) -> dict[str, Any]:
    """A payee's terms without dates."""
    rules = world["plan"]["allocation"]
    has_none = rules["pool_share"] == 100 or (rules["individual"] and dice.once_in(2))
    return {
        **{"from": None, "to": None, "team": team},
        "individual": None if has_none else dice.part(0, 200, 1),
        "fte": dice.pick(Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3, 4)),
        "target": dice.pick(dice.part(0, 40), Fraction(1000), dice.part(1, 1000)),
        "modifier": Fraction(dice.pick(1, 1, 1, 0, 2, Fraction(4, 5), Fraction(6, 5))),
        "eligible": not dice.once_in(10),
    }


def payee(dice: Dice, world: World, person: str) -> dict[str, Any]:
    """A payee of one or two segments that do not overlap, inside the period or over its edges."""
    first, last = world["first"], world["last"]
    length = (last - first).days + 1
    team = dice.pick(*TEAMS)
    terms = [segment(dice, world, team)]
    if dice.once_in(3):
        terms.append(segment(dice, world, dice.pick(team, team, *TEAMS)))
        terms[0]["to"] = first + dice.whole(0, length) * DAY
        terms[1]["from"] = terms[0]["to"] + dice.whole(1, 3) * DAY
    if dice.once_in(3):
        start = first + dice.whole(-3, length // 2) * DAY
        terms[0]["from"] = min(start, terms[0]["to"] or start)
    if dice.once_in(4):
        low = terms[-1]["from"] or first
        terms[-1]["to"] = max(low, last - dice.whole(-3, length) * DAY)
    rate, restatement = dice.pick(1, 1, Fraction(11, 10)), dice.pick(0, 0, 0, -50, 7)
    money = {"rate": Fraction(rate), "restatement": Fraction(restatement)}
    return {"id": person, "terms": terms, **money}


METHODS = ("target_incentives", "target_incentives", "fixed", "share")


def world(
    dice: Dice,
    low: int = 0,
    high: int = 5,
    methods: Sequence[str] = METHODS,
    has_gaps: bool = False,
) -> World:
    """Everything one calculation reads; with gaps, now and then something is missing."""
    first, last = dice.pick(*SPANS)
    document, better = plan(dice, methods)
    if document["proration"]["days"] == "months" and first == last:
        first, last = SPANS[0]
    out: World = {"plan": document, "better": better, "first": first, "last": last}
    days = [first + n * DAY for n in range((last - first).days + 1)]
    out["workdays"] = frozenset(d for d in days if d.weekday() < 5 or d == first)
    out["results"] = {
        key: {"value": dice.part(0, 60, 2), "target": dice.part(10, 40, 1)}
        for key in (*KEYS, *(f"{key}[region=EMEA]" for key in KEYS), "other", "own")
    }
    for key in ("base", "cash"):
        out["results"][key] = {"value": dice.part(-50, 7000, 1), "target": None}
    out["carry"] = dice.pick(Fraction(0), Fraction(51, 4))
    at, count = dice.whole(0, len(IDS) - 1), dice.pick(low, *range(low, high + 1), high)
    ids = [IDS[(n + at) % len(IDS)] for n in range(count)]
    out["payees"] = [payee(dice, out, person) for person in ids]
    for person in ids:
        own = {"value": dice.part(0, 60, 2), "target": None}
        out["results"][f"own[person_id={person}]"] = own
    if has_gaps and dice.once_in(20):
        out["results"][dice.pick(*out["results"])]["value"] = None
    elif has_gaps and ids and dice.once_in(10):
        spoil(dice, out)
    return out


def spoil(dice: Dice, out: World) -> None:
    """Terms of one payee that do not fit the plan, or each other."""
    terms = dice.pick(*out["payees"])["terms"]
    fault = {"modifier": Fraction(3), "team": "nobody", "individual": None, "from": out["last"]}
    name = dice.pick(*fault)
    if name == "from":
        terms[-1]["to"] = None
        terms.append({**terms[-1], "from": out["last"]})
    else:
        terms[-1][name] = fault[name]


def copied(value: Any) -> Any:
    """A copy whose dicts and lists can be changed; figures and dates are shared."""
    if isinstance(value, dict):
        return {key: copied(inside) for key, inside in value.items()}
    return [copied(inside) for inside in value] if isinstance(value, list) else value


def worlds(**wanted: Any) -> st.SearchStrategy[World]:
    """Worlds as `world` makes them."""
    return st.integers(0, 2**48).map(lambda seed: world(Dice(seed), **wanted))


def crowd(dice: Dice) -> World:
    """A pool that is tight against the caps, of teams whose payees move between them."""
    out = world(dice, 3, 6, ("fixed",))
    plan, first = out["plan"], out["first"]
    length = (out["last"] - first).days
    shares = dice.pick((40, 50, 10), (70, 20, 10), (33, 33, 34), (0, 95, 5))
    plan["split"] = {"by": "teams", "teams": dict(zip(TEAMS, shares, strict=True))}
    rules = {"pool_share": 100, "individual": [], "cap_multiple": dice.part(1, 3) / 2}
    plan["allocation"] |= rules
    plan["measures"], plan["gates"], plan["kickers"] = [], [], []
    plan.pop("combine", None)
    for payee in out["payees"]:
        at = first + dice.whole(0, length) * DAY
        teams = [dice.pick(*TEAMS), dice.pick(*TEAMS)]
        payee["terms"] = [segment(dice, out, team) for team in teams]
        payee["terms"][0]["to"], payee["terms"][1]["from"] = at, at + DAY
        for part in payee["terms"]:
            part["target"] = Fraction(dice.pick(10, 20, 70, 100, 0))
            part["modifier"] = dice.part(0, 2)
    whole = sum(part["target"] for payee in out["payees"] for part in payee["terms"]) / 2
    plan["funding"] = {"method": "fixed", "cap": 0, "amount": whole * dice.part(0, 1, 10) + 1}
    return out


def crowds() -> st.SearchStrategy[World]:
    """Worlds whose caps bind across teams."""
    return st.integers(0, 2**48).map(lambda seed: crowd(Dice(seed)))
