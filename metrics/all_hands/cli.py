"""The commands `python -m metrics all-hands`: what a deck is told from, and its words."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from metrics.formats import printable

if TYPE_CHECKING:
    from metrics.all_hands.told import Told
    from metrics.lifecycle.desk import Desk

app = typer.Typer()
all_hands_app = typer.Typer(
    help="The all-hands.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(all_hands_app, name="all-hands")

Actor = Annotated[str, typer.Option("--as", metavar="PERSON", help="The person who acts.")]
Meeting = Annotated[
    int | None, typer.Option("--meeting", help="The meeting's number; default the last one.")
]


def _desk(store: Path | None) -> "Desk":
    # The ledger takes a while to import, and most commands need none.
    from metrics.lifecycle.desk import Desk

    return Desk.open(store_folder(store), datetime.now(UTC))


def _number(desk: "Desk", meeting: int | None) -> int:
    """The meeting asked for; the last one where none is."""
    return len(desk.state.meeting.held) if meeting is None else meeting


@all_hands_app.command("show")
def show(
    *, actor: Actor, meeting: Meeting = None, as_json: AsJson = False, store: Store = None
) -> None:
    """What the slides of a held meeting are told from, and which words were written anew."""
    from metrics.all_hands.told import told
    from metrics.lifecycle.guard import Action
    from metrics.meeting.holding import snapshot

    desk = _desk(store)
    state = desk.see(Action.SEE_REVENUE, actor)
    found = told(state, snapshot(state, _number(desk, meeting)))
    document = _document(found)
    if as_json:
        print(json.dumps(document, ensure_ascii=False, allow_nan=False))
        return
    held = found.held
    print(f"Meeting {held.number}, as of {held.as_of}, load {held.fingerprint[:12]}\n")
    for one in found.sentences:
        print(one.text)
    for part in (*found.sourced, *found.strategies):
        print(f"{printable(part.name)}: {part.value} in {part.rows} bookings")
    for (slide, key), said in sorted(found.words.items()):
        print(f"{slide} {key}, by {said.said_by}: {printable(said.text)}")
    if found.reason:
        print(found.reason)


def _document(found: "Told") -> dict[str, object]:
    """The same for programs: amounts as text, nothing rounded."""
    splits = {"sourced": found.sourced, "strategies": found.strategies}
    return {
        "meeting": found.held.number,
        "as_of": found.held.as_of.isoformat(),
        "fingerprint": found.held.fingerprint,
        "reason": found.reason or None,
        "sentences": [one.text for one in found.sentences],
        "funding": None if found.line is None else str(found.line.exact),
        "missed": [one.key for one in found.missed],
        **{
            name: [{"name": one.name, "value": str(one.value), "rows": one.rows} for one in parts]
            for name, parts in splits.items()
        },
        "words": [
            {"slide": slide, "key": key, "text": said.text, "said_by": said.said_by}
            for (slide, key), said in sorted(found.words.items())
        ],
    }


@all_hands_app.command("word")
def word(
    slide: Annotated[str, typer.Argument(metavar="SLIDE", help="Such as opening or win.")],
    key: Annotated[str, typer.Argument(metavar="WORDS", help="Such as sentence or foot.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Empty: as computed again.")],
    *,
    actor: Actor,
    meeting: Meeting = None,
    request: Annotated[str, typer.Option("--key", help="Names the request: done once.")] = "",
    store: Store = None,
) -> None:
    """Write words of a slide anew; they are kept with the meeting."""
    from metrics.all_hands.wording import word as worded
    from metrics.meeting.records import Place

    desk = _desk(store)
    place = Place(_number(desk, meeting), slide, key)
    said = worded(desk, actor, place, text, request=request)
    print(
        f"{slide} {key} is as computed"
        if said is None
        else f"{slide} {key}: {printable(said.text)}"
    )
