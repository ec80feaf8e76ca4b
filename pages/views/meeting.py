"""Block 1 of Weekly: what was promised, what came of it, and what the numbers did since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.workspace import Workspace
from metrics.handed import Handed
from metrics.meeting.agenda import Agenda
from metrics.meeting.commitment_words import (
    Promised,
    commitments_hint,
    commitments_title,
    counted_words,
    promised,
)
from metrics.meeting.effects import Effect, effects
from metrics.reader import Reader
from pages.views.words import Block


@dataclass(frozen=True)
class CommitmentsView:
    """The block's sentence and its rows, or what to do where there are none."""

    block: Block
    rows: tuple[Promised, ...]
    hint: str


def build_effects(reader: Reader, found: Agenda, handed: Handed) -> tuple[Effect, ...]:
    """What the KPI of each commitment did up to the agenda's day."""
    return effects(reader, found.commitments, found.as_of, handed)


def build_commitments(
    found: Agenda,
    did: Sequence[Effect],
    names: Mapping[str, str],
    workspace: Workspace,
) -> CommitmentsView:
    """Every commitment on the table with what became of it."""
    rows = promised(found, did, names, workspace)
    return CommitmentsView(
        Block(commitments_title(found), counted_words(found.counted())),
        rows,
        commitments_hint(found, workspace),
    )
