"""A wall hangs for weeks: neither its turns nor its beats may cost memory."""

from pathlib import Path

import pytest

from tests.benchmarks.memory import MOST_BYTES_PER_RERUN, slope
from tests.sessions import Server, Session, serving, visiting

WARM_UP, REFRESHES = 100, 2000
# Between two turns a wall only asks whether anything is new.
BEATS = 3


def turn(session: Session) -> str:
    """Presses the key for the next view, and lets the wall beat; the view that stands then."""
    shown, _ = session.exchange("kiosk=1", widgets={session.ids["Next"]: True})
    assert shown.faults == ()
    for _ in range(BEATS):
        beaten, _ = session.exchange("kiosk=1", beat=session.beat)
        assert beaten.faults == ()
        # Nothing is new, so nothing is drawn.
        assert beaten.values("w-headline") == ()
    return shown.values("w-headline")[0]


def growth(server: Server, refreshes: int = REFRESHES) -> float:
    """The slope of the app's memory over refreshes of a wall, in bytes a refresh."""
    with visiting(server.port) as session:
        session.run("kiosk=1")
        seen = {turn(session) for _ in range(WARM_UP)}
        assert len(seen) == 5
        held = []
        for _ in range(refreshes):
            turn(session)
            held.append(server.memory_bytes())
    return slope(held)


@pytest.mark.soak
def test_two_thousand_refreshes_of_a_wall_leave_the_memory_flat(decided: Path) -> None:
    with serving(decided) as server:
        assert growth(server) <= MOST_BYTES_PER_RERUN
