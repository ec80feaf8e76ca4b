"""What lead oracles share: who counts, and when an answer falls due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.metrics.oracles._cases import Part, View
from tests.metrics.oracles._records import Trip


def decided(view: View) -> Iterator[tuple[Trip, str]]:
    """The trips decided in the period, each with its first decision."""
    for trip in view.company.trips:
        if trip.decision and view.holds(trip.decision[1]):
            yield trip, trip.decision[0]


def due_in(view: View, start: datetime | None, seconds: int, trip: Trip) -> datetime | None:
    """When that much business time has passed for the trip's owner, if inside the period."""
    if start is None or start >= view.end_at:
        return None
    due = trip.clock.due(start, seconds)
    return due if view.holds(due) else None


def cohort(view: View, reached: dict[str, datetime], days: int) -> Iterator[Part]:
    """Each lead created in the period; 1 when it reached the aim in time."""
    limit = None if view.case.within == "ever" else timedelta(days=int(view.case.within or days))
    for trip in view.company.trips:
        created_at = trip.row["created_at"]
        if not view.holds(created_at):
            continue
        at = reached.get(trip.lead_id)
        is_in_time = view.seen(at) and (limit is None or at - created_at <= limit)  # type: ignore[operator]
        yield Part(trip.dims, int(is_in_time), 1)
