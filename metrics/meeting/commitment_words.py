"""Commitments in words: what was promised, what came of it, and what the numbers did since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.workspace import Workspace
from metrics.meeting.agenda import Agenda
from metrics.meeting.effects import Effect
from metrics.meeting.words import (
    days_left,
    from_to,
    meeting_name,
    person,
    should_move,
    signed,
)
from metrics.said import Moved
from metrics.wording import NO_DATA, difference, lowered, number_word, sentence, short_weekday

# In the order in which they stand: what is over first, then what waits.
ORDER = ("kept", "moved", "dropped", "overdue", "open")


@dataclass(frozen=True)
class Promised:
    """A commitment in words. `mark` is its square: kept, moved, dropped, or open."""

    number: int
    mark: str
    state: str
    what: str
    owner: str
    due: str
    should: str
    did: Moved
    second: str
    is_open: bool


def promised(
    found: Agenda,
    did: Sequence[Effect],
    names: Mapping[str, str],
    workspace: Workspace,
) -> tuple[Promised, ...]:
    """Every commitment on the table with what became of it, what is over first."""
    rows = [_row(one, found, names, workspace) for one in did]
    rows.sort(key=lambda row: ORDER.index(_word(found, row.number)))
    return tuple(rows)


def _word(found: Agenda, number: int) -> str:
    return next(found.came_of(one) for one in found.commitments if one.number == number)


def commitments_title(found: Agenda) -> str:
    """'Four of six commitments were kept'."""
    counted, of_all = found.counted(), found.due
    kept, waiting = counted.get("kept", 0), counted.get("open", 0)
    if not of_all:
        if not waiting:
            return "No commitment is open"
        noun = "commitment is" if waiting == 1 else "commitments are"
        return f"Nothing was due; {number_word(waiting).lower()} {noun} open"
    if of_all == 1:
        return "The one commitment that was due was " + ("kept" if kept else "not kept")
    if kept == of_all:
        return f"All {number_word(of_all).lower()} commitments were kept"
    verb = "was" if kept == 1 else "were"
    first = number_word(kept) if kept else "None"
    return f"{first} of {number_word(of_all).lower()} commitments {verb} kept"


def counted_words(counted: Mapping[str, int]) -> str:
    """'4 kept · 1 moved · 1 dropped'."""
    return " · ".join(f"{counted[word]} {word}" for word in ORDER if word in counted)


def commitments_hint(found: Agenda, workspace: Workspace) -> str:
    """What to do where nothing was promised, or since when it is looked at."""
    if found.commitments:
        if found.before is None:
            return "No meeting was held before; everything that was promised is shown."
        return f"Open, or settled since {lowered(meeting_name(found.before, workspace))}."
    return (
        "A commitment says who does what by when, and which number it should move by how much; "
        "the next meeting shows what that number did."
    )


def _did(one: Effect, word: str, found: Agenda, currency: str) -> tuple[Moved, str]:
    """What stands in the last column: what the number did, or when it is due and why."""
    made = one.commitment
    if word == "kept":
        return _moved(one, currency), made.reason
    if word == "dropped":
        return Moved(made.reason), f"meanwhile {_plain(one, currency)}"
    left = days_left(made.days_left(found.day))
    so_far = f"so far {_plain(one, currency)}"
    if word == "overdue":
        return Moved(left, 1, False), so_far
    if made.state != "moved":
        return Moved(left), so_far
    # Moved before the meeting before: it waits, and is counted, like any other.
    return Moved(left), made.reason if word == "moved" else f"moved: {made.reason}"


def _moved(one: Effect, currency: str) -> Moved:
    """'6 points, 72 % to 78 %' with its arrow and verdict."""
    moved, unit = one.difference, one.kpi.unit
    if moved is None or one.now.value is None or one.then.value is None:
        return Moved(_no_number(one))
    span = from_to(one.then.value, one.now.value, unit, currency)
    if not moved:
        return Moved(f"no change, {span}")
    return Moved(
        f"{difference(moved, None, unit, currency)}, {span}", 1 if moved > 0 else -1, one.is_better
    )


def _plain(one: Effect, currency: str) -> str:
    """'−$197k', 'no change'."""
    if one.difference is None:
        return _no_number(one)
    return signed(one.difference, one.kpi.unit, currency) if one.difference else "no change"


def _no_number(one: Effect) -> str:
    return f"{NO_DATA} {'now' if one.now.value is None else 'then'}"


def _row(one: Effect, found: Agenda, names: Mapping[str, str], workspace: Workspace) -> Promised:
    made, word = one.commitment, found.came_of(one.commitment)
    did, second = _did(one, word, found, workspace.currency)
    return Promised(
        number=made.number,
        mark="open" if word == "overdue" else word,
        state=sentence(word),
        what=made.what,
        owner=person(made.owner, names),
        due=short_weekday(made.due_on),
        should=should_move(made, one.kpi, workspace.currency),
        did=did,
        second=second,
        is_open=made.is_open,
    )
