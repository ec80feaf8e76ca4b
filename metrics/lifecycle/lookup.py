"""Which version a person means: by its number, by its hash, or by the document that was read."""

import re
from dataclasses import dataclass
from pathlib import Path

from metrics.errors import RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import Action
from metrics.lifecycle.plans import period_of
from metrics.lifecycle.refusals import Refused
from metrics.planning.asked import read_plan_file
from metrics.pool.reading import plan_hash

_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True)
class Meant:
    """A version by its number, and the hash of what the person has read."""

    number: int
    plan_hash: str


def asked_for(desk: Desk, action: Action, actor: str, text: str) -> Meant:
    """The version that `text` means; of a document, the one that is open for its period.

    A document that was changed keeps its own hash, so that signing it is refused.
    Raises: Refused no_such_version, PlanError for a document that cannot be read; either is
    kept as an event.
    """
    try:
        return _meant(desk, text)
    except RevenueError as refusal:
        desk.tell_refusal(action, actor, text, refusal)
        raise


def _meant(desk: Desk, text: str) -> Meant:
    state = desk.state
    if text.isascii() and text.isdigit() and len(text) < 8:
        version = state.version(int(text))
        return Meant(version.number, version.plan_hash)
    if _HASH.fullmatch(text):
        found = [one for one in state.versions if one.plan_hash.startswith(text)]
        if len({one.plan_hash for one in found}) > 1:
            raise Refused("no_such_version", f"'{text}' begins several hashes; write more of it")
        if found:
            return Meant(found[-1].number, found[-1].plan_hash)
        raise Refused("no_such_version", f"no version was proposed with the hash {text}")
    plan = read_plan_file(Path(text))
    of_period = state.versions_of(period_of(plan, desk.calendar).name)
    same = [one for one in of_period if one.plan_hash == plan_hash(plan)]
    for one in reversed(same or of_period):
        return Meant(one.number, plan_hash(plan))
    raise Refused("no_such_version", f"{text}: no plan was proposed for {plan.period}")
