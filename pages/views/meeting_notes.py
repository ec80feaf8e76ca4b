"""What was written down in the meeting, and the doubts about definitions that are parked."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.workspace import Workspace
from metrics.meeting.agenda import Agenda
from metrics.meeting.words import meeting_name, person
from metrics.registry import all_kpis
from metrics.registry import kpi as kpi_called
from metrics.wording import counted, lowered, moment
from pages.views.words import Block


@dataclass(frozen=True)
class Said:
    """A note, a decision or a doubt: what it is, the words, who said it and when."""

    kind: str
    text: str
    by: str


@dataclass(frozen=True)
class NotesView:
    """Notes and decisions since the meeting before, the doubts, and what stands without any."""

    block: Block
    notes: tuple[Said, ...]
    none_yet: str
    doubts_title: str
    doubts: tuple[Said, ...]


def build_notes(found: Agenda, names: Mapping[str, str], workspace: Workspace) -> NotesView:
    """What was said since the meeting before, oldest first; every doubt that waits."""
    notes = tuple(
        Said(
            kind="Decision" if one.kind == "decision" else "Note",
            text=one.text,
            by=f"{person(one.said_by, names)}, {moment(one.said_at, workspace)}",
        )
        for one in found.notes
    )
    doubts = tuple(
        Said(
            kind=kpi_called(one.kpi).label,
            text=one.text,
            by=f"with {person(one.owner, names)}, {_age(one.age_days(found.day))}",
        )
        for one in found.disputes
    )
    parked = counted(len(doubts), "definition disputes are parked")
    if len(doubts) == 1:
        parked = "One definition dispute is parked"
    return NotesView(
        Block("Notes and decisions", _since(found, workspace)),
        notes,
        "Nothing is written down yet.",
        parked if doubts else "No definition is disputed",
        doubts,
    )


def _since(found: Agenda, workspace: Workspace) -> str:
    if found.before is None:
        return ""
    return f"since {lowered(meeting_name(found.before, workspace))}"


def _age(days: int) -> str:
    return f"{counted(days, 'days')} old" if days > 0 else "parked today"


def kpi_choices() -> Mapping[str, str]:
    """Every KPI by its label, for a box."""
    return {one.key: one.label for one in sorted(all_kpis(), key=lambda one: one.label)}
