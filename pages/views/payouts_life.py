"""Payouts: teams, corrections, who has read the plan, and questions with their answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.ledger.event import Sealed
from data.workspace import Workspace
from metrics.lifecycle.exact_text import inner
from metrics.lifecycle.guard import About, Action
from metrics.lifecycle.records import Dispute, PeriodRecord, Version
from metrics.lifecycle.state import State
from metrics.lifecycle.teams import TeamPay
from metrics.wording import (
    counted,
    day,
    decimal,
    exact_money,
    joined,
    period_label,
    points,
    sentence,
)
from pages.views.payouts_tree import person_label
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block

MaySee = Callable[[Action, About], bool]
_LONGEST_LIST = 12


@dataclass(frozen=True)
class TableBlock:
    """A block with a table, or with a sentence where there is nothing to list."""

    block: Block
    table: ShortTable | None
    foot: str = ""


def build_teams(found: tuple[TeamPay, ...], currency: str) -> TableBlock:
    """Pay by team; groups that would give a person away are kept back."""
    if not found:
        return TableBlock(
            Block("Teams"), None, "Fewer than five payees in all: no distribution is shown."
        )
    rows = tuple(_team_row(one, currency) for one in found)
    columns = (
        Column("Team"),
        Column("People", is_number=True),
        Column("Target", is_number=True),
        Column("Pay", is_number=True),
        Column("% of target", is_number=True),
    )
    foot = "Corrections of earlier periods are left out. No group below five people is shown."
    return TableBlock(Block("How it is distributed"), ShortTable(columns, rows), foot)


def _team_row(one: TeamPay, currency: str) -> tuple[Cell, ...]:
    name = Cell(sentence(one.team), is_strong=True)
    if one.target is None or one.paid is None:
        return name, Cell("–", one.reason), Cell("–"), Cell("–"), Cell("–")
    return (
        name,
        Cell(str(one.people)),
        Cell(exact_money(decimal(one.target), currency)),
        Cell(exact_money(decimal(one.paid), currency), is_strong=True),
        Cell("–" if one.percent is None else points(one.percent, 1)),
    )


def build_corrections(
    record: PeriodRecord, workspace: Workspace, *, has_money: bool
) -> tuple[str, ...]:
    """The period's restatements in a sentence each, without anybody's amount.

    Why, and how many statements it changes, could point at a person: only with `has_money`.
    """
    found = []
    for event in record.restatements:
        on = day(event.at.astimezone(workspace.zone).date(), workspace)
        people = counted(len(inner(event.body, "differences")), "statements")
        why = f": {event.body['reason']}. It changes {people}" if has_money else ""
        void = record.close is None or event.body["close"] != record.close.hash
        found.append(f"Restated on {on}{why}{'; void, as it was reopened.' if void else '.'}")
    return tuple(found)


def build_unread(
    version: Version | None,
    people: Sequence[str],
    may: MaySee,
    names: Mapping[str, str],
    own: str,
) -> str:
    """Which payees of an open period have not read its plan yet, as far as `own` may know."""
    if version is None or version.status != "in_force":
        return ""
    late = [one for one in people if one not in version.acknowledged]
    seen = [one for one in late if may(Action.SEE_STATEMENT, About(person_id=one))]
    if not seen:
        return ""
    if seen == [own]:
        return "You have not acknowledged the plan in force yet: read it on the Plan screen."
    shown = [person_label(one, names) for one in seen[:_LONGEST_LIST]]
    more = len(seen) - len(shown)
    listed = joined([*shown, *([f"{more} more"] if more else [])])
    if len(seen) < len(late):
        return f"Has not acknowledged the plan yet: {listed}."
    return f"{len(late)} of {len(people)} payees have not acknowledged the plan yet: {listed}."


@dataclass(frozen=True)
class Question:
    """One question about a statement, as this person may see it."""

    number: str
    title: str
    text: str
    answer: str
    may_answer: bool


def build_questions(
    state: State,
    period: str,
    may: MaySee,
    names: Mapping[str, str],
    who: tuple[str, Workspace],
) -> tuple[Question, ...]:
    """The questions about this period that the person may see: the own, and those to answer."""
    found = []
    for number, one in state.disputes.items():
        person = str(one.asked.body["person_id"])
        about = About(person_id=person)
        if one.asked.body["period"] == period and may(Action.SEE_STATEMENT, about):
            may_answer = one.answered is None and person != who[0] and may(Action.ANSWER, about)
            found.append(_question(number, one, names, who[1], may_answer))
    return tuple(found)


def _question(
    number: str, one: Dispute, names: Mapping[str, str], workspace: Workspace, may_answer: bool
) -> Question:
    asked = one.asked
    person = person_label(str(asked.body["person_id"]), names)
    line, text = _told(asked.body["question"], "line"), _told(asked.body["question"], "text")
    period = period_label(str(asked.body["period"]))
    title = f"{person} on {_on(asked.at, workspace)} about '{line}', {period}"
    if one.answered is None:
        return Question(number, title, text, "", may_answer)
    answer = one.answered
    said = _told(answer.body["answer"], "text")
    by = f"{person_label(answer.actor, names)} on {_on(answer.at, workspace)}"
    return Question(number, title, text, f"{by}: {said}", may_answer=False)


def _on(moment: datetime, workspace: Workspace) -> str:
    return day(moment.astimezone(workspace.zone).date(), workspace)


def _told(found: object, name: str) -> str:
    """A sealed text; '(deleted)' where the person's key is gone."""
    if isinstance(found, Sealed) or not isinstance(found, Mapping):
        return str(found)
    return str(found[name])
