"""Payouts: the register of payees, and what a file would change in it. No amount is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.workspace import Workspace
from metrics.lifecycle.payees import Loaded
from metrics.lifecycle.state import State
from metrics.wording import counted, day, joined
from pages.views.payouts_tree import person_label

DATE_ORDERS = {"": "told by the file", "dmy": "day first", "mdy": "month first"}
_LONGEST_LIST = 8


@dataclass(frozen=True)
class Changes:
    """What a file would change, a sentence each; `said` stands once it has."""

    lines: tuple[str, ...]
    needs_reason: bool
    said: str


def build_register(state: State, names: Mapping[str, str], workspace: Workspace) -> str:
    """How many payees there are, and who loaded them when."""
    load = state.payees_loaded
    if load is None:
        return "Nobody is in the register yet: a pool needs its payees."
    on = day(load.at.astimezone(workspace.zone).date(), workspace)
    people = counted(len(state.payees), "payees")
    return f"{people}, loaded from {load.file} by {person_label(load.by, names)} on {on}."


def build_changes(read: Loaded, state: State, names: Mapping[str, str]) -> Changes:
    """The payees that come, go and stay with other terms; fewer than half need a reason."""
    now = {one.person_id: one for one in read.payees}
    came = [one for one in now if one not in state.payees]
    gone = [one for one in state.payees if one not in now]
    moved = [one for one in now if one in state.payees and state.payees[one] != now[one]]
    rows = sum(len(one.terms or ()) for one in read.payees)
    people = counted(len(now), "payees")
    lines = [f"{people} in {counted(rows, 'rows')}. Nothing is loaded yet."]
    for words, who in (("new", came), ("no longer there", gone), ("with other terms", moved)):
        if who:
            lines.append(f"{len(who)} {words}: {_listed(who, names)}.")
    if not (came or gone or moved):
        lines.append("Exactly what the register says already.")
    return Changes(
        tuple(lines),
        needs_reason=2 * len(now) < len(state.payees),
        said=f"{people} are the register now.",
    )


def _listed(who: list[str], names: Mapping[str, str]) -> str:
    shown = [person_label(one, names) for one in sorted(who)[:_LONGEST_LIST]]
    more = len(who) - len(shown)
    return joined([*shown, *([f"{more} more"] if more else [])])
