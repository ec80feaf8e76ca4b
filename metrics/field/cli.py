"""The commands `python -m metrics field`: what either side asks, and the other answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder

if TYPE_CHECKING:
    from metrics.field.records import Voice
    from metrics.lifecycle.desk import Desk

app = typer.Typer()
field_app = typer.Typer(
    help="The field voice.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(field_app, name="field")

Actor = Annotated[str, typer.Option("--as", metavar="PERSON", help="The person who acts.")]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="The words, on one line.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The voice's number.")]


def _desk(store: Path | None) -> "Desk":
    # The ledger takes a while to import, and most commands need none.
    from metrics.lifecycle.desk import Desk

    return Desk.open(store_folder(store), datetime.now(UTC))


@field_app.command("raise")
def raise_one(
    text: Text,
    *,
    actor: Actor,
    kind: Annotated[str, typer.Option("--kind", help="request, frustration or quote.")] = "request",
    who: Annotated[str, typer.Option("--who", help="Who said it: a role or a customer.")] = "",
    account: Annotated[
        str, typer.Option("--account", help="Its id or name, where it concerns one.")
    ] = "",
    kpi: Annotated[str, typer.Option("--kpi", help="The KPI, where it concerns one.")] = "",
    asks: Annotated[
        str, typer.Option("--to", metavar="SIDE", help="Who answers; default the other side.")
    ] = "",
    key: Annotated[str, typer.Option("--key", help="Names the request: done once.")] = "",
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Say what a customer or the own team says; a request waits for the other side."""
    from metrics.field.voices import Said, raise_voice

    desk = _desk(store)
    made = raise_voice(desk, actor, Said(text, kind, who, account, kpi, asks), key=key)
    asked = f" and waits for {made.asks}" if made.asks else ""
    _say(desk, made, f"{made.kind} {made.number} is raised{asked}", as_json=as_json)


@field_app.command("answer")
def answer_one(
    number: Number, text: Text, *, actor: Actor, as_json: AsJson = False, store: Store = None
) -> None:
    """Answer what the other side has raised."""
    from metrics.field.voices import answer

    desk = _desk(store)
    made = answer(desk, actor, number, text)
    _say(desk, made, f"{made.kind} {number} is answered by {made.asks}", as_json=as_json)


@field_app.command("withdraw")
def withdraw_one(
    number: Number, *, actor: Actor, as_json: AsJson = False, store: Store = None
) -> None:
    """Take back what one has raised oneself."""
    from metrics.field.voices import withdraw

    desk = _desk(store)
    made = withdraw(desk, actor, number)
    _say(desk, made, f"{made.kind} {number} is taken back", as_json=as_json)


@field_app.command("list")
def list_all(*, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """Everything that stands, what waits longest first, each against its clock."""
    from metrics.field.clock import Clock
    from metrics.field.seen import seen
    from metrics.field.told import seen_json, seen_text
    from metrics.lifecycle.guard import Action

    desk = _desk(store)
    state, reader = desk.see(Action.SEE_REVENUE, actor), desk.warehouse.reader()
    found = seen(state.field_voice, Clock.of(reader), desk.now)
    if as_json:
        _print_json({"voices": [seen_json(one) for one in found]})
    else:
        print(seen_text(found, desk.workspace))


def _say(desk: "Desk", made: "Voice", words: str, *, as_json: bool) -> None:
    from metrics.field.clock import Clock
    from metrics.field.seen import seen_of
    from metrics.field.told import seen_json

    if not as_json:
        print(words)
        return
    _print_json(seen_json(seen_of(made, Clock.of(desk.warehouse.reader()), desk.now)))


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))
