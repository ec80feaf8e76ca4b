"""The headline: what happened, the part that accounts for it, what is unusual, calm otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from metrics.answer import Answer
from metrics.compared import WEEK, Moment
from metrics.compute import Question, answers
from metrics.handover.words import unknown
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.drivers import driver_of
from metrics.sentences.standing import Standing, standing
from metrics.sentences.weeks import CLOCKS, Week, in_order, is_foreign, of_loaded, weeks
from metrics.sentences.words import driver_words, starts_with_name, week_words
from metrics.wording import percent, sentence

Kind = Literal["happened", "driver", "unusual", "calm", "none"]
# What one line of a screen holds.
LONGEST = 110
MOST = 3
MISSED = {
    "response_within_sla": "sales answers {value} of handovers in time, {target} agreed",
    "hand_back_answer_within_sla": "marketing answers {value} of hand-backs in time, "
    "{target} agreed",
}
BOTH_MISSED = "sales answers {0} in time ({1} agreed), marketing {2} ({3} agreed)"


@dataclass(frozen=True)
class Sentence:
    """A sentence without its full stop, the KPIs it speaks of, and the records behind them.

    `is_name_first`: it opens with a name, whose capital stays inside another sentence.
    """

    text: str
    kind: Kind
    kpis: tuple[str, ...]
    rows: int
    is_name_first: bool = False

    @property
    def clause(self) -> str:
        """The sentence as it stands after a semicolon."""
        return self.text if self.is_name_first else f"{self.text[:1].lower()}{self.text[1:]}"


def headline(reader: Reader, moment: Moment) -> tuple[Sentence, ...]:
    """One to three sentences on a period of a scope, the most important first."""
    return headline_of(reader, moment, standing(reader, moment))


def headline_of(reader: Reader, moment: Moment, found: Standing) -> tuple[Sentence, ...]:
    """The same where it is known how bookings stand."""
    judged = weeks(reader, moment) if is_this_week(moment) else ()
    clocks = clocks_of(reader, moment)
    first = happened(found)
    told = [
        first,
        *driven(reader, moment, found),
        *[unusual_sentence(week, reader) for week in in_order(judged)][:1],
        *missed(clocks),
    ]
    if len(told) == 1:
        told += calm(clocks, judged, is_off=found.gap is not None and not found.gap.is_calm)
    return tuple(told[:MOST])


def title_line(sentences: Sequence[Sentence]) -> str:
    """The first sentence and the next that fits beside it, as the one line of a screen."""
    return line_and_rest(sentences)[0]


class Joins(Protocol):
    """A sentence that can stand first, or after another."""

    @property
    def text(self) -> str:
        """As it stands first."""

    @property
    def clause(self) -> str:
        """As it stands after a semicolon."""


AnySentence = TypeVar("AnySentence", bound=Joins)


def line_and_rest(
    sentences: Sequence[AnySentence],
) -> tuple[str, tuple[AnySentence, ...]]:
    """The one line of a screen, and the sentences that are not in it; '' without a sentence."""
    if not sentences:
        return "", ()
    first, *others = sentences
    for place, one in enumerate(others):
        line = f"{first.text}; {one.clause}"
        if len(line) <= LONGEST:
            return line, (*others[:place], *others[place + 1 :])
    return first.text, tuple(others)


def is_this_week(moment: Moment) -> bool:
    """Whether the last week of the period that can be seen is the present one."""
    return moment.seen_to + WEEK > moment.as_of


def happened(found: Standing) -> Sentence:
    """What happened: bookings against what was due."""
    now = found.booked.now
    if now.value is None or not now.rows:
        return Sentence(_unbooked(now), "none", ("bookings",), 0)
    return Sentence(f"Bookings are {found.words}", "happened", ("bookings",), now.rows)


def _unbooked(now: Answer) -> str:
    """That nothing is booked, or why nobody can tell."""
    why = unknown(now)
    return f"Bookings cannot be told: {why}" if why else "Nothing is booked in this period"


def driven(reader: Reader, moment: Moment, found: Standing) -> tuple[Sentence, ...]:
    """The one part that accounts for most of the gap, where one does."""
    if found.gap is None or not found.booked.now.rows:
        return ()
    one = driver_of(reader, moment, found.gap)
    if one is None:
        return ()
    words = driver_words(one, found.gap, reader.load.workspace.currency)
    is_name = starts_with_name(one)
    text = words if is_name else sentence(words)
    return (Sentence(text, "driver", (found.gap.kpi,), one.rows, is_name),)


def unusual_sentence(week: Week, reader: Reader) -> Sentence:
    """That a week is outside its limits, or the latest of a run."""
    words = week_words(week, reader.load.workspace.currency)
    return Sentence(words, "unusual", (week.declared.key,), week.rows)


def clocks_of(reader: Reader, moment: Moment) -> tuple[Answer, ...]:
    """Both clocks of the handover over the period, where the scope has them."""
    keys = tuple(key for key in CLOCKS if not is_foreign(kpi(key), moment))
    if not keys:
        return ()
    return answers(reader, Question(keys, (moment.period,), moment.scope, as_of=moment.as_of))


def missed(clocks: Iterable[Answer]) -> tuple[Sentence, ...]:
    """The clocks whose whole 90 % interval lies under what was agreed, in one sentence."""
    found = [one for one in clocks if _is_missed(one)]
    if not found:
        return ()
    figures = [
        percent(each) for one in found for each in (one.value, one.target) if each is not None
    ]
    if len(found) == 1:
        words = MISSED[found[0].kpi].format(value=figures[0], target=figures[1])
    else:
        words = BOTH_MISSED.format(*figures)
    rows = sum(one.rows for one in found)
    return (Sentence(sentence(words), "happened", tuple(one.kpi for one in found), rows),)


def calm(clocks: Sequence[Answer], judged: Sequence[Week], *, is_off: bool) -> tuple[Sentence, ...]:
    """That nothing else needs a word, as far as that is known."""
    kept = [one for one in clocks if _is_kept(one)]
    found = []
    if len(kept) == len(CLOCKS):
        keys = tuple(one.kpi for one in kept)
        rows = sum(one.rows for one in kept)
        found.append(Sentence("Both clocks keep what was agreed", "calm", keys, rows))
    known = [week for week in judged if week.is_judged]
    if known:
        words = f"Nothing {'else ' if is_off else ''}is unusual this week{of_loaded(judged)}"
        keys = tuple(week.declared.key for week in known)
        found.append(Sentence(words, "calm", keys, sum(week.rows for week in known)))
    return tuple(found)


def _is_missed(clock: Answer) -> bool:
    if clock.value is None or clock.target is None or clock.high is None:
        return False
    return clock.high < clock.target


def _is_kept(clock: Answer) -> bool:
    return clock.value is not None and clock.target is not None and clock.value >= clock.target
