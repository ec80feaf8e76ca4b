"""Go-to-market fit: where marketing's leads lie and where sales' quota lies, by segment."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.fit import Fit, fits
from metrics.mix import LEADS, NONE, PIPELINE, QUOTA, SPEND
from metrics.registry import kpi
from metrics.wording import decimal, percent, period_label, rounded, sentence
from pages.views.asked import Asked
from pages.views.tiles import foreign
from pages.views.words import Block, Labelled

PAIRS = tuple(
    Labelled(f"{demand}-{supply}", f"{sentence(demand)} against {words}")
    for demand in (LEADS, SPEND)
    for supply, words in ((QUOTA, "quota"), (PIPELINE, "pipeline created"))
)
NAMES = {"region": "region", "industry": "industry", "size_band": "size"}
# Closer than this is calm: a sentence that shouts at 2 points is noise.
NOTABLE = Fraction(5, 100)
HALF = Fraction(1, 2)
POINTS = 100


@dataclass(frozen=True)
class FitRow:
    """One segment: its two shares as places on one scale of 0 to 100, and the gap in words."""

    name: str
    demand: float
    supply: float
    demand_words: str
    supply_words: str
    gap_words: str
    is_over: bool
    is_wide: bool


@dataclass(frozen=True)
class FitChart:
    """The rows of one dimension, widest gap first, with what both dots are called."""

    words: str
    demand: str
    supply: str
    rows: tuple[FitRow, ...]


@dataclass(frozen=True)
class FitView:
    """The sentence, the overlap, and the segments of the chosen dimension."""

    block: Block
    chart: FitChart | None
    foot: str
    csv: str
    file_name: str


def build_fits(reader: Reader, asked: Asked, pair: str) -> tuple[Fit, ...]:
    """The fit by every dimension that the scope leaves open; none where it cannot be scoped."""
    if foreign(kpi("go_to_market_fit"), asked):
        return ()
    demand, _, supply = pair.partition("-")
    return fits(
        reader,
        asked.period,
        demand=demand,
        supply=supply,
        as_of=asked.as_of,
        scope=asked.scope,
    )


def fit_choices(found: tuple[Fit, ...]) -> tuple[Labelled, ...]:
    """A button a dimension with its overlap on it: 'By industry 73 %'."""
    return tuple(Labelled(one.dimension, _button(one)) for one in found)


def least_fitting(found: tuple[Fit, ...]) -> str:
    """The dimension with the smallest overlap: what the screen opens with."""
    known = [one for one in found if one.overlap is not None]
    return min(known, key=lambda one: one.overlap or 0).dimension if known else ""


def build_fit(reader: Reader, asked: Asked, pair: str, dimension: str) -> FitView | None:
    """The block of one dimension; None where the scope forbids all of them."""
    found = build_fits(reader, asked, pair)
    chosen = next((one for one in found if one.dimension == dimension), None)
    if chosen is None:
        return None
    return FitView(
        block=Block(_sentence(chosen), _aside(chosen)),
        chart=_chart(chosen) if chosen.segments else None,
        foot=_foot(chosen),
        csv=_csv(chosen),
        file_name=f"go_to_market_fit_{chosen.dimension}_{asked.period.name}_{asked.as_of}.csv",
    )


def _button(one: Fit) -> str:
    name = f"By {NAMES[one.dimension]}"
    return name if one.overlap is None else f"{name} {_share(one.overlap)}"


def _share(value: Fraction) -> str:
    return percent(decimal(value))


def _points(gap: Fraction) -> str:
    """'21 points', one decimal where a whole one would say nothing."""
    size = abs(decimal(gap * POINTS))
    words = rounded(size, 0 if size >= Decimal("0.95") else 1)
    return f"{words} {'point' if words == '1' else 'points'}"


def _sentence(one: Fit) -> str:
    """'Marketing puts 29 % of its leads into X, where 8 % of the quota lies'; calm if alike."""
    what = "quota" if one.supply == QUOTA else "new pipeline"
    demand = "leads" if one.demand == LEADS else "spend"
    widest = one.widest
    if widest is None or one.overlap is None:
        return f"Nothing tells whether {demand} and {what} lie in the same places"
    if one.unnamed > HALF:
        return f"{_share(one.unnamed)} of the {demand} names no {NAMES[one.dimension]}"
    if abs(widest.gap) < NOTABLE:
        return (
            f"{demand.capitalize()} and {what} lie in the same places: no {NAMES[one.dimension]} "
            f"is more than {_points(widest.gap)} apart"
        )
    if one.demand == LEADS:
        first = f"Marketing puts {_share(widest.demand)} of its leads into {widest.name}"
    else:
        first = f"{_share(widest.demand)} of the spend goes into {widest.name}"
    return f"{first}, where {_share(widest.supply)} of the {what} lies"


def _aside(one: Fit) -> str:
    if one.overlap is None:
        return "go-to-market fit"
    of = f" · quota of {period_label(one.quota_of)}" if one.quota_of else ""
    return f"go-to-market fit {_share(one.overlap)}{of}"


def _chart(one: Fit) -> FitChart:
    """Both shares of every segment on one scale from zero to the largest share."""
    largest = max(max(part.demand, part.supply) for part in one.segments)
    rows = tuple(
        FitRow(
            name=f"(no {NAMES[one.dimension]} named)" if part.name == NONE else part.name,
            demand=float(part.demand / largest) * POINTS,
            supply=float(part.supply / largest) * POINTS,
            demand_words=_share(part.demand),
            supply_words=_share(part.supply),
            gap_words="none" if not part.gap else f"{_points(part.gap)}",
            is_over=part.gap > 0,
            is_wide=abs(part.gap) >= NOTABLE,
        )
        for part in one.segments
    )
    supply = "quota" if one.supply == QUOTA else "pipeline created"
    words = ", ".join(f"{row.name} {row.demand_words} against {row.supply_words}" for row in rows)
    return FitChart(f"Share of {one.demand} and of {supply}: {words}", one.demand, supply, rows)


def _foot(one: Fit) -> str:
    """What the number means, what took the place of what, and what names no segment."""
    said = []
    if one.note:
        said.append(f"{sentence(one.note)}.")
    if one.overlap is not None:
        said.append(
            f"{_share(one.overlap)} is what both mixes have in common: the smaller share of every "
            f"{NAMES[one.dimension]}, added up."
        )
    if HALF >= one.unnamed > 0:
        said.append(f"{_share(one.unnamed)} of the {one.demand} names no {NAMES[one.dimension]}.")
    elif one.unnamed:
        said.append("A mix that mostly names nothing says little; choose another pair or split.")
    if one.demand == SPEND:
        said.append("Spend is that of both teams: programmes, people and tools.")
    return " ".join(said)


def _csv(one: Fit) -> str:
    """Every segment with both shares and the gap, in full."""
    header = (one.dimension, f"share_of_{one.demand}", f"share_of_{one.supply}", "gap", "common")
    return csv_text(
        header,
        [
            [part.name, *map(decimal, (part.demand, part.supply, part.gap, part.common))]
            for part in one.segments
        ],
    )
