"""Plan: what one more unit is worth, whether the plan is healthy, what it invites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.planning.findings import Findings
from metrics.planning.live import Answers
from metrics.pool.gaming import Move
from metrics.pool.health import Finding
from metrics.pool.health_rules import RULES
from metrics.pool.inputs import KnownKey
from metrics.pool.inverse import Inverse
from metrics.pool.marginal import Marginal
from metrics.pool.marginal import Mark as Jump
from metrics.wording import count, plain, points, sentence, signed_whole_money
from pages.views.plan_words import in_unit, key_label, subject_label
from pages.views.table import Cell, Column, Mark, ShortTable

SHOWN = 4
_STEP = {"money": (Fraction(1000), "each 1,000"), "percent": (Fraction(1, 100), "each point")}
_TITLES = {
    "measures": "How many measures",
    "weight": "Lightest weight",
    "threshold": "Chance of being paid at all",
    "target": "Chance of reaching target",
    "excellence": "Chance of the maximum",
    "reach": "Within reach of both teams",
    "overlap": "Counted twice",
    "cliff": "Cliff",
    "upside": "Paid in a very good period",
    "pay": "Expected pay, team against team",
    "risk": "Who carries the risk",
}


@dataclass(frozen=True)
class FindingRow:
    """One rule that does not hold, or that holds again: number, sentence, rule."""

    number: str
    title: str
    words: str
    source: str
    mark: Mark


@dataclass(frozen=True)
class HealthView:
    """The findings to settle first, those mended by the draft, and how many rules hold."""

    title: str
    rows: tuple[FindingRow, ...]
    more: tuple[FindingRow, ...]
    foot: str


def build_health(
    draft: Findings, force: Findings | None, known: Mapping[str, KnownKey]
) -> HealthView:
    """Health of the draft; what was a finding under the plan in force and is none now is mended."""
    was = {(one.rule, one.subject): one for one in force.health} if force else {}
    open_ones = [one for one in draft.health if one.status != "ok"]
    open_ones.sort(key=lambda one: one.status != "fail")
    mended = [
        one
        for one in draft.health
        if one.status == "ok" and _was_bad(was.get((one.rule, one.subject)))
    ]
    rows = [
        *(_row(one, was.get((one.rule, one.subject)), known, Mark.BETTER) for one in mended),
        *(_row(one, was.get((one.rule, one.subject)), known, Mark.WORSE) for one in open_ones),
    ]
    first = _one_a_rule([*mended, *open_ones])
    fine = len(draft.health) - len(open_ones)
    return HealthView(
        title=_health_title(len(open_ones), len(mended)),
        rows=tuple(rows[place] for place in first),
        more=tuple(row for place, row in enumerate(rows) if place not in first),
        foot=f"{count(fine)} of {count(len(draft.health))} rules hold",
    )


def _one_a_rule(found: Sequence[Finding]) -> list[int]:
    """The places of the first finding of each rule, few enough to be read."""
    seen: dict[str, int] = {}
    for place, one in enumerate(found):
        seen.setdefault(one.rule, place)
    return sorted(seen.values())[:SHOWN]


def _was_bad(one: Finding | None) -> bool:
    return one is not None and one.status != "ok"


def _health_title(found: int, mended: int) -> str:
    noun = "finding" if found == 1 else "findings"
    if not found:
        return "Health: every rule holds"
    words = f"Health: {count(found)} {noun} to settle"
    return f"{words}, {count(mended)} mended" if mended else words


def _row(
    one: Finding, was: Finding | None, known: Mapping[str, KnownKey], mark: Mark
) -> FindingRow:
    title = _TITLES.get(one.rule, one.rule)
    if one.subject not in ("plan", "teams", "all measures"):
        title = f"{title}: {subject_label(one.subject, known)}"
    if was is not None and was.number is not None and was.number != one.number:
        title += f", was {_number(was)}"
    source = RULES[one.rule].said_by
    return FindingRow(_number(one), title, sentence(one.words), source, mark)


def _number(one: Finding) -> str:
    if one.number is None:
        return "–"
    places = 2 if one.unit == "ratio" else 0
    text = plain(one.number, places)
    return f"{text}\u202f%" if one.unit == "points" else text


def build_marginal(draft: Answers) -> ShortTable | None:
    """What each measure's next unit, next breakpoint and cliff are worth; gates and kickers."""
    if not draft.marginal and not draft.marks:
        return None
    currency, is_money = draft.now.plan.currency, draft.simulation.is_money
    columns = (
        Column("Measure"),
        Column("At forecast", is_number=True),
        Column("One more pays", is_number=True),
        Column("Next breakpoint", is_number=True),
        Column("Cliff", is_number=True),
    )
    rows = [_marginal_row(one, currency, is_money) for one in draft.marginal]
    rows += [_mark_row(one, currency, is_money) for one in draft.marks]
    return ShortTable(columns, tuple(rows))


def _pay(amount: Fraction, currency: str, is_money: bool) -> str:
    if is_money:
        return signed_whole_money(amount, currency)
    return f"{'+' if amount > 0 else ''}{plain(amount, 1)} points"


def _marginal_row(one: Marginal, currency: str, is_money: bool) -> tuple[Cell, ...]:
    step, words = _STEP.get(one.unit, (Fraction(1), "each one"))
    if one.unit == "percent":
        words = "each point"
    per = Cell(_pay(one.per_unit * step, currency, is_money), second=words)
    ahead, cliff = one.ahead, max(one.cliffs, key=lambda jump: jump.money, default=None)
    return (
        Cell(one.label, is_strong=True),
        Cell(in_unit(one.result, one.unit, currency)),
        per if not one.reason else Cell("nothing", second=one.reason, is_quiet=True),
        Cell("–", is_quiet=True)
        if ahead is None
        else Cell(
            _pay(ahead.money, currency, is_money),
            second=f"at {in_unit(ahead.result, one.unit, currency)}",
        ),
        Cell("–", is_quiet=True)
        if cliff is None
        else Cell(
            _pay(cliff.money, currency, is_money),
            second=f"at {in_unit(cliff.result, one.unit, currency)}",
        ),
    )


def _mark_row(one: Jump, currency: str, is_money: bool) -> tuple[Cell, ...]:
    state = "reached" if one.is_reached else "missed"
    return (
        Cell(one.label, second=f"{one.kind}, {state}", is_strong=True),
        Cell(""),
        Cell(""),
        Cell(
            _pay(one.money, currency, is_money),
            second=f"at {in_unit(one.mark, one.unit, currency)}",
        ),
        Cell(""),
    )


def build_gaming(
    moves: Sequence[Move], currency: str, known: Mapping[str, KnownKey], is_money: bool
) -> ShortTable | None:
    """The cheapest moves that raise the pool without the business, and what exposes each."""
    if not moves:
        return None
    columns = (
        Column("What it invites", is_wide=True),
        Column("Pool", is_number=True),
        Column("Shows in"),
    )
    rows = tuple(
        (
            Cell(
                sentence(one.way.name),
                second=f"{one.label} {in_unit(one.now, one.unit, currency)} → "
                f"{in_unit(one.result, one.unit, currency)}: {one.way.words}",
                is_strong=True,
            ),
            Cell(_pay(one.money, currency, is_money)),
            Cell(
                key_label(one.way.exposed_by, known),
                second="seen by the plan" if one.is_seen else "not in the plan",
            ),
        )
        for one in moves
    )
    return ShortTable(columns, rows)


def build_inverse(found: Inverse, currency: str) -> ShortTable | None:
    """What each result must be, alone, for exactly 100 %."""
    if not found.alone:
        return None
    columns = (Column("Measure"), Column("Forecast", is_number=True))
    columns += (Column("Needed alone", is_number=True),)
    rows = tuple(
        (
            Cell(one.label, is_strong=True),
            Cell(in_unit(one.now, one.unit, currency)),
            Cell(in_unit(one.result, one.unit, currency))
            if one.result is not None
            else Cell("not by itself", second=one.reason, is_quiet=True),
        )
        for one in found.alone
    )
    return ShortTable(columns, rows)


def inverse_words(found: Inverse) -> str:
    """What all results together must do for 100 %."""
    if found.together is None:
        return sentence(found.reason)
    way = "better" if found.together > 0 else "worse"
    by = points(abs(found.together) * 100, 1)
    return f"All together: {by} {way} than forecast funds {points(Fraction(100))}"
