"""Whether a plan is built as plans that work are: each rule with its number and its source.

A finding is a number beside a rule, not a verdict: heads may sign a plan that warns.
Source: docs/decisions/0015-planning-definitions.md, which says where each rule comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from metrics.pool.health_rules import RULES, Rule, banded, level, sourced
from metrics.pool.inputs import HUNDRED, result_key
from metrics.pool.marginal import marginal
from metrics.pool.plan import Measure
from metrics.pool.whatif import Prospects
from metrics.pool.wording import amount, fixed, number

Status = Literal["ok", "warn", "fail"]
_BOTH = ("marketing", "sales")


@dataclass(frozen=True)
class Evidence:
    """What the rules look at besides the plan: each by result key where it is about a KPI.

    `payouts` are those of closed periods under the plan, percent points, None without a result.
    `overlap` is how two results moved together in rank, -1 to 1. `upside` is the pool's P90 in
    percent of the target pool, None where there is none. `teams` are expected pay and its
    standard deviation, both in percent of the team's targets; only teams that may be shown.
    """

    payouts: Mapping[str, Sequence[Fraction | None]]
    owners: Mapping[str, tuple[str, ...]]
    overlap: Mapping[tuple[str, str], Fraction]
    upside: Fraction | None
    teams: Mapping[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Finding:
    """One rule on one subject: its number, whether it holds, in words, and who says so."""

    rule: str
    subject: str
    number: Fraction | None
    unit: str
    status: Status
    words: str
    source: str


def health(prospects: Prospects, evidence: Evidence) -> tuple[Finding, ...]:
    """Every rule's findings, in the order of the rules."""
    measures = tuple(m for m in prospects.plan.measures if m.weight > 0)
    return (
        *_measures(measures),
        *_chances(prospects, measures, evidence),
        *_reach(measures, evidence),
        *_overlap(measures, evidence),
        *_cliffs(prospects),
        _upside(evidence),
        *_teams(evidence),
    )


def _key(measure: Measure) -> str:
    return result_key(measure.kpi, measure.scope)


def _finding(
    rule: Rule, subject: str, value: Fraction | None, status: Status, words: str
) -> Finding:
    return Finding(rule.key, subject, value, rule.unit, status, words, sourced(rule))


def _measures(measures: Sequence[Measure]) -> Iterator[Finding]:
    """How many there are, and whether the lightest still counts."""
    rule, count = RULES["measures"], len(measures)
    words = f"{count} measures have weight; 3 are enough, more than 5 are noise"
    yield _finding(rule, "plan", Fraction(count), level(count > 3, count > 5), words)
    rule = RULES["weight"]
    for measure in measures:
        weight = Fraction(measure.weight)
        words = f"weighs {number(weight)} %; below 20 % few notice it, below 10 % nobody"
        yield _finding(rule, _key(measure), weight, level(weight < 20, weight < 10), words)


def _chances(
    prospects: Prospects, measures: Sequence[Measure], evidence: Evidence
) -> Iterator[Finding]:
    """How often history reached the first paying point, 100, and the last point."""
    is_combined = prospects.plan.combine.method == "attainments"
    subjects = [("all measures", prospects.plan.combine.points)] if is_combined else []
    subjects += [] if is_combined else [(_key(measure), measure.points) for measure in measures]
    for subject, points in subjects:
        told = [payout for payout in evidence.payouts.get(subject, ()) if payout is not None]
        paying = [Fraction(payout) for _, payout in points if payout > 0]
        marks = {"threshold": min(paying), "target": HUNDRED, "excellence": max(paying)}
        for name, mark in marks.items() if paying else ():
            rule = RULES[name]
            if not told:
                words = "no closed period has a result to tell the chance from"
                yield _finding(rule, subject, None, "warn", words)
                continue
            reached = sum(payout >= mark for payout in told)
            chance = Fraction(reached, len(told)) * HUNDRED
            words = (
                f"{reached} of {len(told)} closed periods reached {number(mark)} %; "
                f"{rule.low} to {rule.high} of 100 should"
            )
            yield _finding(rule, subject, chance, banded(rule, chance), words)


def _reach(measures: Sequence[Measure], evidence: Evidence) -> Iterator[Finding]:
    """Whether both teams can move each measure: who owns the KPI."""
    rule = RULES["reach"]
    for measure in measures:
        owners = evidence.owners.get(measure.kpi)
        if owners is None:
            words = "nobody says which teams can move it"
            yield _finding(rule, _key(measure), None, "warn", words)
            continue
        count = sum(team in owners for team in _BOTH)
        words = f"within reach of {' and '.join(owners)}"
        yield _finding(rule, _key(measure), Fraction(count), level(False, count < 2), words)


def _overlap(measures: Sequence[Measure], evidence: Evidence) -> Iterator[Finding]:
    """Whether two measures count the same thing."""
    rule = RULES["overlap"]
    for place, one in enumerate(measures):
        for other in measures[:place]:
            pair = f"{_key(other)} and {_key(one)}"
            found = evidence.overlap.get((_key(other), _key(one)))
            if found is None:
                words = "too few closed periods to tell whether they count the same thing"
                yield _finding(rule, pair, None, "warn", words)
                continue
            words = f"moved together at {fixed(found, 2)} in rank; from 0.70 on they overlap"
            bad = level(found >= Fraction(7, 10), found >= Fraction(9, 10))
            yield _finding(rule, pair, found, bad, words)


def _cliffs(prospects: Prospects) -> Iterator[Finding]:
    """Jumps in a measure's payout, in percent points of the measure's target pay."""
    rule = RULES["cliff"]
    for line in marginal(prospects):
        for cliff in line.cliffs:
            words = (
                f"jumps by {number(cliff.points)} points at {amount(cliff.result, line.unit)}, "
                f"{fixed(cliff.money, 0)} of the pool at once; up to 25 is smooth"
            )
            bad = level(cliff.points > 25, cliff.points > 50)
            yield _finding(rule, line.key, cliff.points, bad, words)


def _upside(evidence: Evidence) -> Finding:
    rule = RULES["upside"]
    if evidence.upside is None:
        return _finding(rule, "plan", None, "warn", "there is no target pool to measure it by")
    words = (
        f"one draw in ten pays {number(evidence.upside)} % of target or more; 150 to 300 is healthy"
    )
    return _finding(rule, "plan", evidence.upside, banded(rule, evidence.upside), words)


def _teams(evidence: Evidence) -> Iterator[Finding]:
    """Who carries the risk: the widest gap between two teams, in percent points of target."""
    for place, name in enumerate(("pay", "risk")):
        rule = RULES[name]
        told = {team: figures[place] for team, figures in evidence.teams.items()}
        if len(told) < 2:
            words = "fewer than two teams may be shown, so nothing can be compared"
            yield _finding(rule, "teams", None, "warn", words)
            continue
        gap = max(told.values()) - min(told.values())
        listed = ", ".join(f"{team} {number(told[team])} %" for team in sorted(told))
        words = f"{listed} of target"
        yield _finding(rule, "teams", gap, level(gap > 5, gap > 10), words)
