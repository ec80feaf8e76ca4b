"""Plan: who gets what under the draft, how it would have paid, and what each measure moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.planning.backtest import BacktestRow
from metrics.planning.change import Cause, GroupChange, GroupChanges, causes, changes
from metrics.planning.live import Answers
from metrics.pool.influence import Influence
from metrics.wording import count, counted, points, rounded, sentence, signed_whole
from metrics.wording import decimal as exactly
from pages.views.plan_words import period_short
from pages.views.table import Cell, Column, ShortTable

OTHERS = "Groups under five people"
CAUSES = {
    "weight": "weights",
    "curve": "points, gates and kickers",
    "target": "targets",
    "funding terms": "funding terms",
    "headcount": "people",
    "rounding": "rounding",
}


@dataclass(frozen=True)
class GroupsView:
    """Pay by team or role under both plans; `title` says what it comes to."""

    title: str
    table: ShortTable
    foot: str


@dataclass(frozen=True)
class Pair:
    """One closed period: its name, funding in force and under the draft, and the difference."""

    name: str
    force: float | None
    draft: float | None
    words: str
    gap: str
    hover: str


@dataclass(frozen=True)
class BacktestView:
    """The closed periods beside each other on one scale, in percent of target."""

    title: str
    words: str
    pairs: tuple[Pair, ...]
    low: float
    high: float
    foot: str


@dataclass(frozen=True)
class InfluenceBar:
    """A measure's weight and what it really moves: lengths of 0 to 100 and their words."""

    name: str
    weight: float
    weight_words: str
    share: float
    share_words: str
    note: str


@dataclass(frozen=True)
class InfluenceView:
    """What decides, measure by measure."""

    title: str
    bars: tuple[InfluenceBar, ...]


def build_groups(draft: Answers, force: Answers | None) -> tuple[GroupsView, GroupsView]:
    """Pay by team and by role; without a plan in force, the draft's own figures alone."""
    beside = force or draft
    by_team, by_role = changes((beside.now, beside.distribution), (draft.now, draft.distribution))
    found = causes(beside.now, draft.now) if force else ()
    return (
        _groups(by_team, "team", found, draft, has_force=force is not None),
        _groups(by_role, "role", (), draft, has_force=force is not None),
    )


def cause_words(found: Sequence[Cause]) -> str:
    """'Weights +7,650 · points, gates and kickers +4,067'; '' where nothing differs."""
    said = [f"{CAUSES.get(one.name, one.name)} {signed_whole(one.amount)}" for one in found]
    return sentence(" · ".join(said))


def _groups(
    found: GroupChanges,
    kind: str,
    reasons: Sequence[Cause],
    draft: Answers,
    *,
    has_force: bool,
) -> GroupsView:
    columns = (Column(sentence(kind)), Column("In force", is_number=True))
    columns += (Column("Draft", is_number=True), Column("Difference", is_number=True))
    rows = tuple(_row(one, one.name or OTHERS) for one in found.rows)
    total = _row(found.total, "Paid in all", is_sum=True)
    table = ShortTable(columns, (*rows, total), sum_rows=1)
    if not has_force:
        table = _alone(table)
    foot = [f"In {draft.now.plan.currency}, at forecast"]
    foot += [words] if (words := cause_words(reasons)) else []
    return GroupsView(_groups_title(found, kind, has_force), table, ": ".join(foot))


def _alone(table: ShortTable) -> ShortTable:
    """Only the names and the draft's column."""
    kept = (0, 2)
    return ShortTable(
        tuple(table.columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        sum_rows=1,
    )


def _row(one: GroupChange, name: str, *, is_sum: bool = False) -> tuple[Cell, ...]:
    people = "" if one.people is None else counted(one.people, "people") if one.people != 1 else ""
    return (
        Cell(sentence(name), second=people, is_strong=is_sum),
        Cell(count(one.before), is_strong=is_sum),
        Cell(count(one.after), is_strong=is_sum),
        Cell(signed_whole(one.difference), is_strong=is_sum),
    )


def _groups_title(found: GroupChanges, kind: str, has_force: bool) -> str:
    if not has_force:
        return f"At forecast, by {kind}"
    if found.even is None:
        return f"{sentence(kind)}s move differently"
    if not found.total.difference:
        return f"No {kind} gains or loses"
    word = "gains" if found.total.difference > 0 else "loses"
    return f"Every {kind} {word} {points(abs(found.even), 1)}"


def build_backtest(draft: Answers, force: Answers | None) -> BacktestView | None:
    """The last closed periods under both plans; None where no period can be re-run."""
    rows = draft.backtest.rows
    other = force.backtest.rows if force else ()
    by_period = {row.period.name: row for row in other}
    pairs = tuple(_pair(row, by_period.get(row.period.name)) for row in rows)
    told = [one for pair in pairs for one in (pair.force, pair.draft) if one is not None]
    if not told:
        return None
    title = _backtest_title(rows, by_period)
    return BacktestView(
        title=title,
        words=f"{title}: " + "; ".join(pair.hover for pair in pairs),
        pairs=pairs,
        low=min([*told, 50.0]),
        high=max([*told, 150.0]),
        foot="Each period's own results and targets, as known today",
    )


def _pair(row: BacktestRow, other: BacktestRow | None) -> Pair:
    before = other.funding if other is not None else None
    name = period_short(row.period.name)
    if row.funding is None:
        return Pair(name, None, None, "", "", f"{name}: {row.reason}")
    told = points(row.funding)
    said = f"{name}: {told} under the draft" if other is not None else f"{name}: {told}"
    if before is not None:
        said += f", {points(before)} in force"
    return Pair(
        name=name,
        force=None if before is None else float(before),
        draft=float(row.funding),
        words=rounded(exactly(row.funding), 0),
        gap="" if before is None else _gap(row.funding, before),
        hover=said,
    )


def _gap(after: Fraction, before: Fraction) -> str:
    """The difference of the two printed figures, so that the eye can check it."""
    return signed_whole(int(rounded(exactly(after), 0)) - int(rounded(exactly(before), 0)))


def _backtest_title(rows: Sequence[BacktestRow], other: dict[str, BacktestRow]) -> str:
    told = [row for row in rows if row.funding is not None]
    mean = sum((row.funding for row in told if row.funding is not None), Fraction(0)) / len(told)
    over = f"Over {count(len(told))} closed periods"
    both = [
        (row.funding, other[row.period.name].funding)
        for row in told
        if row.period.name in other and other[row.period.name].funding is not None
    ]
    if not both:
        return f"{over} it would have funded {points(mean)} on average"
    less = sum(1 for after, before in both if after < before)  # type: ignore[operator]
    more = sum(1 for after, before in both if after > before)  # type: ignore[operator]
    if not less and not more:
        return f"{over} it would have paid the same, {points(mean)} on average"
    return f"{over} it pays more in {_many(more)}, less in {_many(less)}, {points(mean)} on average"


def _many(number: int) -> str:
    return count(number) if number else "none"


def build_influence(found: Sequence[Influence]) -> InfluenceView | None:
    """Weights beside influence; None for a plan without measures."""
    if not found:
        return None
    bars = tuple(
        InfluenceBar(
            name=one.label,
            weight=float(one.weight),
            weight_words=rounded(exactly(one.weight), 0),
            share=float(one.share or 0),
            share_words="–" if one.share is None else rounded(exactly(one.share), 0),
            note=one.reason,
        )
        for one in found
    )
    most = max(found, key=lambda one: one.share or Fraction(0))
    if not most.share:
        return InfluenceView("No measure moves the pool at forecast", bars)
    return InfluenceView(
        f"{most.label} decides most: weight {rounded(exactly(most.weight), 0)}, "
        f"influence {rounded(exactly(most.share), 0)}",
        bars,
    )
