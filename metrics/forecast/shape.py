"""The way from today to the landing, in the shape of the pace; for charts only."""

from collections.abc import Sequence

Points = Sequence[tuple[float, float]]


def way_to(landing: float, today: tuple[float, float], end: float, pace: Points) -> Points:
    """Points from `today` to the landing at `end`, bent as the pace is; straight without one."""
    ahead = [point for point in pace if today[0] < point[0] < end]
    before = [point for point in pace if point[0] <= today[0]]
    whole = pace[-1][1] - before[-1][1] if pace and before else 0.0
    rest = landing - today[1]
    bent = [(x, today[1] + rest * (y - before[-1][1]) / whole) for x, y in ahead if whole > 0]
    return (today, *bent, (end, landing))
