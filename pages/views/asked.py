"""What a screen is asked for: period, scope and as-of, read from the words of a link.

A link is text that anyone can edit: what it says and we do not know becomes a calm sentence and
the default, never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.errors import RevenueError
from data.warehouse import Reader
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.days import day_called
from metrics.periods import FiscalCalendar, Period
from metrics.scope import Scope
from metrics.wording import day, weekday
from pages.views.choices import Choices

SEGMENTS = ("size_band", "industry")
NAMES = ("period", "region", "segment", "team", "source", "as_of")
ALL = "all"


@dataclass(frozen=True)
class Asked:
    """A valid question of the reader; `messages` say what in the link was not understood."""

    period: Period
    scope: Scope
    as_of: date
    chosen: tuple[tuple[str, str], ...]
    messages: tuple[str, ...] = ()

    def choice(self, name: str) -> str:
        """The word that stands in the link for one part of the scope; 'all' where none does."""
        return dict(self.chosen).get(name, ALL)


def understood(words: Mapping[str, str], choices: Choices, reader: Reader) -> Asked:
    """The question in the link, with the default for each word that makes no sense."""
    messages: list[str] = []
    as_of = _as_of(words.get("as_of"), reader, messages)
    calendar = calendar_of(reader)
    period = _period(words.get("period"), calendar, as_of, messages)
    chosen = {"period": period.name}
    filters: dict[str, str] = {}
    for name, known in choices.members:
        word = words.get(name, ALL)
        if word == ALL:
            continue
        if word not in known:
            messages.append(f"There is no {name} “{_short(word)}” in this data; all are shown.")
            continue
        chosen[name] = word
        dimension, _, member = word.partition(":") if name == "segment" else (name, "", word)
        filters[dimension] = member
    if as_of != last_day(reader):
        chosen["as_of"] = as_of.isoformat()
    return Asked(period, Scope.of(**filters), as_of, tuple(chosen.items()), tuple(messages))


def last_day(reader: Reader) -> date:
    """The day the data reaches; the day of the load where it has no dates at all."""
    return reader.load.data_date or reader.load.published_at.date()


def _as_of(word: str | None, reader: Reader, messages: list[str]) -> date:
    """The day the link asks for, when the data reaches it; else the data's own date."""
    latest = last_day(reader)
    if not word:
        return latest
    written = day(latest, reader.load.workspace)
    try:
        asked = day_called(word)
    except RevenueError:
        messages.append(
            f"“{_short(word)}” is no date (write 2026-11-15); as of {written} is shown."
        )
        return latest
    if asked > latest:
        messages.append(f"The data ends on {written}; that day is shown instead.")
        return latest
    return asked


def _period(word: str | None, calendar: FiscalCalendar, as_of: date, messages: list[str]) -> Period:
    default = calendar.containing(as_of, "quarter")
    if not word:
        return default
    try:
        found = calendar.parse(word)
    except RevenueError:
        messages.append(
            f"“{_short(word)}” is no period (write 2026-Q4, 2026-11, 2026-W47 or 2026); "
            "this quarter is shown."
        )
        return default
    if found.start_on > as_of:
        messages.append(f"“{_short(word)}” starts after the data ends; this quarter is shown.")
        return default
    return found


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"


def moment_of(asked: Asked) -> Moment:
    """The period, as-of and scope as the metrics take them."""
    return Moment(asked.period, asked.as_of, asked.scope)


def as_of_words(reader: Reader, as_of: date) -> str:
    """'As of Sun 15 Nov 2026 · load 7c1e94b2'."""
    written = weekday(as_of, reader.load.workspace)
    return f"As of {written} · load {reader.load.fingerprint[:8]}"
