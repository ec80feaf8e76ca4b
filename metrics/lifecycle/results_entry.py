"""Figures that no warehouse gives, entered by finance for a period, with their source."""

from dataclasses import dataclass

from data.ledger.event import Draft
from metrics.lifecycle import events as kinds
from metrics.lifecycle.exact_text import exact_text
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.planning.written import number_of


@dataclass(frozen=True)
class Entry:
    """One figure as typed: the plan's external key, value, target or none, and its source."""

    key: str
    value: str
    source: str
    target: str | None = None


def entering(state: State, actor: str, period: str, entry: Entry) -> tuple[Draft, ...]:
    """The entry of a figure; a later one takes its place, and both stay on record.

    Raises: Refused for a key that no plan of the period asks for, for what is no plain number,
    or without a source.
    """
    source = entry.source.strip()
    if not source:
        raise Refused("no_reason", f"{entry.key}: name the source, such as 'monthly close'")
    externals = {one.key for version in state.versions_of(period) for one in version.plan.external}
    if entry.key.partition("[")[0] not in externals:
        named = ", ".join(sorted(externals)) or "none"
        raise Refused(
            "unknown_figure",
            f"no plan of {period} asks for '{entry.key}'; its external figures: {named}",
        )
    body: dict[str, object] = {
        "key": entry.key,
        "value": _number(entry.key, entry.value),
        "target": None if entry.target is None else _number(entry.key, entry.target),
        "source": source,
    }
    return (Draft(kinds.RESULT_ENTERED, actor, period, body),)


def _number(key: str, text: str) -> str:
    found = number_of(text)
    if found is None:
        raise Refused("no_number", f"{key}: '{text[:40]}' is no plain number; write it as 1234.50")
    return exact_text(found)
