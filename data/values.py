"""How the text of a cell becomes a value: explicit rules as SQL, nothing guessed by a cast.

A rule gives null for what it cannot read, so 'text there, value null' means unreadable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.schema import Column, ColumnType
from data.sql_text import literal


class DateStyle(StrEnum):
    """How a column writes its dates."""

    ISO = "iso"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    WORDS = "words"


class NumberStyle(StrEnum):
    """How a column writes its decimals."""

    POINT = "point"
    COMMA = "comma"


@dataclass(frozen=True)
class Styles:
    """The styles decided for the columns of one file; ISO and point where nothing is said.

    Where nothing is said, 2.500 in money or a count is unreadable: it may be two thousand five
    hundred. A column that shows its point elsewhere (12.50) has its style said.
    """

    dates: Mapping[str, DateStyle]
    numbers: Mapping[str, NumberStyle]


PLAIN = Styles({}, {})
SLASHED = r"^\s*(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4})(.*)$"
POINT_NUMBER = r"\s*[+-]?\d+(\.\d*)?\s*"
GROUPED_NUMBER = r"\s*[+-]?[1-9]\d{0,2}(\.\d{3})+\s*"
# A plain number that is not a grouped one.
SURE_NUMBER = r"\s*[+-]?(\d+(\.\d{0,2}|\.\d{4,})?|(0\d*|\d{4,})\.\d{3})\s*"
COMMA_NUMBER = r"\s*[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?\s*"
# Only what reads one way: months in words, or eight digits from the year down.
WORD_FORMATS = (
    "['%d %b %Y', '%d-%b-%Y', '%b %d, %Y', '%d %B %Y', '%B %d, %Y', '%Y%m%d', "
    "'%d %b %Y %H:%M', '%d %b %Y %H:%M:%S', '%d-%b-%Y %H:%M:%S', '%d-%b-%Y %H:%M']"
)
_FIRST, _LAST = "1900-01-01", "2199-12-31"
_TRUE, _FALSE = "('true', 't', '1', 'yes', 'y')", "('false', 'f', '0', 'no', 'n')"


def parsed(raw: str, column: Column, styles: Styles, zone: str) -> str:
    """SQL for the value of `column` from the text expression `raw`; null if unreadable."""
    dates = styles.dates.get(column.name, DateStyle.ISO)
    if column.type is ColumnType.MOMENT:
        return _moment(raw, dates, zone)
    if column.type is ColumnType.DATE:
        return _date(raw, dates, zone)
    if column.type is ColumnType.TEXT:
        return _text(raw, column)
    return _plain(raw, column, styles.numbers.get(column.name))


def _plain(raw: str, column: Column, style: NumberStyle | None) -> str:
    """A number or a yes/no."""
    if column.type is ColumnType.MONEY:
        return _money(raw, style)
    if column.type is ColumnType.INTEGER:
        return _integer(raw, style)
    if column.type is ColumnType.NUMBER:
        # A rate of 1.125 is no thousand.
        digits = _digits(raw, style or NumberStyle.POINT)
        return f"try_cast({digits} as decimal(18, 6))"
    word = f"lower(trim({raw}))"
    return f"case when {word} in {_TRUE} then true when {word} in {_FALSE} then false end"


def unreadable(raw: str, value: str, column: Column, has_nul: bool) -> str:
    """SQL that is true where a row must not load because of this column; '' when never."""
    if column.type is ColumnType.TEXT:
        reasons = [f"{raw} is null"] if column.required else []
        if column.values:
            reasons.append(f"({raw} is not null and ({value}) is null)")
        if has_nul:
            reasons.append(f"coalesce(contains({raw}, chr(0)), false)")
        return " or ".join(reasons)
    if column.required:
        return f"({value}) is null"
    return f"({raw} is not null and ({value}) is null)"


def _text(raw: str, column: Column) -> str:
    if not column.values:
        return raw
    cases = " ".join(
        f"when {literal(value.lower())} then {literal(value)}" for value in column.values
    )
    return f"case lower(trim({raw})) {cases} end"


def _within(value: str, type_name: str) -> str:
    """The value where it lies in years a business has; 'infinity' and slips of a digit do not."""
    low, high = f"{type_name} '{_FIRST}'", f"{type_name} '{_LAST}'"
    return f"case when {value} between {low} and {high} then {value} end"


def _utc(raw: str) -> str:
    """A moment in UTC: its own offset decides, else the workspace's zone (the session's)."""
    slow = f"timezone('UTC', try_cast({raw} as timestamptz))"
    return f"case when suffix({raw}, 'Z') then try_cast({raw} as timestamp) else {slow} end"


def _moment(raw: str, style: DateStyle, zone: str) -> str:
    return _within(_styled_moment(raw, style, zone), "timestamp")


def _styled_moment(raw: str, style: DateStyle, zone: str) -> str:
    if style is DateStyle.ISO:
        return _utc(raw)
    local = "timezone('UTC', timezone({zone}, try_strptime({text}, {formats})))"
    if style is DateStyle.WORDS:
        return local.format(zone=literal(zone), text=f"trim({raw})", formats=WORD_FORMATS)
    order = r"\4-\3-\1\5" if style is DateStyle.DAY_FIRST else r"\4-\1-\3\5"
    iso = f"replace(regexp_replace({raw}, '{SLASHED}', '{order}'), ',', '')"
    clock = "['%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p']"
    half_day = local.format(zone=literal(zone), text=iso, formats=clock)
    slashed = f"regexp_matches({raw}, '{SLASHED}')"
    return (
        f"case when {slashed} then "
        f"coalesce(timezone('UTC', try_cast({iso} as timestamptz)), {half_day}) end"
    )


def _date(raw: str, style: DateStyle, zone: str) -> str:
    """The day; of a moment its local day in the workspace's zone."""
    moment = f"cast(timezone({literal(zone)}, timezone('UTC', {{moment}})) as date)"
    if style is DateStyle.ISO:
        long = moment.format(moment=_utc(raw))
        value = f"case when length({raw}) <= 10 then try_cast({raw} as date) else {long} end"
        return _within(value, "date")
    return _within(moment.format(moment=_styled_moment(raw, style, zone)), "date")


def _digits(raw: str, style: NumberStyle | None) -> str:
    """The text with a decimal point where it is a plain number, else null."""
    if style is NumberStyle.COMMA:
        plain = f"replace(replace({raw}, '.', ''), ',', '.')"
        return f"case when regexp_full_match({raw}, '{COMMA_NUMBER}') then {plain} end"
    pattern = SURE_NUMBER if style is None else POINT_NUMBER
    return f"case when regexp_full_match({raw}, '{pattern}') then {raw} end"


def _money(raw: str, style: NumberStyle | None) -> str:
    """To the cent, and only if the text says no more than the cent."""
    digits = _digits(raw, style)
    cents = f"try_cast({digits} as decimal(18, 2))"
    return f"case when {cents} = try_cast({digits} as decimal(38, 18)) then {cents} end"


def _integer(raw: str, style: NumberStyle | None) -> str:
    digits = _digits(raw, style)
    whole = f"try_cast({digits} as decimal(18, 0))"
    return (
        f"case when {whole} = try_cast({digits} as decimal(38, 18)) "
        f"then try_cast({whole} as bigint) end"
    )
