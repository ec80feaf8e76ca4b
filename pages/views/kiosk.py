"""What a wall screen shows: five views, each one sentence, one number, one chart at most.

A view is the same for everybody who walks by: it names no person, and of the pool the percent
alone. Its budget is part of it: one hero, four numbers beside, one chart or a few rows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from data.warehouse import Reader
from metrics.known import known
from metrics.lifecycle.state import State
from metrics.pace import business_days
from metrics.wording import count, weekday
from pages.views.asked import Asked, last_day, moment_of
from pages.views.chart import LineChart
from pages.views.kiosk_chart import Bullets, Falls
from pages.views.tile import Change
from pages.views.words import Headline

# In the order of the meeting's blocks.
NAMES = {
    "commitments": "Commitments",
    "number": "The number",
    "changed": "What changed",
    "handover": "The handover",
    "demand": "Demand and customers",
}
KEYS = tuple(NAMES)
# Whoever loads once a working day may miss one; after two somebody should know.
OLD_AFTER_WORKING_DAYS = 2
# Who can mend what cannot be read.
TELL = "Tell whoever loads the data; the Data screen and “python -m data status” say what is wrong."
NO_DAY = "As of no day yet"
# A rotation faster than this cannot be read, one slower than an hour is none.
SHORTEST, LONGEST, USUAL = 5, 3600, 30


@dataclass(frozen=True)
class Decided:
    """What the ledger says on a day; `stamp` names as much of it as a view depends on, and
    stands for it in the key of a cache.
    """

    stamp: str
    today: date
    state: State = field(repr=False, compare=False)


@dataclass(frozen=True)
class Beside:
    """One of the numbers under the rule: its label, its value, and what it is judged by."""

    label: str
    value: str
    note: Change


@dataclass(frozen=True)
class Pledge:
    """A commitment in two lines; `state` is a word the style knows."""

    state: str
    what: str
    under: str


@dataclass(frozen=True)
class WallView:
    """One view of the wall, every word settled. `chart` is a figure's data or None."""

    key: str
    headline: Headline
    label: str
    hero: str
    lines: tuple[Change, ...]
    beside: tuple[Beside, ...]
    as_of: str
    chart: LineChart | Falls | Bullets | None = None
    chart_title: str = ""
    pledges: tuple[Pledge, ...] = ()
    said: str = ""

    @property
    def place(self) -> int:
        """Where it stands among the five, from 0."""
        return KEYS.index(self.key)


def as_of_line(reader: Reader, asked: Asked) -> str:
    """'As of Sun 15 Nov 2026 · day 32 of 64'."""
    written = weekday(asked.as_of, reader.load.workspace)
    if not moment_of(asked).is_running:
        return f"As of {written}"
    passed, whole = business_days(reader, moment_of(asked))
    return f"As of {written} · day {count(passed)} of {count(whole)}"


def age_of(reader: Reader, today: date) -> str:
    """How old the data is on that day, for the banner; '' while it is fresh.

    Old is what misses two working days of the company: a weekend makes nothing old.
    """
    last = last_day(reader)
    missed = known(reader).working_day_count(last + timedelta(days=1), today)
    if missed < OLD_AFTER_WORKING_DAYS:
        return ""
    days = count((today - last).days)
    return f"Old data: it ends on {weekday(last, reader.load.workspace)}, {days} days ago"


def trouble_words(what: str, seen_at: datetime | None) -> str:
    """The banner over the last good view while `what` cannot be read."""
    if seen_at is None:
        return f"{what} cannot be read now; it is tried again"
    return f"{what} cannot be read now; this was read on {seen_at:%d %b at %H:%M}"


def unread_words(what: str) -> str:
    """The sentence of a view that was never read before `what` broke."""
    return f"{what} cannot be read now"


def empty_view(key: str, sentence: str, as_of: str = NO_DAY, said: str = "") -> WallView:
    """A view without numbers, which says why, and in `said` what would fill it."""
    return WallView(key, Headline(sentence), "", "", (), (), as_of, said=said)


def turn_of(word: str) -> int:
    """After how many seconds the views turn: 0 where the link asks for none, a calm 30 where
    what it asks for makes no sense.
    """
    if not word:
        return 0
    seconds = int(word) if word.isascii() and word.isdigit() and len(word) <= 5 else USUAL
    return seconds if SHORTEST <= seconds <= LONGEST else USUAL


def neighbour(key: str, by: int) -> str:
    """The view `by` places further on, round and round."""
    return KEYS[(KEYS.index(key) + by) % len(KEYS)]
