"""How two plans differ, in plain words: one sentence a change, in the order of the document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.pool.plan import Part, Plan
from metrics.pool.plan_fields import number_text

ARROW = " → "
# Lists of tables: what one entry is called, and the field that names it.
ENTRIES: Mapping[str, tuple[str, str]] = {
    "measures": ("", "kpi"),
    "external": ("external figure ", "key"),
    "gates": ("gate on ", "kpi"),
    "kickers": ("kicker on ", "kpi"),
    "individual": ("individual measure ", "kpi"),
}
THOUSAND = 1000


@dataclass(frozen=True)
class Entry:
    """One table of a plan: what it is called, and what it says by field."""

    title: str
    fields: Mapping[str, str]


def differences(before: Plan, after: Plan) -> tuple[str, ...]:
    """What changes from one plan to the other, such as 'bookings 50 → 40'; empty when nothing."""
    old, new = _entries(before), _entries(after)
    found: list[str] = []
    for title in [*old, *(title for title in new if title not in old)]:
        if title not in new:
            found.append(f"{title} removed ({_said(old[title])})")
        elif title not in old:
            found.append(f"{title} added: {_said(new[title])}")
        else:
            found.extend(_changes(old[title], new[title]))
    return tuple(found)


def _changes(old: Entry, new: Entry) -> Iterator[str]:
    for name in [*old.fields, *(name for name in new.fields if name not in old.fields)]:
        was, will = old.fields.get(name, "none"), new.fields.get(name, "none")
        if was == will:
            continue
        if not old.title:
            yield f"{name} {was}{ARROW}{will}"
        elif name == "weight":
            yield f"{old.title} {was}{ARROW}{will}"
        else:
            yield f"{old.title}, {name}: {was}{ARROW}{will}"


def _said(entry: Entry) -> str:
    """What an entry says that is not left open."""
    return ", ".join(f"{name} {text}" for name, text in entry.fields.items() if text != "none")


def _entries(plan: Plan) -> dict[str, Entry]:
    """The plan's tables by what they are called, in the order of the document."""
    found: dict[str, Entry] = {}
    for one in _tables(plan, ""):
        title, number = one.title, 2
        while title in found:
            title, number = f"{one.title} ({number})", number + 1
        found[title] = Entry(title, one.fields)
    return found


def _tables(part: Part, title: str, named_by: str = "") -> Iterator[Entry]:
    """The part's own fields but the one that its title tells, then the tables inside it."""
    own: dict[str, str] = {}
    inside: list[tuple[str, Part, str]] = []
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Part):
            inside.append((_words(name), value, ""))
        elif name in ENTRIES:
            start, key = ENTRIES[name]
            inside.extend((start + _called(one, key), one, key) for one in value)
        elif name not in (named_by, "scope"):
            own[_words(name)] = _text(value)
    yield Entry(title, own)
    for called, one, key in inside:
        yield from _tables(one, called, key)


def _called(part: Part, key: str) -> str:
    """What an entry is about: a KPI, with its scope where it has one."""
    scope = getattr(part, "scope", ())
    limits = ", ".join(f"{name} {value}" for name, value in scope)
    return _words(getattr(part, key)) + (f" ({limits})" if limits else "")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _text(value: object) -> str:
    """A value as people write it."""
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return _number(value)
    if isinstance(value, tuple):
        return _listed(value)
    return str(value)


def _listed(values: Sequence[object]) -> str:
    """Points as '3,200,000 pays 50', named parts as 'sales 50', slices, and ranges."""
    texts = []
    for one in values:
        if isinstance(one, Part):
            start, end, rate = (getattr(one, name) for name in type(one).model_fields)
            last = "any amount" if end is None else _number(end)
            texts.append(f"{_number(start)} to {last} at {_number(rate)}")
        elif isinstance(one, tuple):
            first, second = one
            between = " " if isinstance(first, str) else " pays "
            texts.append(_text(first) + between + _text(second))
        else:
            texts.append(_text(one))
    is_range = all(isinstance(one, Decimal) for one in values)
    return (" to " if is_range else "; ").join(texts)


def _number(value: int | Decimal) -> str:
    """A number in its plainest form, with thousands apart: 3,200,000 and 0.25."""
    whole, point, rest = number_text(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if abs(int(whole)) >= THOUSAND else whole + point + rest
