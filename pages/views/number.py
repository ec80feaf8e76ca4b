"""The number: bookings against target and pace, and the sentence of the screen.

It is counted from one small question, so that a change of the scope shows it first.
"""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Compared, Wanted
from metrics.compute import Question, answers
from metrics.forecast.words import short_words
from metrics.pace import business_days
from metrics.question import WindowAsked
from metrics.registry import kpi
from metrics.sentences.blocks import number_sentence
from metrics.sentences.headline import Sentence, driven, happened, headline_of, title_line
from metrics.sentences.hero import hero_lines
from metrics.sentences.standing import Standing, standing
from metrics.wording import period_text
from pages.views.asked import Asked, moment_of
from pages.views.forecast import forecast_asked
from pages.views.tile import Hero
from pages.views.tiles import change_of, foreign, tile_of
from pages.views.words import Block, Empty, Headline


@dataclass(frozen=True)
class NumberView:
    """The headline and the hero, or why there is nothing to show."""

    headline: Headline
    block: Block
    hero: Hero
    empty: Empty | None


def build_number(reader: Reader, asked: Asked) -> NumberView:
    """Bookings against target and pace, with the sentence of the week over them."""
    moment = moment_of(asked)
    stands = standing(reader, moment)
    found = _view(reader, asked, stands, headline_of(reader, moment, stands))
    if not moment.is_running or asked.period.grain == "all":
        return found
    ahead = short_words(forecast_asked(reader, asked), reader.load.workspace.currency)
    return replace(found, block=replace(found.block, title=f"{found.block.title}{ahead}"))


def build_standing(reader: Reader, asked: Asked) -> NumberView:
    """The same with a sentence on bookings alone."""
    moment = moment_of(asked)
    stands = standing(reader, moment)
    said = (happened(stands), *driven(reader, moment, stands))
    return _view(reader, asked, stands, said)


def _view(
    reader: Reader, asked: Asked, stands: Standing, sentences: tuple[Sentence, ...]
) -> NumberView:
    named = "this quarter" if is_this_quarter(asked) else period_text(asked.period)
    named = "over all time" if asked.period.grain == "all" else named
    tile = tile_of(reader, asked, Wanted("bookings"), stands.booked)
    currency = reader.load.workspace.currency
    lines = tuple(change_of(one) for one in hero_lines(stands, currency))
    return NumberView(
        headline=Headline(title_line(sentences)),
        block=Block(number_sentence(stands).text, _days(reader, asked)),
        hero=Hero(tile=replace(tile, label=f"Booked {named}"), lines=lines),
        empty=_empty(reader, asked, stands.booked),
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
