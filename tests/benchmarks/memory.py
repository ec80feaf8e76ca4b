"""Memory of the app over many reruns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, product
from pathlib import Path

from tests.benchmarks.reruns import checked, scopes
from tests.benchmarks.table import Line
from tests.sessions import serving, visiting

WARM_UP = 100
RERUNS = 500
SCOPES = 6
# What 500 reruns may add for good: less than one view of one screen a rerun would.
MOST_BYTES_PER_RERUN = 4096


@dataclass(frozen=True)
class Growth:
    """The memory after warm-up and at the end, and its slope in bytes a rerun."""

    first_bytes: int
    last_bytes: int
    slope: float


def growth(store: Path, screens: Sequence[str] = ("",), reruns: int = RERUNS) -> Growth:
    """How the memory of a new app moves over `reruns` of `screens`, in turns.

    Every rerun asks the next of a few scopes, all of them seen in the warm-up.
    """
    with serving(store) as server, visiting(server.port) as session:
        for query, screen in islice(_asked(screens), WARM_UP):
            checked(session.run(query, screen))
        held = []
        for query, screen in islice(_asked(screens), reruns):
            checked(session.run(query, screen))
            held.append(server.memory_bytes())
    return Growth(held[0], held[-1], slope(held))


def _asked(screens: Sequence[str]) -> Iterator[tuple[str, str]]:
    return cycle(list(product(islice(scopes(), SCOPES), screens)))


def slope(values: list[int]) -> float:
    """The slope of the straight line nearest to the values, per step."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    over = sum((place - middle) * (value - mean) for place, value in enumerate(values))
    return over / sum((place - middle) ** 2 for place in range(len(values)))


def lines(store: Path) -> list[Line]:
    """The slope over 500 reruns, after the warm-up."""
    found = growth(store)
    return [
        Line(
            f"memory of the app, {RERUNS} reruns after {WARM_UP}",
            f"{found.slope / 1024:+.2f} KB a rerun",
            f"{found.first_bytes / 2**20:.0f} to {found.last_bytes / 2**20:.0f} MB",
            found.last_bytes / found.first_bytes,
            f"flat (<= {MOST_BYTES_PER_RERUN // 1024} KB a rerun)",
            found.slope <= MOST_BYTES_PER_RERUN,
        )
    ]
