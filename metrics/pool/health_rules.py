"""The rules of plan health: what each allows, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

DECISION = "docs/decisions/0015-planning-definitions.md"


@dataclass(frozen=True)
class Rule:
    """A rule, the unit of its number, the band that is healthy (where it has one), who says it."""

    key: str
    unit: str
    low: int
    high: int
    said_by: str


_LEVELS = (
    "B. Ellig, The Complete Guide to Executive Compensation (2007), ch. 7: threshold reached with "
    "a chance of 80-90 %, maximum 10-20 %; target as agreed for this plan"
)
_RULES = (
    Rule("measures", "count", 0, 3, "D. Marshall, Overweight Incentive Plans, Performio 2011"),
    Rule("weight", "points", 20, 100, "D. Marshall, Overweight Incentive Plans, Performio 2011"),
    Rule("threshold", "points", 80, 90, _LEVELS),
    Rule("target", "points", 50, 70, _LEVELS),
    Rule("excellence", "points", 10, 15, _LEVELS),
    Rule(
        "reach", "count", 2, 2, "B. Malandruccolo, Weights & Measures, EcSELL 2010: line of sight"
    ),
    Rule("overlap", "ratio", 0, 0, "agreed for this plan: one result is paid once"),
    Rule("cliff", "points", 0, 25, "C. Gott, Should we use thresholds, Better Sales Comp 2010"),
    Rule(
        "upside",
        "points",
        150,
        300,
        "B. Malandruccolo, Define Structure Details, EcSELL 2010; agreed for this plan",
    ),
    Rule("pay", "points", 0, 5, "agreed for this plan: both teams win or lose together"),
    Rule("risk", "points", 0, 5, "agreed for this plan: who carries the risk?"),
)
RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in _RULES})
# So far outside a band is no longer a matter of few periods.
FAR_OUTSIDE = 25


def sourced(rule: Rule) -> str:
    """Where the rule is written down here, and who says it."""
    return f"{DECISION}, rule '{rule.key}'; {rule.said_by}"


def level(is_warning: bool, is_failure: bool) -> Literal["ok", "warn", "fail"]:
    """The status of two thresholds, the worse one winning."""
    if is_failure:
        return "fail"
    return "warn" if is_warning else "ok"


def banded(rule: Rule, value: Fraction) -> Literal["ok", "warn", "fail"]:
    """Ok inside the rule's band, a failure from 25 outside it on."""
    outside = max(rule.low - value, value - rule.high, Fraction(0))
    return level(outside > 0, outside >= FAR_OUTSIDE)
