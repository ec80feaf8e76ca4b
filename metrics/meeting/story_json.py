"""The story as text that the ledger keeps, and back to the same story, digit by digit."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from metrics.answer import Answer
from metrics.meeting.kept_answer import answer_in, answer_json
from metrics.meeting.story import Story

Told = TypeVar("Told")


def story_json(story: Story) -> object:
    """The story as the event's body holds it: amounts and fractions as text."""
    return _plain(story)


def story_in(stored: object) -> Story | None:
    """The story of an event's body; None where the meeting was held before stories were kept."""
    return None if stored is None else _record(Story, stored)


def _plain(value: object) -> object:
    if isinstance(value, Answer):
        return answer_json(value)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal | Fraction | date):
        return str(value)
    return value


def _record(kind: type[Told], stored: object) -> Told:
    assert isinstance(stored, Mapping), "a record has names"
    hints = get_type_hints(kind)
    return kind(**{name: _read(hint, stored[name]) for name, hint in hints.items()})


def _read(hint: Any, stored: object) -> object:
    """The value of the declared type; what is not declared here is kept as JSON tells it."""
    if get_origin(hint) is UnionType:
        inner = next(one for one in get_args(hint) if one is not NoneType)
        return None if stored is None else _read(inner, stored)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), stored)
    if hint is Answer:
        assert isinstance(stored, Mapping), "an answer has names"
        return answer_in(stored)
    if is_dataclass(hint):
        return _record(hint, stored)  # type: ignore[arg-type]
    if hint in (Decimal, Fraction):
        return hint(str(stored))
    return date.fromisoformat(str(stored)) if hint is date else stored


def _tuple(kinds: tuple[Any, ...], stored: object) -> tuple[object, ...]:
    assert isinstance(stored, list), "several are a list"
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in stored)
    return tuple(_read(kind, one) for kind, one in zip(kinds, stored, strict=True))
