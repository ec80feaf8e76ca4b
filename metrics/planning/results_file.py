"""Results that a person hands in: a JSON file of values and targets by KPI key."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from metrics.errors import MissingResultError
from metrics.planning.written import number_of, text_of, unknown
from metrics.pool.inputs import Result, Results, result_key

FIELDS = ("value", "target", "reason", "source")
SHAPE = '{"bookings": {"value": "553000000", "target": "631000000"}}'


def read_results(path: Path) -> Results:
    """The results of a file by result key; numbers may be written as numbers or as text.

    Raises: MissingResultError with one sentence that names the file, the key and the mend.
    """
    where = f"results file {path}"
    text = text_of(path, "results file", MissingResultError)
    try:
        given = json.loads(
            text,
            parse_float=lambda digits: digits if number_of(digits) is None else Decimal(digits),
            parse_constant=str,
            object_pairs_hook=lambda pairs: _once(pairs, where),
        )
    except (ValueError, RecursionError) as error:
        told = f": {error}" if isinstance(error, json.JSONDecodeError) else ""
        raise MissingResultError(f"{where} is no JSON{told}; write it as {SHAPE}") from error
    if not isinstance(given, Mapping):
        raise MissingResultError(f"{where} is no object of keys; write it as {SHAPE}")
    found = {_key(key, where): _result(key, entry, path) for key, entry in given.items()}
    if len(found) < len(given):
        raise MissingResultError(f"{where} gives one key twice, in another order of its scope")
    return MappingProxyType(found)


def _once(pairs: list[tuple[str, object]], where: str) -> dict[str, object]:
    """The pairs of an object; a later one never takes the place of an earlier one in silence."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise MissingResultError(f"{where} gives '{name}' twice; keep one")
        found[name] = value
    return found


def _key(key: str, where: str) -> str:
    """The key with its scope in order: bookings[industry=Energy,region=EMEA]."""
    kpi, bracket, inside = key.partition("[")
    if not kpi or kpi != kpi.strip():
        raise MissingResultError(f"{where}: '{key}' is no key; write it as bookings")
    if not bracket:
        return kpi
    pairs = [part.partition("=") for part in inside.removesuffix("]").split(",")]
    if not inside.endswith("]") or not all(name and value for name, _, value in pairs):
        raise MissingResultError(
            f"{where}: '{key}' is no key with a scope; write it as {kpi}[region=EMEA]"
        )
    return result_key(kpi, tuple((name.strip(), value.strip()) for name, _, value in pairs))


def _result(key: str, entry: object, path: Path) -> Result:
    where = f"results file {path}: '{key}'"
    if not isinstance(entry, Mapping):
        raise MissingResultError(f"{where} is no value with a target; write it as {SHAPE}")
    for name in entry:
        if name not in FIELDS:
            mend = unknown(name, FIELDS)
            raise MissingResultError(f"{where} has a field '{name}' that is not known{mend}")
    if "value" not in entry:
        raise MissingResultError(
            f"{where} has no value; give a number, or null where there is none"
        )
    value = _number(entry["value"], f"{where}, value")
    target = _number(entry.get("target"), f"{where}, target")
    reason = _text(entry, "reason", where) or "the results file gives no value"
    source = _text(entry, "source", where) or f"results file {path.name}"
    return Result(value, target, "" if value is not None else reason, source)


def _number(given: object, where: str) -> Fraction | None:
    if given is None:
        return None
    if isinstance(given, int | Decimal | str) and not isinstance(given, bool):
        found = number_of(str(given))
        if found is not None:
            return found
    raise MissingResultError(
        f"{where}: {json.dumps(given, default=str)[:60]} is no plain number; write it as 1234.50"
    )


def _text(entry: Mapping[str, object], name: str, where: str) -> str:
    given = entry.get(name)
    if given is None or isinstance(given, str):
        return given or ""
    raise MissingResultError(f"{where}, {name}: write a text in quotes")
