"""The number: bookings against target and pace, and the sentence of the screen.

It is counted from one small question, so that a change of the scope shows it first.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Against, Compared, Wanted, compared
from metrics.compute import Question, answers, calendar_of
from metrics.pace import business_days
from metrics.question import WindowAsked
from metrics.registry import kpi
from metrics.wording import money, percent, period_text, signed_money
from pages.views.asked import Asked, moment_of
from pages.views.forecast import forecast_asked, short_words
from pages.views.pace import CALM
from pages.views.tile import Change, Direction, Hero, Verdict
from pages.views.tiles import change_words, foreign, tile_of
from pages.views.words import Block, Empty, Headline

CLOCKS = {
    "response_within_sla": "sales answers {value} of handovers in time, {target} agreed",
    "hand_back_answer_within_sla": "marketing answers {value} of hand-backs in time, "
    "{target} agreed",
}


@dataclass(frozen=True)
class NumberView:
    """The headline and the hero, or why there is nothing to show."""

    headline: Headline
    block: Block
    hero: Hero
    empty: Empty | None


def build_number(reader: Reader, asked: Asked) -> NumberView:
    """Bookings against target and pace, with the sentence of the week over them."""
    clocks = tuple(ask(reader, asked, key) for key in CLOCKS)
    found = _view(reader, asked, clocks)
    if not moment_of(asked).is_running or asked.period.grain == "all":
        return found
    ahead = short_words(forecast_asked(reader, asked), reader.load.workspace.currency)
    return replace(found, block=replace(found.block, title=f"{found.block.title}{ahead}"))


def build_standing(reader: Reader, asked: Asked) -> NumberView:
    """The same with a sentence on bookings alone."""
    return _view(reader, asked, ())


def _view(reader: Reader, asked: Asked, clocks: tuple[Answer | None, ...]) -> NumberView:
    wanted = Wanted("bookings")
    booked = compared(reader, (wanted,), moment_of(asked), calendar_of(reader))[0]
    attained = ask(reader, asked, "bookings_attainment")
    named = "this quarter" if is_this_quarter(asked) else period_text(asked.period)
    named = "over all time" if asked.period.grain == "all" else named
    tile = replace(tile_of(reader, asked, wanted, booked), label=f"Booked {named}")
    currency = reader.load.workspace.currency
    standing = _standing(booked, attained, currency, moment_of(asked).is_running)
    return NumberView(
        headline=Headline(_sentence(booked, standing, clocks)),
        block=Block(f"The number: {standing}", _days(reader, asked)),
        hero=Hero(tile=tile, lines=_lines(booked, attained, standing, currency)),
        empty=_empty(reader, asked, booked),
    )


def ask(reader: Reader, asked: Asked, key: str, window: WindowAsked = None) -> Answer | None:
    """One answer of the period; None where the scope has a dimension the KPI lacks."""
    if foreign(kpi(key), asked):
        return None
    question = Question((key,), (asked.period,), asked.scope, (), asked.as_of, window)
    return answers(reader, question)[0]


def is_this_quarter(asked: Asked) -> bool:
    """Whether the period is the quarter that the as-of lies in."""
    return asked.period.grain == "quarter" and asked.period.holds(asked.as_of)


def _days(reader: Reader, asked: Asked) -> str:
    """'business day 35 of 64', while the period runs."""
    if not moment_of(asked).is_running or asked.period.grain == "all":
        return ""
    passed, whole = business_days(reader, moment_of(asked))
    return f"business day {passed} of {whole}"


def _pace(attained: Answer | None) -> tuple[Decimal, Decimal] | None:
    """The share of pace reached, and the money ahead of it (negative: behind)."""
    if attained is None or attained.numerator is None:
        return None
    pace = attained.beside.get("pace")
    if not isinstance(pace, Decimal) or not pace:
        return None
    # Booked over pace is what was due by now: the gap in money follows from the answer itself.
    return pace, attained.numerator - attained.numerator / pace


def _standing(booked: Compared, attained: Answer | None, currency: str, is_running: bool) -> str:
    """'6 % behind pace', '4 % over target' once it is over, or what is known without one."""
    if booked.now.value is None:
        return "nothing is booked yet"
    pace = _pace(attained)
    if pace is None and attained is not None and attained.value is not None:
        return f"at {percent(attained.value)} of target"
    if pace is None:
        year = [one for one in booked.changes if one.against is Against.YEAR]
        if not year or year[0].share is None:
            return f"at {money(booked.now.value, currency)}, no target set"
        side = "over" if year[0].difference >= 0 else "under"
        return f"{percent(abs(year[0].share))} {side} last year, no target set"
    off = pace[0] - 1
    aim, over, under = ("pace", "ahead of", "behind") if is_running else ("target", "over", "under")
    if abs(off) <= CALM:
        return f"on {aim}"
    return f"{percent(abs(off))} {over if off > 0 else under} {aim}"


def _lines(
    booked: Compared, attained: Answer | None, standing: str, currency: str
) -> tuple[Change, ...]:
    """What the hero is judged by: share of target, pace, last year."""
    lines = []
    if attained is not None and attained.value is not None and attained.denominator is not None:
        target = money(attained.denominator, currency)
        lines.append(Change(f"{percent(attained.value)} of {target}"))
    if pace := _pace(attained):
        words = f"{standing[:1].upper()}{standing[1:]}, {signed_money(pace[1], currency)}"
        lines.append(Change(words, *_judged(*pace)))
    # Seven days say little beside a quarter to date: they stand under "What moved".
    past = (one for one in booked.changes if one.against is not Against.WEEK)
    lines.extend(change_words(booked.declared, one, currency) for one in past)
    return tuple(lines)


def _judged(pace: Decimal, ahead: Decimal) -> tuple[Direction, Verdict]:
    """The arrow and colour of a pace; none where the words say that nothing is unusual."""
    if abs(pace - 1) <= CALM:
        return Direction.NONE, Verdict.NEITHER
    return (Direction.UP, Verdict.BETTER) if ahead >= 0 else (Direction.DOWN, Verdict.WORSE)


def _sentence(booked: Compared, standing: str, clocks: tuple[Answer | None, ...]) -> str:
    """What happened: bookings first, then each clock that certainly misses what was agreed."""
    if booked.now.value is None:
        return "Nothing is booked in this period"
    first = f"Bookings are {standing}"
    missed = [words for one in clocks if (words := _missed(one))]
    if missed:
        return f"{first}; {' and '.join(missed)}"
    kept = [one for one in clocks if one is not None and _is_kept(one)]
    is_calm = clocks and len(kept) == len(clocks)
    return f"{first}; both clocks keep what was agreed" if is_calm else first


def _missed(clock: Answer | None) -> str:
    """The clock in words when its whole 90 % interval lies under the target."""
    if clock is None or clock.value is None or clock.target is None or clock.high is None:
        return ""
    if clock.high >= clock.target:
        return ""
    return CLOCKS[clock.kpi].format(value=percent(clock.value), target=percent(clock.target))


def _is_kept(clock: Answer) -> bool:
    return clock.value is not None and clock.target is not None and clock.value >= clock.target


def _empty(reader: Reader, asked: Asked, booked: Compared) -> Empty | None:
    """Why nothing is shown, when the whole period and scope hold nothing."""
    if booked.now.rows or any(value for value in booked.trend):
        return None
    leads = ask(reader, asked, "leads_created")
    pipeline = ask(reader, asked, "open_pipeline")
    if (leads and leads.rows) or (pipeline and pipeline.rows):
        return None
    scope = f" in {asked.scope}" if asked.scope.filters else ""
    return Empty(
        what=f"No records in {period_text(asked.period)}{scope}",
        why="The loaded data has no leads, pipeline or bookings for this period and scope.",
        mend="Choose another period or a wider scope above.",
    )
