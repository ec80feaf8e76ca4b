"""A plan document from TOML or JSON, and back as the one text that its hash is made of."""

import hashlib
import json
import re
import tomllib
from decimal import Decimal
from typing import Literal

from metrics.pool.plan import Part, Plan, Tier
from metrics.pool.plan_fields import Reader, fault, number_text, one_line

Form = Literal["toml", "json"]
# Fields whose names are the writer's own, so they are tables and not lists.
TABLES = frozenset({"scope", "teams"})
WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_plan(text: str | bytes, *, form: Form, name: str) -> Plan:
    """The plan that the document holds; `name` calls it while it has none of its own.

    The plan's own contradictions are for plan_checks; here every key and every value is read.
    Raises: PlanError, one sentence on the first problem in the document's order.
    """
    written = _decoded(text, name).removeprefix("\ufeff")
    if not written.strip():
        raise fault(name, (), "the document is empty; write name, period and the tables below them")
    raw = _toml(written, name) if form == "toml" else _json(written, name)
    if not isinstance(raw, dict):
        raise fault(name, (), "the document is no table; write {...} with the plan's keys inside")
    own = raw.get("name")
    if isinstance(own, str) and not own.strip():
        raise fault(name, ("name",), "it is empty; write what people call the plan")
    called = own if isinstance(own, str) else name
    return Plan.model_validate(Reader(called).table(Plan, raw, ()))


def plan_json(plan: Plan) -> str:
    """The plan as canonical JSON: every field, keys sorted, each number in its plainest form.

    Two documents that say the same give the same text, whatever their form and order of keys.
    """
    return _dumped(_document(plan))


def plan_hash(plan: Plan) -> str:
    """The sha256 of the canonical JSON, in hex: what a signature stands for."""
    return hashlib.sha256(plan_json(plan).encode()).hexdigest()


def _decoded(text: str | bytes, name: str) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise fault(name, (f"line {line}",), "it is not UTF-8; save the file as UTF-8") from error


def _toml(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = WHERE.search(str(error))
        line = found.group(1) if found else None
        lines = text.count("\n") + 1
        said = _toml_said(WHERE.sub("", str(error)))
        raise fault(name, (f"line {line or lines}",), said) from error
    except (ValueError, RecursionError) as error:
        raise fault(name, (), "a value is too long or too deep to read; shorten it") from error


def _toml_said(message: str) -> str:
    """What is wrong at a line of TOML, in people's words."""
    if message == "Cannot overwrite a value":
        return "the key is written twice; keep one of them"
    if found := re.fullmatch(r"Cannot declare \((.*)\) twice", message):
        parts = re.findall(r"'([^']*)'", found.group(1))
        return f"the table [{one_line('.'.join(parts))}] is written twice; put its keys into one"
    return f"not readable as TOML: {one_line(message)}; check quotes, brackets and commas"


class _TwiceError(Exception):
    """A key stands twice in one object of a JSON document."""


def _json(text: str, name: str) -> object:
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        said = f"not readable as JSON: {error.msg}; check quotes, brackets and commas"
        raise fault(name, (f"line {error.lineno}",), said) from error
    except _TwiceError as error:
        where = (f"line {_line_of_twin(text)}",)
        raise fault(name, where, "the key is written twice; keep one of them") from error
    except (ValueError, RecursionError) as error:
        raise fault(name, (), "a value is too long or too deep to read; shorten it") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _line_of_twin(text: str) -> int:
    """The line where a key of a well-formed JSON text stands for the second time."""
    seen: list[set[str]] = []
    for token in re.finditer(r'("(?:[^"\\]|\\.)*")(\s*:)?|([{}])', text):
        if token.group(3) == "{":
            seen.append(set())
        elif token.group(3) == "}":
            seen.pop()
        elif token.group(2):
            key = json.loads(token.group(1))
            if key in seen[-1]:
                return text.count("\n", 0, token.start()) + 1
            seen[-1].add(key)
    return text.count("\n") + 1


def _document(value: object) -> object:
    """A part of the plan in the form that a document has."""
    if isinstance(value, Tier):
        return [value.start, "inf" if value.end is None else value.end, value.rate]
    if isinstance(value, Part):
        fields = {key: getattr(value, key) for key in type(value).model_fields}
        return {
            key: {n: _document(v) for n, v in one} if key in TABLES else _document(one)
            for key, one in fields.items()
            if one is not None
        }
    return [_document(one) for one in value] if isinstance(value, tuple) else value


def _dumped(value: object) -> str:
    if isinstance(value, dict):
        inside = (f"{_dumped(key)}:{_dumped(value[key])}" for key in sorted(value))
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_dumped(one) for one in value) + "]"
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)
