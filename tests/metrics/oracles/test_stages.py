"""Stays, moves, skips and ends of the demo's deals against loops over its export files."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest

from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.scope import Scope
from metrics.stages.endings import endings
from metrics.stages.moves import moves
from metrics.stages.stays import stays
from tests.metrics.oracles._cases import Case, Verifier, View
from tests.metrics.oracles._records import NEVER, Deal, Version

CASES = [
    Case("a year", ("2026",)),
    Case("a quarter", ("2026-Q3",)),
    Case("everything", ("all",)),
    Case("in one region", ("2026",), scope=(("region", "EMEA"),)),
    Case("seen from a day in the past", ("2026",), as_of=date(2026, 5, 12)),
]


@dataclass
class Stay:
    """A run of versions in one place."""

    deal: Deal
    place: str
    kind: str
    versions: list[Version]
    before: "Stay | None" = None
    after: "Stay | None" = None

    @property
    def entered_at(self) -> datetime:
        return self.versions[0].valid_from

    @property
    def left_at(self) -> datetime | None:
        last = self.versions[-1].valid_to
        return None if last == NEVER else last


def place_of(version: Version) -> tuple[str, str]:
    """Where a deal is, and whether that is a stage or an end."""
    kind = "deleted" if version.is_deleted else version.outcome
    return (version.stage or "(none)" if kind == "open" else kind), kind


def all_stays(view: View) -> Iterator[Stay]:
    """Every stay of every deal in an open stage, with its neighbours, inside the scope."""
    for deal in view.company.deals.values():
        runs = [
            Stay(deal, *place, list(run)) for place, run in groupby(deal.versions, key=place_of)
        ]
        for number, stay in enumerate(runs):
            stay.before = runs[number - 1] if number else None
            stay.after = runs[number + 1] if number + 1 < len(runs) else None
        for stay in runs:
            dims = stay.versions[0].dims
            if stay.kind == "open" and all(dims[name] == at for name, at in view.case.scope):
                yield stay


def asked(verifier: Verifier, case: Case) -> tuple[View, Moment]:
    """The case for the oracle and for the product."""
    (name, view), *_ = verifier.views(case).items()
    period = calendar_of(verifier.reader).parse(name)
    return view, Moment(period, view.as_of, Scope(case.scope))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_time_in_stage(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    lengths: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    gone: Counter[str] = Counter()
    day_of = view.company.day_of
    for stay in all_stays(view):
        if not view.holds(stay.entered_at):
            continue
        has_left = view.seen(stay.left_at)
        until = day_of(stay.left_at) if has_left and stay.left_at else view.as_of
        is_deleted = has_left and stay.after is not None and stay.after.kind == "deleted"
        gone[stay.place] += is_deleted
        lengths[stay.place].append(
            ((until - day_of(stay.entered_at)).days, has_left and not is_deleted)
        )
    found = stays(verifier.reader, moment)
    assert {one.stage for one in found.stages} == set(lengths)
    assert found.left_out == 0
    for one in found.stages:
        stayed = lengths[one.stage]
        assert (one.curve.count, one.curve.ended) == (len(stayed), sum(end for _, end in stayed))
        assert one.deleted == gone[one.stage]
        assert one.staying == len(stayed) - one.curve.ended - one.deleted
        still, median, quartile = Fraction(1), None, None
        for days in range(max(length for length, _ in stayed) + 1):
            left = sum(length >= days for length, _ in stayed)
            still *= 1 - Fraction(sum(end for at, end in stayed if at == days), left)
            assert one.curve.still_at(days) == still
            median = days if median is None and still <= Fraction(1, 2) else median
            quartile = days if quartile is None and still <= Fraction(1, 4) else quartile
        assert (one.curve.median, one.curve.upper_quartile) == (median, quartile)


def worth(view: View, stay: Stay, version: Version, at: datetime) -> Fraction:
    """What the deal was worth with that version, at the rate of that day."""
    on = view.company.day_of(at)
    return view.company.cents(version.amount, stay.deal.row["currency"], on) or Fraction(0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_moves(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    counts: Counter[tuple[str, str]] = Counter()
    deals: dict[tuple[str, str], set[str]] = defaultdict(set)
    money: dict[tuple[str, str], Fraction] = defaultdict(Fraction)

    def add(cell: tuple[str, str], stay: Stay, version: Version, at: datetime) -> None:
        counts[cell] += 1
        deals[cell].add(stay.deal.opportunity_id)
        money[cell] += worth(view, stay, version, at)

    for stay in all_stays(view):
        if view.holds(stay.left_at) and stay.left_at and stay.after:
            add((stay.place, stay.after.place), stay, stay.after.versions[0], stay.left_at)
        if stay.before and stay.before.kind != "open" and view.holds(stay.entered_at):
            add((stay.before.place, stay.place), stay, stay.versions[0], stay.entered_at)
    found = moves(verifier.reader, moment)
    said = {(one.from_place, one.to_place): one for one in found.moves}
    assert len(said) == len(found.moves)
    assert {cell: one.moves for cell, one in said.items()} == counts
    assert {cell: one.deals for cell, one in said.items()} == {
        cell: len(some) for cell, some in deals.items()
    }
    assert {cell: Fraction(one.amount) for cell, one in said.items()} == money
    for place in found.places:
        shares = [one.share for one in found.moves if one.from_place == place and one.share]
        assert sum(shares) == (1 if shares else 0)
    assert list(found.places) == sorted(
        found.places, key=lambda one: view.company.stages[one]["position"]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_skips(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    ranks = {
        name: row["position"] for name, row in view.company.stages.items() if row["kind"] == "open"
    }
    passed: dict[str, set[str]] = defaultdict(set)
    skipped: dict[str, set[str]] = defaultdict(set)
    been: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for stay in all_stays(replace(view, case=Case("", case.periods))):
        been[stay.deal.opportunity_id, stay.place].append(stay.entered_at)
    for stay in all_stays(view):
        if not (view.holds(stay.left_at) and stay.left_at and stay.after):
            continue
        end: Any = {"won": 99, "open": ranks.get(stay.after.place)}.get(stay.after.kind)
        for stage, rank in ranks.items():
            if end is None or not ranks[stay.place] <= rank < end:
                continue
            key = stay.deal.opportunity_id
            passed[stage].add(key)
            if ranks[stay.place] < rank and not any(at < stay.left_at for at in been[key, stage]):
                skipped[stage].add(key)
    found = {one.stage: (one.passed, one.skipped) for one in moves(verifier.reader, moment).skips}
    assert found == {stage: (len(passed[stage]), len(skipped[stage])) for stage in passed}
    assert sum(count for count, _ in found.values()) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_won_against_lost(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    ends: list[tuple[int, str]] = []
    for deal in view.company.deals.values():
        dims = deal.versions[0].dims
        if not view.holds(deal.row["created_at"]):
            continue
        if any(dims[name] != member for name, member in case.scope):
            continue
        born = view.company.day_of(deal.row["created_at"])
        standing = [
            one
            for one in deal.closings
            if view.seen(one.closed_at) and not view.seen(one.reopened_at)
        ]
        if standing:
            kind = "won" if standing[-1].is_won else "lost"
            ends.append((max(standing[-1].cycle_days, 0), kind))
            continue
        last = deal.versions[-1]
        is_gone = last.is_deleted and view.seen(last.valid_from)
        until = view.company.day_of(last.valid_from) if is_gone else view.as_of
        ends.append(((until - born).days, "deleted" if is_gone else "open"))
    found = endings(verifier.reader, moment)
    kinds = Counter(kind for _, kind in ends)
    assert (found.curve.won, found.curve.lost) == (kinds["won"], kinds["lost"])
    assert (found.still_open, found.deleted) == (kinds["open"], kinds["deleted"])
    still, won, lost = Fraction(1), Fraction(0), Fraction(0)
    for days in range(max(length for length, _ in ends) + 1):
        left = sum(length >= days for length, _ in ends)
        wins, losses = ends.count((days, "won")), ends.count((days, "lost"))
        won, lost = won + still * Fraction(wins, left), lost + still * Fraction(losses, left)
        still *= 1 - Fraction(wins + losses, left)
        assert (found.curve.won_by(days), found.curve.lost_by(days)) == (won, lost)
    assert won + lost + still == 1
