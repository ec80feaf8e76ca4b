"""Pipeline: is there enough, when does it close, where does it stand, which deals are it."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Wanted
from metrics.compute import Question, answers, calendar_of
from metrics.drill import rows
from metrics.periods import Period
from metrics.question import WindowAsked
from metrics.wording import count, counted, exact_money, money, period_text
from pages.views.asked import Asked, moment_of
from pages.views.chart import Bar, BarChart
from pages.views.number import ask
from pages.views.rows import row_table_of
from pages.views.table import RowTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block, Empty, Headline

WANTED = (
    Wanted("open_pipeline"),
    Wanted("pipeline_coverage"),
    Wanted("weighted_pipeline"),
    Wanted("pipeline_created"),
    Wanted("overdue_pipeline"),
    Wanted("slippage_rate"),
)
CLOSING = (
    Wanted("win_rate"),
    Wanted("average_deal"),
    Wanted("sales_cycle_days"),
    Wanted("sales_velocity"),
)
BY_REGION = ("open_pipeline", "pipeline_created", "win_rate", "average_deal", "overdue_pipeline")
BY_OWNER = ("open_pipeline", "win_rate", "slippage_rate", "overdue_pipeline")
MONTHS = 6


@dataclass(frozen=True)
class PipelineView:
    """The sentence, six numbers on the open deals and four on the closed ones."""

    headline: Headline
    block: Block
    tiles: tuple[Tile, ...]
    closing_block: Block
    closing: tuple[Tile, ...]
    empty: Empty | None


def build_pipeline(reader: Reader, asked: Asked) -> PipelineView:
    """Open pipeline of the window against what is still to be booked."""
    tiles = build_tiles(reader, asked, WANTED)
    window = window_of(asked)
    coverage = ask(reader, asked, "pipeline_coverage", window)
    opened = ask(reader, asked, "open_pipeline", window)
    currency = reader.load.workspace.currency
    empty = None
    if (
        opened is not None
        and not opened.rows
        and not opened.beside.get("overdue_before_window_count")
    ):
        empty = _empty(asked)
    return PipelineView(
        headline=Headline(_sentence(asked, opened, coverage, currency), _beside(opened, currency)),
        block=Block("Open deals", _closing_in(asked)),
        tiles=tiles,
        closing_block=Block("Closed deals", f"closed in {_named(asked)}"),
        closing=build_tiles(reader, asked, CLOSING),
        empty=empty,
    )


def window_of(asked: Asked) -> WindowAsked:
    """The expected closes that the period means."""
    return "all" if asked.period.grain == "all" else asked.period


def _named(asked: Asked) -> str:
    """The period inside a sentence."""
    return "all time" if asked.period.grain == "all" else period_text(asked.period)


def _closing_in(asked: Asked) -> str:
    if asked.period.grain == "all":
        return "whenever they are expected to close"
    return f"expected to close in {period_text(asked.period)}"


def _empty(asked: Asked) -> Empty:
    scope = f" in {asked.scope}" if asked.scope.filters else ""
    return Empty(
        what=f"No open deal is expected to close in {period_text(asked.period)}{scope}",
        why="Deals that are won or lost are no open pipeline any more.",
        mend="Choose this quarter or a later one, or a wider scope above.",
    )


def _sentence(asked: Asked, opened: Answer | None, coverage: Answer | None, currency: str) -> str:
    """'Open pipeline of $6.46M covers what is left 2.5 times; 3.0 times are needed'."""
    if opened is None or opened.value is None:
        return "There is no open pipeline in this window"
    first = f"Open pipeline of {money(opened.value, currency)}"
    if asked.period.grain == "all":
        return f"{first} in {counted(opened.rows, 'deals')}, whenever they are expected to close"
    if coverage is None or coverage.value is None:
        why = "" if coverage is None or not coverage.note else f"; {coverage.note}"
        return f"{first} is expected to close in this window{why}"
    needed = coverage.beside.get("needed")
    times = f"{coverage.value:.1f} times"
    if not isinstance(needed, Decimal):
        return f"{first} covers what is left to book {times}"
    wanted = f"{needed:.1f} times"
    if wanted == times:
        return f"{first} covers what is left {times}, as often as is needed"
    joint = "but" if coverage.value < needed else "and"
    return f"{first} covers what is left {times}, {joint} {wanted} are needed"


def _beside(opened: Answer | None, currency: str) -> str:
    """What the number leaves out, said beside it."""
    if opened is None:
        return ""
    amount = opened.beside.get("overdue_before_window_amount")
    deals = opened.beside.get("overdue_before_window_count")
    if not isinstance(amount, Decimal) or not deals:
        return ""
    held = counted(int(str(deals)), "deals")
    return (
        f"Beside it {money(amount, currency)} in {held} whose expected close lies before this "
        "window: not in the number, to be dated again or closed."
    )


def build_closes(reader: Reader, asked: Asked) -> BarChart | None:
    """Open pipeline by the month it is expected to close in, from the month it is seen in on."""
    calendar = calendar_of(reader)
    month = calendar.containing(moment_of(asked).seen_to, "month")
    months: list[Period] = []
    while len(months) < MONTHS:
        months.append(month)
        month = calendar.containing(month.end_on_exclusive, "month")
    currency = reader.load.workspace.currency
    found = [_open_in(reader, asked, one) for one in months]
    if not any(one.value for one in found):
        return None
    bars = tuple(_bar(one, period, currency) for one, period in zip(found, months, strict=True))
    most = max(zip(found, months, strict=True), key=lambda pair: pair[0].value or Decimal(0))
    amount = money(most[0].value or Decimal(0), currency)
    title = f"Most of it is expected in {period_text(most[1])}: {amount}"
    late = found[0].beside.get("overdue_before_window_amount")
    if isinstance(late, Decimal) and late:
        title += f"; {money(late, currency)} was expected before {period_text(months[0])}"
    return BarChart(title=title, words="Open pipeline by expected month of close", bars=bars)


def _open_in(reader: Reader, asked: Asked, month: Period) -> Answer:
    question = Question(
        ("open_pipeline",), (asked.period,), asked.scope, as_of=asked.as_of, window=month
    )
    return answers(reader, question)[0]


def _bar(one: Answer, month: Period, currency: str) -> Bar:
    value = one.value or Decimal(0)
    return Bar(
        name=period_text(month),
        value=float(value),
        words=money(value, currency),
        hover=f"{period_text(month)}: {exact_money(value, currency)} in {count(one.rows)} deals",
    )


def build_deals(reader: Reader, asked: Asked) -> RowTable:
    """The open deals of the window, the largest first."""
    question = Question(
        ("open_pipeline",), (asked.period,), asked.scope, as_of=asked.as_of, window=window_of(asked)
    )
    name = f"open_pipeline_{asked.period.name}_{asked.as_of}.csv"
    return row_table_of(rows(reader, question), reader.load.workspace, name)
