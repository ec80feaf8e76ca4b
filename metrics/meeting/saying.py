"""What every entry of a meeting shares: its day, the data's day, its text, its own request."""

from dataclasses import dataclass
from datetime import date

from metrics.known import known
from metrics.lifecycle import events as kinds
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.events import person_called
from metrics.lifecycle.refusals import Refused, is_text
from metrics.lifecycle.state import State
from metrics.people import names_of
from metrics.reader import Reader

LONGEST_LINE, LONGEST_TEXT = 200, 4000


@dataclass(frozen=True)
class Days:
    """The company's day on which something is said, and the last day of the data seen then."""

    today: date
    as_of: date


def days_of(desk: Desk, reader: Reader, as_of: date | None) -> Days:
    """The desk's day, and the day asked for; by default as far as the data reach by today.

    Raises: Refused beyond_data for a day that the load or the calendar has not reached, or
    before the first on record.
    """
    today, data_date = desk.today, reader.load.data_date or desk.today
    latest = min(today, data_date)
    if as_of is not None and as_of > latest:
        raise Refused(
            "beyond_data", f"the load tells of days up to {latest}; {as_of} is not among them"
        )
    first_on = _first_on(reader)
    if as_of is not None and first_on is not None and as_of < first_on:
        raise Refused(
            "beyond_data", f"the load tells of days from {first_on}; {as_of} is before them"
        )
    return Days(today, as_of or latest)


def _first_on(reader: Reader) -> date | None:
    """The first day of which anything is on record."""
    extents = known(reader).extents.values()
    return min((extent[0] for extent in extents if extent is not None), default=None)


def needed_line(text: str, what: str, longest: int = LONGEST_LINE) -> str:
    """The text as one line. Raises: Refused no_text for none, or one of too many characters."""
    return _needed(" ".join(text.split()), what, longest)


def needed_text(text: str, what: str) -> str:
    """The text without outer blanks. Raises: Refused no_text for none, or over 4,000 signs."""
    return _needed(text.strip(), what, LONGEST_TEXT)


def _needed(text: str, what: str, longest: int) -> str:
    if not text:
        raise Refused("no_text", f"{what} needs a text")
    if len(text) > longest:
        raise Refused("no_text", f"{what} takes {longest} characters at most, not {len(text)}")
    if not is_text(text):
        raise Refused("no_text", f"{what} holds a sign that is no text")
    return text


def known_person(name: str, state: State, reader: Reader) -> str:
    """The id of somebody the load or the ledger knows.

    Raises: Refused unknown_person, PersonError for what names nobody.
    """
    who = person_called(name)
    if who not in state.roles and who not in state.payees and who not in names_of(reader):
        raise Refused(
            "unknown_person", f"nobody has the id {who}; write the person_id of people.csv"
        )
    return who


def own_key(kind: str, actor: str, days: Days, key: str, *said: str | int) -> str:
    """The key of a request: its own, else what was said on that day, so that saying it twice
    writes it once.
    """
    if key:
        return kinds.request_key(kind, actor, "request", key)
    return kinds.request_key(kind, days.today.isoformat(), *said)
