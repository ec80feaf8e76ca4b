"""What the scope bar offers: the members that the loaded data has, and periods with data."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.compute import Question, answers, calendar_of
from metrics.members import NONE
from metrics.periods import FiscalCalendar
from metrics.wording import member_name, period_label

QUARTERS = 9
DIMENSIONS = ("region", "size_band", "industry", "team", "source")
# Both ends of the trip: a region may have bookings and no leads, or the other way round.
_KPIS = ("leads_created", "bookings")


@dataclass(frozen=True)
class Choices:
    """Words of a link, in the order the bar shows them."""

    periods: tuple[str, ...]
    members: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, name: str) -> tuple[str, ...]:
        """The words one part of the scope may have, without 'all'."""
        return dict(self.members).get(name, ())


def build_choices(reader: Reader) -> Choices:
    """The members of each dimension over all time, by name."""
    calendar = calendar_of(reader)
    found = {name: _members(reader, calendar, name) for name in DIMENSIONS}
    segments = tuple(
        f"{dimension}:{member}"
        for dimension in ("size_band", "industry")
        for member in found[dimension]
    )
    return Choices(
        periods=_periods(reader, calendar),
        members=(
            ("region", found["region"]),
            ("segment", segments),
            ("team", found["team"]),
            ("source", found["source"]),
        ),
    )


def _members(reader: Reader, calendar: FiscalCalendar, dimension: str) -> tuple[str, ...]:
    question = Question(kpis=_KPIS, periods=(calendar.parse("all"),), by=(dimension,))
    found = {one.by[0] for one in answers(reader, question) if one.by}
    return tuple(sorted(found - {NONE})) + ((NONE,) if NONE in found else ())


def _periods(reader: Reader, calendar: FiscalCalendar) -> tuple[str, ...]:
    """This quarter and the eight before, this month and the one before, the years, all."""
    as_of = reader.load.data_date or reader.load.published_at.date()
    quarters = [calendar.containing(as_of, "quarter")]
    while len(quarters) < QUARTERS:
        quarters.append(calendar.previous(quarters[-1]))
    month = calendar.containing(as_of, "month")
    year = calendar.containing(as_of, "year")
    others = (month, calendar.previous(month), year, calendar.previous(year))
    return (*(one.name for one in quarters), *(one.name for one in others), "all")


def word_label(name: str, word: str) -> str:
    """What the bar shows for a word of the link."""
    if name == "period":
        return period_label(word)
    if word == "all":
        return "All"
    if name == "segment":
        dimension, _, word = word.partition(":")
        return member_name(dimension, word)
    return member_name(name, word)
