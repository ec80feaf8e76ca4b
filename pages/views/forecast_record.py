"""How the forecast did: back-tests, calibration and what was frozen; and how old open deals are."""

from dataclasses import dataclass, replace
from decimal import Decimal

from data.warehouse import Reader
from metrics.forecast.ageing import Age, Held, StageAge, ageing
from metrics.forecast.records import BackTest, Band, Forecast
from metrics.registry import kpi
from metrics.wording import (
    count,
    counted,
    exact_money,
    money,
    percent,
    percent_range,
    period_text,
    rounded,
)
from pages.views.asked import Asked, moment_of
from pages.views.forecast import UNITS, days_text, forecast_asked
from pages.views.table import Cell, Column, Mark, ShortTable
from pages.views.tiles import foreign

BANDS = (
    Column("Chance given"),
    Column("Deals", is_number=True),
    Column("Expected", is_number=True),
    Column("Booked", is_number=True),
)
TESTS = (
    Column("Past window"),
    Column("Said", is_number=True),
    Column("Range", is_number=True),
    Column("Came", is_number=True),
    Column("Error", is_number=True),
)
AGES = (
    Column("Stage"),
    Column("Typical days", is_number=True, group="Days in stage"),
    Column("Now", is_number=True, group="Days in stage"),
    Column("Days open", is_number=True),
    Column("Within", is_number=True, group="Deals by age in the stage"),
    Column("Up to twice", is_number=True, group="Deals by age in the stage"),
    Column("Longer", is_number=True, group="Deals by age in the stage"),
    Column("Amount longer", is_number=True),
)
# A mean error below this share is neither high nor low.
EVEN = Decimal("0.02")


@dataclass(frozen=True)
class RecordView:
    """How the method did at this moment of past windows, and its deals by chance."""

    title: str
    tests: ShortTable
    tests_foot: str
    bands_title: str
    bands: ShortTable


@dataclass(frozen=True)
class AgeingView:
    """How long open deals have been in their stage."""

    title: str
    table: ShortTable
    foot: str


def build_record(reader: Reader, asked: Asked) -> RecordView | None:
    """The back-tests and the calibration; None where there are none."""
    found = forecast_asked(reader, asked)
    if found is None or not found.tests:
        return None
    currency = reader.load.workspace.currency
    return RecordView(
        title=_title(found),
        tests=ShortTable(TESTS, tuple(_test(one, currency) for one in found.tests)),
        tests_foot="The forecast as it would have been made at this moment of each, from what was "
        "known then." + (f" {_bias(found)}" if found.bias is not None else ""),
        bands_title=_bands_title(found.bands),
        bands=ShortTable(BANDS, tuple(_band(one) for one in found.bands)),
    )


def _title(found: Forecast) -> str:
    """'5 of 8 past quarters ended inside the range told at this moment'."""
    inside, told = found.inside
    unit = UNITS.get(found.window.grain, "windows")
    if not told:
        return f"Past {unit} had no range at this moment"
    return f"{inside} of {told} past {unit} ended inside the range told at this moment"


def _bias(found: Forecast) -> str:
    """'91 % accurate on the whole, 2.2 % too high'."""
    accuracy, bias = found.accuracy, found.bias
    if accuracy is None or bias is None:
        return ""
    said = f"{percent(max(accuracy, Decimal(0)))} accurate over all of them"
    if abs(bias) < EVEN:
        return f"{said}, neither high nor low."
    return f"{said}, {percent(abs(bias))} too {'high' if bias > 0 else 'low'} on the whole."


def _test(one: BackTest, currency: str) -> tuple[Cell, ...]:
    has_range = one.low is not None and one.high is not None
    said = f"{money(one.low or Decimal(0), currency)} to {money(one.high or Decimal(0), currency)}"
    share = one.error_share
    words = "" if share is None else f"{'+' if share > 0 else ''}{percent(share)}"
    return (
        Cell(period_text(one.window)),
        Cell(money(one.value, currency)),
        Cell(said if has_range else "no range", "" if one.is_inside else "outside"),
        Cell(money(one.actual, currency)),
        Cell(words),
    )


def _bands_title(bands: tuple[Band, ...]) -> str:
    """'Of 1,374 deals 193 were expected to be booked and 203 were'."""
    deals, booked = sum(one.deals for one in bands), sum(one.booked for one in bands)
    expected = sum((one.expected for one in bands), Decimal(0))
    return f"Of {count(deals)} deals {rounded(expected, 0)} were expected, {count(booked)} booked"


def _band(one: Band) -> tuple[Cell, ...]:
    return (
        Cell(percent_range(one.low, one.high)),
        Cell(count(one.deals)),
        Cell(rounded(one.expected, 0)),
        Cell(count(one.booked)),
    )


def build_ageing(reader: Reader, asked: Asked) -> AgeingView | None:
    """Open deals by stage and age; None without any, or where they lack the scope's dimension."""
    if foreign(kpi("open_pipeline"), asked):
        return None
    # Of a period that is over, the deals as they stood at its end, as everywhere on the screen.
    moment = moment_of(asked)
    found = ageing(reader, replace(moment, as_of=moment.seen_to))
    if not found.stages:
        return None
    currency = reader.load.workspace.currency
    unknown = found.of(Age.UNKNOWN)
    foot = (
        "Typical: half of the stays that began in the last year were over by then, those that "
        "last included (Kaplan–Meier). All open deals, whatever close they expect."
    )
    if unknown.deals:
        foot += f" Of {counted(unknown.deals, 'deals')} the age in the stage is not known."
    return AgeingView(
        title=_age_title(found.of(Age.TWICE), unknown, found.whole, currency),
        table=ShortTable(AGES, tuple(_age(one, currency) for one in found.stages)),
        foot=foot,
    )


def _age_title(old: Held, unknown: Held, whole: Held, currency: str) -> str:
    """'60 of 240 open deals, $3.86M, stay over twice as long as is usual'."""
    if unknown.deals == whole.deals:
        return "How long open deals have been in their stage is not on record"
    if not old.deals:
        return "No open deal has been in its stage over twice as long as is usual"
    said = f"{count(old.deals)} of {counted(whole.deals, 'open deals')}"
    return f"{said}, {money(old.amount, currency)}, stay over twice as long as is usual"


def _age(one: StageAge, currency: str) -> tuple[Cell, ...]:
    old = one.of(Age.TWICE)
    share = one.share_of(Age.TWICE)
    return (
        Cell(one.stage),
        Cell(days_text(one.typical)),
        Cell(days_text(one.days_in_stage)),
        Cell(days_text(one.days_open)),
        *(Cell(count(one.of(age).deals)) for age in (Age.WITHIN, Age.LONGER)),
        Cell(count(old.deals), mark=Mark.NONE),
        Cell(
            exact_money(old.amount, currency),
            "" if share is None else f"{percent(share)} of the stage",
        ),
    )
