"""Commitments as the KPI counts them: one record for each day by which one was due."""

from metrics.handed import PromisedDay
from metrics.meeting.records import MeetingRecord


def promises_in(record: MeetingRecord) -> tuple[PromisedDay, ...]:
    """Every promise, by commitment and in the order of its days."""
    return tuple(
        PromisedDay(
            made.number, made.owner, one.due_on, one.as_of, one.outcome or "", one.settled_as_of
        )
        for made in record.commitments
        for one in made.promises
    )
