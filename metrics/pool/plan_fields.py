"""Fields of a plan document, read by the types plan.py declares; each refusal is a sentence."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NoReturn, get_args, get_origin

from metrics.errors import PlanError, did_you_mean
from metrics.pool.plan import Part, Places, Plan, Points, Tier

Path = tuple[str, ...]
Scope = tuple[tuple[str, str], ...]
Teams = tuple[tuple[str, Decimal], ...]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
# Wide enough for any currency's yearly revenue, narrow enough that no number is a trap.
LARGEST, MOST_DECIMALS = Decimal(10) ** 15, 12
LONGEST_TEXT = 200
# What one entry of a list of tables is called.
ONE_OF = {
    "measures": "measure",
    "individual": "individual measure",
    "external": "external figure",
    "gates": "gate",
    "kickers": "kicker",
}


def fault(plan: str, path: Sequence[str], said: str) -> PlanError:
    """The refusal of a plan: whose it is, where, what is wrong and the mend; one sentence."""
    return PlanError(", ".join((f"plan '{one_line(plan)}'", *path)) + f": {said}")


def one_line(text: str) -> str:
    """A text as part of a sentence: no line breaks, not endless."""
    flat = "".join(letter if letter.isprintable() else " " for letter in text)
    return flat if len(flat) <= 80 else flat[:77] + "..."


def number_text(value: Decimal | int) -> str:
    """A number in its plainest form: 50 for 50.0 and 5E+1, 0.8 for 0.80."""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def entry_name(field: str, place: int, key: object) -> str:
    """What an entry of a list of tables is called: measure 2 'win_rate'."""
    named = f" '{one_line(key)}'" if isinstance(key, str) and key else ""
    return f"{ONE_OF[field]} {place}{named}"


class Reader:
    """Reads the values of one document; `plan` is the name its refusals carry."""

    def __init__(self, plan: str) -> None:
        self.plan = plan
        self.by_type: dict[Any, Callable[[object, Path], object]] = {
            str: self.text,
            int: self.whole,
            bool: self.flag,
            Decimal: self.number,
            Decimal | None: self.mark,
            Places: self.places,
            Points: self.points,
            Scope: self.scope,
            Teams: self.teams,
        }

    def refuse(self, path: Path, said: str) -> NoReturn:
        """Raises the refusal."""
        raise fault(self.plan, path, said)

    def table(self, model: type[Part], raw: object, path: Path) -> dict[str, object]:
        """The fields of `model` that the table gives, in the order they are written."""
        if not isinstance(raw, Mapping):
            self.refuse(path, f"{_shown(raw)} is no table; write its keys below its own name")
        found: dict[str, object] = {}
        for key, value in raw.items():
            field = model.model_fields.get(key)
            if field is None:
                self.refuse(path or (one_line(key),), _unknown(key, model))
            if value is None and type(None) not in get_args(field.annotation):
                self.refuse((*path, key), "it is null; write a value or leave the key out")
            found[key] = self.value(field.annotation, value, path, key)
        for key, field in model.model_fields.items():
            if field.is_required() and key not in found:
                self.refuse((*path, key), f"it is missing; {_MISSING.get(key, 'write it')}")
        return found

    def value(self, kind: Any, raw: object, path: Path, key: str) -> object:
        """The value of one field, of the type that the model declares."""
        where = (*path, key)
        if read := self.by_type.get(kind):
            return read(raw, where)
        if isinstance(kind, type) and issubclass(kind, Part):
            return self.table(kind, raw, where)
        if get_origin(kind) is Literal:
            return self.choice(raw, get_args(kind), where)
        return self.entries(get_args(kind)[0], raw, path, key)

    def entries(self, kind: Any, raw: object, path: Path, key: str) -> object:
        """A list of tables, of tiers, or the two numbers of the modifier."""
        where = (*path, key)
        if not isinstance(raw, list):
            mend = f"write [[{'.'.join(where)}]], with two brackets, once for each"
            plain = 'write a list, such as [[0, 1000000, 0.01], [1000000, "inf", 0.02]]'
            pair = "write the lowest and the highest, such as [0.8, 1.2]"
            tables = kind is not Tier and kind is not Decimal
            mends = mend if tables else plain if kind is Tier else pair
            self.refuse(where, f"{_shown(raw)} is no list; {mends}")
        if kind is Decimal:
            if len(raw) != 2:
                self.refuse(where, f"{len(raw)} values; write two, such as [0.8, 1.2]")
            return tuple(self.number(one, where) for one in raw)
        if kind is Tier:
            return tuple(self.tier(one, (*where, f"tier {n}")) for n, one in enumerate(raw, 1))
        return tuple(
            self.table(kind, one, (*path, entry_name(key, place, _key_of(one))))
            for place, one in enumerate(raw, 1)
        )

    def tier(self, raw: object, where: Path) -> dict[str, object]:
        """A slice [from, to, rate]; "inf" as its end becomes None."""
        if not isinstance(raw, list) or len(raw) != 3:
            self.refuse(where, f"{_shown(raw)} is no slice; write [from, to, rate]")
        start, end, rate = raw
        is_open = end == "inf" or (isinstance(end, Decimal) and end == Decimal("Infinity"))
        return {
            "start": self.number(start, where),
            "end": None if is_open else self.number(end, where),
            "rate": self.number(rate, where),
        }

    def points(self, raw: object, where: Path) -> object:
        """A curve's points, (result, payout) each."""
        if not isinstance(raw, list):
            self.refuse(where, f"{_shown(raw)} is no list; write [[result, payout], ...]")
        for place, point in enumerate(raw, 1):
            if not isinstance(point, list) or len(point) != 2:
                self.refuse(where, f"point {place} is {_shown(point)}; write [result, payout]")
        return tuple(
            tuple(self.number(part, (*where, f"point {place}")) for part in point)
            for place, point in enumerate(raw, 1)
        )

    def scope(self, raw: object, where: Path) -> Scope:
        """Dimensions and their values, by name: the order written means nothing."""
        pairs = self.pairs(raw, where)
        return tuple(sorted((name, self.text(one, (*where, name))) for name, one in pairs))

    def teams(self, raw: object, where: Path) -> Teams:
        """Teams and their percent of the pool, by name."""
        pairs = self.pairs(raw, where)
        return tuple(sorted((name, self.number(one, (*where, name))) for name, one in pairs))

    def pairs(self, raw: object, where: Path) -> list[tuple[str, object]]:
        """The names and values of a table whose names are the writer's own."""
        if not isinstance(raw, Mapping):
            self.refuse(where, f"{_shown(raw)} is no table; write it as {{name = value}}")
        return [(self.text(name, where), value) for name, value in raw.items()]

    def number(self, raw: object, where: Path) -> Decimal:
        """An exact number: an integer, a decimal, or either in quotes."""
        if isinstance(raw, str) and NUMBER.fullmatch(raw.strip()):
            raw = Decimal(raw.strip())
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            self.refuse(where, f"{_shown(raw)} is no number; write digits, such as 50 or 0.8")
        value = Decimal(raw)
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int):
            self.refuse(where, f"{_shown(raw)} is no amount; write digits, such as 50 or 0.8")
        if abs(value) >= LARGEST:
            self.refuse(where, f"{_shown(raw)} is too large; write less than 1,000,000,000,000,000")
        if exponent < -LONGEST_TEXT or len(number_text(value).partition(".")[2]) > MOST_DECIMALS:
            self.refuse(where, f"{_shown(raw)} is too fine; write at most 12 decimals")
        return value

    def mark(self, raw: object, where: Path) -> Decimal | None:
        """A number that may be absent."""
        return None if raw is None else self.number(raw, where)

    def places(self, raw: object, where: Path) -> object:
        """Digits after the point, or the word none."""
        return "none" if raw == "none" else self.whole(raw, where, ' or "none"')

    def whole(self, raw: object, where: Path, others: str = "") -> int:
        """A whole number."""
        is_word = isinstance(raw, str) and not NUMBER.fullmatch(raw.strip())
        if is_word or isinstance(raw, bool):
            self.refuse(where, f"{_shown(raw)} is no number; write a whole number{others}")
        value = self.number(raw, where)
        if value != value.to_integral_value():
            self.refuse(where, f"{_shown(raw)} is not whole; write a whole number{others}")
        return int(value)

    def flag(self, raw: object, where: Path) -> bool:
        """True or false."""
        if not isinstance(raw, bool):
            self.refuse(where, f"{_shown(raw)} is neither; write true or false, without quotes")
        return raw

    def text(self, raw: object, where: Path) -> str:
        """A text of one line."""
        if not isinstance(raw, str):
            self.refuse(where, f'{_shown(raw)} is no text; write it in quotes, such as "2026-Q4"')
        if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in raw):
            self.refuse(where, "it holds a line break or a hidden character; write it on one line")
        if len(raw) > LONGEST_TEXT:
            self.refuse(where, f"it has {len(raw)} letters; write at most {LONGEST_TEXT}")
        return raw

    def choice(self, raw: object, known: tuple[str, ...], where: Path) -> str:
        """One of the words that the field knows."""
        if not isinstance(raw, str) or raw not in known:
            near = did_you_mean(raw, known) if isinstance(raw, str) else ""
            self.refuse(where, f"{_shown(raw)} is not known{near or f'; write {_or(known)}'}")
        return raw


_MISSING = {
    "name": 'write name = "..." at the top',
    "period": 'write the period it pays for, such as period = "2026-Q4"',
    "kpi": "name the KPI",
    "weight": "write its weight in percent points",
    "otherwise": "write zero, half or cap_at_target",
    "points": "write the percent points that it adds",
    "key": "write the key that measures use",
    "label": "write the name that people read",
    "unit": "write money, percent, count, days, hours, ratio or score",
    "source": "write where finance takes the figure from",
}


def _unknown(key: str, model: type[Part]) -> str:
    """What is wrong with a key that the table does not know, and the mend."""
    known = list(model.model_fields)
    if model is not Plan and key in Plan.model_fields:
        return f"key '{key}' does not belong here; move it to the top, above the first table"
    mend = did_you_mean(key, known) or f"; known here: {', '.join(known)}"
    return f"no key is called '{one_line(key)}'{mend}"


def _key_of(raw: object) -> object:
    return raw.get("kpi", raw.get("key")) if isinstance(raw, Mapping) else None


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _shown(raw: object) -> str:
    """A value as the document wrote it, short enough for a sentence."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Decimal | int):
        return one_line(str(raw))
    if isinstance(raw, str):
        return f"'{one_line(raw)}'" if raw else "an empty text"
    if isinstance(raw, Mapping | list):
        return "a list" if isinstance(raw, list) else "a table"
    return f"'{one_line(str(raw))}'"
