"""Block 3: the bridge since the meeting before, what needs a hand, each number then and now."""

from pathlib import Path

from metrics.bridge import bridge
from metrics.bridge.hygiene import hygiene
from metrics.bridge.steps import week_before
from metrics.compared import Moment
from metrics.errors import RevenueError
from metrics.lifecycle.state import State
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow, then_now
from metrics.reader import Reader
from metrics.sentences.headline import Sentence
from metrics.weekly.records import Changed


def changed(
    reader: Reader,
    state: State,
    store: Path,
    moment: Moment,
    *,
    before: Snapshot | None,
    moved: Sentence,
) -> Changed:
    """What came in and left between the meeting before (else a week ago) and the last day."""
    frm = week_before(moment.as_of) if before is None else before.as_of
    told, trouble = _then_now(reader, state, store, moment, before)
    return Changed(
        bridge=bridge(reader, frm, moment.as_of, moment.period, moment.scope),
        hygiene=hygiene(reader, moment.as_of, moment.period, moment.scope),
        moved=moved,
        then_now=told,
        trouble=trouble,
    )


def _then_now(
    reader: Reader, state: State, store: Path, moment: Moment, before: Snapshot | None
) -> tuple[tuple[ThenNow, ...], str]:
    """Each number of the meeting before, or why it cannot be told."""
    if before is None:
        return (), ""
    try:
        return then_now(reader, state, store, before, moment.as_of), ""
    except RevenueError as error:
        return (), error.message
