"""The commands `python -m metrics meeting`: what the meeting's screen does by hand."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from metrics.days import day_called
from metrics.kpi import Unit
from metrics.registry import kpi as kpi_called
from metrics.scope import Scope

if TYPE_CHECKING:
    from metrics.lifecycle.desk import Desk

app = typer.Typer()
meeting_app = typer.Typer(
    help="The weekly meeting.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(meeting_app, name="meeting")

Actor = Annotated[str, typer.Option("--as", metavar="PERSON", help="The person who acts.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What is written down.")]
KpiKey = Annotated[str, typer.Argument(metavar="KPI", help="The key, such as win_rate.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The commitment's number.")]
Due = Annotated[str | None, typer.Option("--due", metavar="DATE", help="The day it is due.")]
Owner = Annotated[str, typer.Option("--owner", metavar="PERSON", help="Default: who acts.")]
Request = Annotated[str, typer.Option("--key", help="Names the request: done once.")]


def _desk(store: Path | None) -> "Desk":
    # The ledger takes a while to import, and most commands need none.
    from metrics.lifecycle.desk import Desk

    return Desk.open(store_folder(store), datetime.now(UTC))


def _day(text: str | None) -> date | None:
    return None if text is None else day_called(text)


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))


def expected_called(text: str, unit: Unit) -> Decimal:
    """The amount as typed, in the KPI's unit: '5%' and '0.05' of a rate are 5 points.

    Raises: Refused no_expected for what is no amount.
    """
    from metrics.lifecycle.refusals import Refused

    plain = text.strip().removesuffix("%").replace(",", "").strip()
    is_points = text.strip().endswith("%")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or (is_points and unit is not Unit.PERCENT):
        example = "+5% or 0.05" if unit is Unit.PERCENT else "+40000"
        raise Refused("no_expected", f"'{text[:40]}' is no change of it; write {example}")
    return amount / 100 if is_points else amount


@meeting_app.command("hold")
def hold(*, actor: Actor, as_of: AsOf = None, as_json: AsJson = False, store: Store = None) -> None:
    """Freeze the numbers with their rows; the same day and load give the same snapshot."""
    from metrics.meeting.holding import hold as held
    from metrics.meeting.told import snapshot_json, snapshot_text

    made = held(_desk(store), actor, as_of=_day(as_of))
    if as_json:
        _print_json(snapshot_json(made))
    else:
        print(snapshot_text(made))


@meeting_app.command("commit")
def commit(
    what: Text,
    *,
    actor: Actor,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="The day it is due.")],
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI it should move.")],
    expected: Annotated[
        str, typer.Option("--expected", help="By how much: +5% points of a rate, or +40000.")
    ],
    owner: Owner = "",
    scope: Annotated[list[str] | None, typer.Option("--scope", help="DIM=VALUE.")] = None,
    key: Request = "",
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Write down who does what by when, and what it should move by how much."""
    from metrics.meeting.commitments import Said
    from metrics.meeting.commitments import commit as committed

    amount = expected_called(expected, kpi_called(kpi).unit)
    said = Said(what, owner or actor, day_called(due), kpi, amount, Scope.parse(scope or ()))
    made = committed(_desk(store), actor, said, key=key)
    _say(made.number, as_json, store)


@meeting_app.command("settle")
def settle(
    number: Number,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="kept, moved or dropped.")],
    *,
    actor: Actor,
    due: Due = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")] = "",
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Say what came of a commitment; moving and dropping take a reason."""
    from metrics.meeting.commitments import settle as settled

    settled(_desk(store), actor, number, outcome, due_on=_day(due), reason=reason)
    _say(number, as_json, store)


@meeting_app.command("note")
def note(
    text: Text, *, actor: Actor, key: Request = "", as_json: AsJson = False, store: Store = None
) -> None:
    """Write down a note."""
    _noted(text, actor=actor, kind="note", key=key, as_json=as_json, store=store)


@meeting_app.command("decide")
def decide(
    text: Text, *, actor: Actor, key: Request = "", as_json: AsJson = False, store: Store = None
) -> None:
    """Write down a decision."""
    _noted(text, actor=actor, kind="decision", key=key, as_json=as_json, store=store)


@meeting_app.command("dispute")
def dispute(
    kpi: KpiKey,
    text: Text,
    *,
    actor: Actor,
    owner: Owner = "",
    key: Request = "",
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Park a doubt about what a KPI means."""
    from metrics.meeting.notes import dispute as disputed
    from metrics.meeting.told import dispute_json

    desk = _desk(store)
    made = disputed(desk, actor, kpi, text, owner=owner, key=key)
    if as_json:
        _print_json(dispute_json(made, desk.today))
    else:
        print(f"dispute {made.number} about {made.kpi} is parked with {made.owner}")


@meeting_app.command("show")
def show(
    *,
    actor: Actor,
    since: Annotated[str | None, typer.Option("--since", help="Settled after this day.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Commitments with what they did, notes, decisions, disputes, and the meetings held."""
    from metrics.meeting.shown import shown_json, shown_text

    desk = _desk(store)
    if as_json:
        _print_json(shown_json(desk, actor, _day(since), _day(as_of)))
    else:
        print(shown_text(desk, actor, _day(since), _day(as_of)))


@meeting_app.command("then-now")
def then_now(
    *,
    actor: Actor,
    meeting: Annotated[
        int | None, typer.Option("--meeting", help="Its number; default the last one.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Each number's change since a held meeting: what is real, what was restated, by which rows."""
    from metrics.meeting.shown import compared_with
    from metrics.meeting.told import then_now_json, then_now_text

    held, found = compared_with(_desk(store), actor, meeting, _day(as_of))
    if as_json:
        told = {"meeting": held.number, "held_on": held.held_on.isoformat()}
        _print_json({**told, "as_of": held.as_of.isoformat(), "changes": then_now_json(found)})
        return
    print(f"Since meeting {held.number} of {held.held_on}, as of {held.as_of}\n")
    print(then_now_text(found))


def _noted(
    text: str, *, actor: str, kind: str, key: str, as_json: bool, store: Path | None
) -> None:
    from metrics.meeting.notes import note as noted
    from metrics.meeting.told import note_json

    made = noted(_desk(store), actor, text, kind=kind, key=key)
    if as_json:
        _print_json(note_json(made))
    else:
        print(f"{made.kind} {made.number} is written down")


def _say(number: int, as_json: bool, store: Path | None) -> None:
    from metrics.meeting.commitments import commitment
    from metrics.meeting.told import commitment_json

    made = commitment(_desk(store).state, number)
    if as_json:
        _print_json(commitment_json(made))
    else:
        print(f"commitment {made.number} is {made.state}, due on {made.due_on}")
