"""How numbers, money, dates and periods are written for people: screens, digests, slides.

Rounding is half away from zero, as in the warehouse. A narrow no-break space stands before the
percent sign, a true minus before a negative number.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from data.workspace import Workspace
from metrics.kpi import Unit
from metrics.members import NONE
from metrics.money import rounded as exactly_rounded
from metrics.periods import Period

NARROW = "\u202f"
MINUS = "−"
NO_DATA = "no data"
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "CNY": "¥", "BRL": "R$"}
_STEPS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))
# Below this an amount is written in full: "$2,859" is as short as "$2.86k" and says more.
_COMPACT_FROM = Decimal(9_999)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NUMBERS = (
    *("No", "One", "Two", "Three", "Four", "Five", "Six"),
    *("Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
)
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def rounded(value: Decimal, places: int) -> str:
    """The number with thousands separators and exactly `places` decimals."""
    return _signed_minus(f"{exactly_rounded(value, places):,}")


def _signed_minus(text: str) -> str:
    return MINUS + text[1:] if text.startswith("-") and text.strip("-0.,") else text.lstrip("-")


def symbol(currency: str) -> str:
    """What stands before an amount: the sign, or the code and a space."""
    return _SYMBOLS.get(currency, f"{currency}\u00a0")


def money(value: Decimal, currency: str) -> str:
    """Compact money for tiles, three figures: $1.62M, $412, −$58k."""
    size, sign = abs(value), MINUS if value < 0 else ""
    for step, letter in _STEPS if size > _COMPACT_FROM else ():
        # 999,500 is already 1.00M: compared after rounding to three figures.
        if size >= step * Decimal("0.9995"):
            return f"{sign}{symbol(currency)}{_three_figures(size / step)}{letter}"
    text = rounded(size, 0)
    return f"{sign if text != '0' else ''}{symbol(currency)}{text}"


def _three_figures(value: Decimal) -> str:
    places = 2 if value < Decimal("9.995") else 1 if value < Decimal("99.95") else 0
    return rounded(value, places)


def signed_money(value: Decimal, currency: str) -> str:
    """Compact money with its sign: '+$54k', '−$16.2k'."""
    return f"{'+' if value >= 0 else ''}{money(value, currency)}"


def exact_money(value: Decimal, currency: str) -> str:
    """Money to the cent for tables and receipts: $1,620,114.50."""
    text = rounded(abs(value), 2)
    return f"{MINUS if value < 0 else ''}{symbol(currency)}{text}"


def decimal(value: Fraction) -> Decimal:
    """A fraction of an exact calculation as the decimal that is written; 28 digits are kept."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def whole_money(value: int | Fraction, currency: str) -> str:
    """Money in whole units for sentences: $11,717, −$240."""
    size = Fraction(value)
    text = rounded(decimal(abs(size)), 0)
    return f"{MINUS if value < 0 and text != '0' else ''}{symbol(currency)}{text}"


def signed_whole_money(value: int | Fraction, currency: str) -> str:
    """The same with its sign: +$11,717, −$240; nothing stands before 0."""
    text = whole_money(value, currency)
    return f"+{text}" if value > 0 and text != whole_money(0, currency) else text


def signed_whole(value: int) -> str:
    """A whole number with its sign for a column of differences: +3,319, −12, 0."""
    return f"{'+' if value > 0 else ''}{rounded(Decimal(value), 0)}"


def points(value: Fraction, places: int = 0) -> str:
    """Percent points of target as percent: 102 %, 97.5 %."""
    return f"{rounded(decimal(value), places)}{NARROW}%"


def signed_points(value: Fraction, places: int = 1) -> str:
    """A difference in percent with its sign: +5.0 %, −12.3 %."""
    text = points(value, places)
    return f"+{text}" if value > 0 and text != points(Fraction(0), places) else text


def plain(value: Decimal | Fraction, most: int = 2) -> str:
    """A number without zeros at its end: 40, 33.3, 4,425,213.44."""
    exact_value = value if isinstance(value, Decimal) else decimal(value)
    text = rounded(exact_value, most)
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal, places: int = 0) -> str:
    """A rate of 0 to 1 as percent; one decimal where a whole percent would say too little."""
    in_hundred = value * 100
    if places == 0 and 0 < abs(in_hundred) < 10:
        places = 1
    return f"{rounded(in_hundred, places)}{NARROW}%"


def percent_range(low: Decimal, high: Decimal) -> str:
    """Both ends of an interval of a rate in whole percent: '49–86 %'."""
    return f"{rounded(low * 100, 0)}–{rounded(high * 100, 0)}{NARROW}%"


def count(value: Decimal | int) -> str:
    """A whole number with thousands separators."""
    return rounded(Decimal(value), 0)


def counted(rows: int, noun: str) -> str:
    """'1 opportunity', '1,204 leads': how many of the things that `noun` names in the plural."""
    if rows != 1:
        return f"{count(rows)} {noun}"
    return f"1 {noun[:-3]}y" if noun.endswith("ies") else f"1 {noun.removesuffix('s')}"


def number(value: Decimal | None, unit: Unit, currency: str) -> str:
    """A value in its unit for a tile; 'no data' where there is none."""
    if value is None:
        return NO_DATA
    written = {
        Unit.COUNT: lambda: count(value),
        Unit.MONEY: lambda: money(value, currency),
        Unit.MONEY_PER_DAY: lambda: f"{money(value, currency)}/day",
        Unit.PERCENT: lambda: percent(value),
        Unit.HOURS: lambda: f"{rounded(value, 1)}{NARROW}h",
        Unit.DAYS: lambda: f"{rounded(value, 0)}{NARROW}d",
        Unit.MONTHS: lambda: f"{rounded(value, 1)}{NARROW}mo",
        Unit.RATIO: lambda: f"{rounded(value, _ratio_places(value))}×",
    }
    return written[unit]()


def _ratio_places(value: Decimal) -> int:
    """One decimal; two where one would leave a single figure: 3.1 times, 0.36 times."""
    return 1 if abs(value) >= Decimal("0.995") else 2


def exact(value: Decimal | None, unit: Unit, currency: str) -> str:
    """A value in its unit for a receipt: nothing rounded away that a person would miss."""
    if value is None:
        return NO_DATA
    if unit in (Unit.MONEY, Unit.MONEY_PER_DAY):
        return exact_money(value, currency) + ("/day" if unit is Unit.MONEY_PER_DAY else "")
    if unit is Unit.PERCENT:
        return percent(value, 2)
    if unit is Unit.COUNT:
        return count(value)
    words = {Unit.HOURS: " hours", Unit.DAYS: " days", Unit.MONTHS: " months", Unit.RATIO: "×"}
    return rounded(value, 2) + words.get(unit, "")


def difference(change: Decimal, base: Decimal | None, unit: Unit, currency: str) -> str:
    """The size of a change without its sign: points for rates, percent of the base for sums."""
    size = abs(change)
    if unit is Unit.PERCENT:
        points = rounded(size * 100, 0 if size >= Decimal("0.095") else 1)
        points = points.removesuffix(".0")
        return f"{points} {'point' if points == '1' else 'points'}"
    if unit is Unit.RATIO:
        return rounded(size, 1 if base is None else _ratio_places(base))
    if unit in (Unit.HOURS, Unit.DAYS, Unit.MONTHS):
        return number(size, unit, currency)
    if base is None or base <= 0:
        return number(size, unit, currency)
    return percent(size / base) if size / base < 10 else f"{rounded(size / base, 0)}×"


def shows_change(size: str) -> bool:
    """Whether a change that was written by `difference` shows a digit other than 0."""
    return any(one in "123456789" for one in size)


def day(value: date, workspace: Workspace) -> str:
    """A date as the workspace writes it."""
    return value.strftime(workspace.date_format)


def weekday(value: date, workspace: Workspace) -> str:
    """A date with its weekday: 'Sun 15 Nov 2026'."""
    return f"{_DAYS[value.weekday()]} {day(value, workspace)}"


def moment(value: datetime, workspace: Workspace) -> str:
    """A moment in UTC as the workspace's clock shows it: 'Sun 15 Nov 2026, 14:05'."""
    local = value.replace(tzinfo=UTC).astimezone(workspace.zone)
    return f"{weekday(local.date(), workspace)}, {local:%H:%M}"


def short_weekday(value: date) -> str:
    """A date with its weekday and without its year: 'Thu 12 Nov'."""
    return f"{_DAYS[value.weekday()]} {short_day(value)}"


def short_day(value: date) -> str:
    """A date without its year: '8 Nov'."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def short_moment(value: datetime, workspace: Workspace) -> str:
    """A moment in UTC on the workspace's clock, without its year: '16 Nov, 09:00'."""
    local = value.replace(tzinfo=UTC).astimezone(workspace.zone)
    return f"{short_day(local.date())}, {local:%H:%M}"


def period_label(name: str) -> str:
    """A period's name for people: Q4 2026, Nov 2026, week 47 2026, FY 2026, all time."""
    if name == "all":
        return "All time"
    if ".." in name:
        return name.replace("..", " to ")
    year, _, part = name.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return f"{part} {year}"
    if part.startswith("W"):
        return f"Week {part[1:]} {year}"
    return f"{_MONTHS[int(part) - 1]} {year}" if part.isdigit() else name


def period_text(period: Period) -> str:
    """The label of a period object."""
    return period_label(period.name)


def joined(parts: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def lowered(label: str) -> str:
    """A label inside a sentence; what is written in capitals stays so."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def note_sentence(note: str | None) -> str:
    """A note as a sentence with its full stop; '' where there is none."""
    return f"{sentence(note)}." if note else ""


def number_word(value: int) -> str:
    """A small number as the first word of a sentence: No, One, … Twelve, 13."""
    return _NUMBERS[value] if value < len(_NUMBERS) else count(value)


# What a member is called that the data does not name.
_NOUNS = {"size_band": "size"}


def member_name(dimension: str, name: str) -> str:
    """The member as people read it: 'Webinar', '(no source named)'."""
    if name != NONE:
        return name
    return f"(no {_NOUNS.get(dimension, dimension).replace('_', ' ')} named)"
