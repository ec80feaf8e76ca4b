"""What waits from the weekly meeting: own commitments, and doubts about what a number means."""

from collections.abc import Iterator, Mapping

from data.workspace import Workspace
from metrics.errors import UnknownKpiError
from metrics.inbox.records import DEFINITIONS, WEEKLY, Looking, Waits
from metrics.lifecycle.state import State
from metrics.meeting.commitments import commitments
from metrics.meeting.notes import open_disputes
from metrics.meeting.records import DefinitionDispute
from metrics.meeting.words import days_left
from metrics.registry import kpi
from metrics.wording import weekday


def meeting_waits(
    state: State, who: Looking, names: Mapping[str, str], workspace: Workspace
) -> Iterator[Waits]:
    """The person's own open commitments, the first due first, then the doubts parked with them."""
    for made in commitments(state, since=who.today):
        if made.owner == who.person_id and made.is_open:
            left = made.days_left(who.today)
            since = made.said_on
            yield Waits("commitment", made.what, days_left(left), since, WEEKLY, 1, left < 0)
    for doubt in open_disputes(state):
        if doubt.owner == who.person_id:
            text = f"Settle what “{_label(doubt)}” means"
            by = names.get(doubt.said_by, doubt.said_by)
            under = f"asked by {by} on {weekday(doubt.said_on, workspace)}"
            yield Waits("definition", text, under, doubt.said_on, DEFINITIONS)


def _label(doubt: DefinitionDispute) -> str:
    """What people call the KPI; its key where it is gone from the registry."""
    try:
        return kpi(doubt.kpi).label
    except UnknownKpiError:
        return doubt.kpi
