"""Steps of journeys that come as texts, "Paid search > Webinar", a million at a time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from metrics.attribution.journeys import Steps, steps_from

Counts = npt.NDArray[np.int64]


def steps_of_texts(
    paths: Sequence[str], won: Sequence[int], lost: Sequence[int], separator: str = " > "
) -> Steps:
    """The steps of the paths, each gone so often to a win and so often to none.

    The same as of journeys one by one; each different text is read once. Empty texts do not count.
    """
    place: dict[str, int] = {}
    groups = np.array([place.setdefault(path, len(place)) for path in paths], dtype=np.int64)
    wins, losses = _added(groups, won, len(place)), _added(groups, lost, len(place))
    is_gone = (wins + losses > 0).tolist()
    texts = [path for path, is_one in zip(place, is_gone, strict=True) if path and is_one]
    if not texts:
        return steps_from({}, {})
    kept = np.fromiter(map(place.__getitem__, texts), dtype=np.int64, count=len(texts))
    # One text of all is split far faster than each alone.
    stops = separator.join(texts).split(separator)
    lengths = np.array([path.count(separator) + 1 for path in texts], dtype=np.int64)
    names = sorted(set(stops))
    number = {name: n for n, name in enumerate(names)}
    at = np.fromiter(map(number.__getitem__, stops), dtype=np.int64, count=len(stops))
    return _steps(names, at, lengths, wins[kept], losses[kept])


def _added(groups: Counts, counts: Sequence[int] | Counts, size: int) -> Counts:
    """The counts added up by group; whole numbers, exact in a float up to 2 to the 53rd."""
    return np.bincount(groups, np.asarray(counts), size).astype(np.int64)


def _steps(names: list[str], at: Counts, lengths: Counts, wins: Counts, losses: Counts) -> Steps:
    """The steps of stops that stand one path after another."""
    size, last = len(names), np.cumsum(lengths) - 1
    before = np.roll(at, 1)
    # One more than the members stands for the beginning.
    before[last - lengths + 1] = size
    pairs = _added(before * size + at, np.repeat(wins + losses, lengths), size * size + size)
    counted: dict[tuple[str | None, str], int] = {
        (names[pair // size] if pair // size < size else None, names[pair % size]): int(pairs[pair])
        for pair in np.flatnonzero(pairs).tolist()
    }
    won, lost = _added(at[last], wins, size), _added(at[last], losses, size)
    ends = zip(names, won.tolist(), lost.tolist(), strict=True)
    return steps_from(counted, {name: (wins, losses) for name, wins, losses in ends})
