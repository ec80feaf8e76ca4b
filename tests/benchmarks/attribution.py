"""Attribution beside the plain aggregate of ten million touches, and beside ChannelAttribution."""

import importlib.util
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from metrics.attribution.facts import over
from metrics.attribution.markov import chain_of
from metrics.attribution.texts import steps_of_texts
from tests.benchmarks.processes import cost_of
from tests.benchmarks.table import Line, gigabytes, milliseconds, whole_seconds
from tests.benchmarks.touches import DEALS, TOUCHES

MOST_TIMES = 4.0
MOST_BYTES = 1.5 * 2**30
MOST_REWEIGHTED = 0.050
LEAST_FASTER = 5.0
TURNS = 2
JOURNEYS, CHANNELS, SEED = 1_000_000, 8, 7
OTHER = "ChannelAttribution"


def lines(folder: Path) -> list[Line]:
    """Ours between two runs of the aggregate; then Markov beside ChannelAttribution."""
    return [*_touches(folder), *_markov()]


@dataclass(frozen=True)
class _Run:
    """What one process said, and its largest memory."""

    said: Mapping[str, Any]
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """How long its touches took to become credits."""
        return float(self.said["seconds"])


def _least(runs: Sequence[_Run]) -> _Run:
    """The run that took the least time."""
    return min(runs, key=lambda run: run.seconds)


def _touches(folder: Path) -> list[Line]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "touches.duckdb"
    module = ["-m", "tests.benchmarks.touches"]

    def run(what: str) -> _Run:
        result = folder / f"{what}.json"
        peak = cost_of([*module, what, str(file), str(result)]).peak_bytes
        return _Run(json.loads(result.read_text(encoding="utf-8")), peak)

    cost_of([*module, "make", str(file), str(folder / "made.json")])
    # In turns, and of each the least: what else the machine does only ever adds.
    runs = [run(what) for what in ("plain", "ours", "plain", "ours", "plain")]
    plain, ours = _least(runs[0::2]), _least(runs[1::2])
    # Ours is shown in cents.
    same = all(
        math.isclose(ours.said["linear"][name], credit, abs_tol=0.01)
        for name, credit in plain.said["linear"].items()
    )
    what = f"{TOUCHES:,} touches x {DEALS:,} deals"
    said = ours.said
    return [
        Line(
            f"{what}: from touches to the credits of {said['models']} models",
            whole_seconds(ours.seconds),
            f"{whole_seconds(plain.seconds)} for the aggregate of five"
            f" ({'same' if same else 'other'} linear credits)",
            ours.seconds / plain.seconds,
            f"< {MOST_TIMES:.0f}x",
            same and ours.seconds < MOST_TIMES * plain.seconds,
        ),
        Line(
            "of it: anchors, counts and steps, built once at load; then all models asked",
            whole_seconds(said["built"]),
            f"{whole_seconds(said['asked'])} asked",
            None,
            "",
            None,
        ),
        Line(
            "its processor time (what a busy machine leaves alone)",
            whole_seconds(said["processor"]),
            whole_seconds(plain.said["processor"]),
            said["processor"] / plain.said["processor"],
            "",
            None,
        ),
        Line(
            "its memory at the highest",
            gigabytes(ours.peak_bytes),
            f"{gigabytes(plain.peak_bytes)} the aggregate",
            ours.peak_bytes / plain.peak_bytes,
            f"< {gigabytes(MOST_BYTES)}",
            ours.peak_bytes < MOST_BYTES,
        ),
        Line(
            "a model weighted anew over all of them",
            milliseconds(said["reweighted"]),
            "",
            None,
            f"< {milliseconds(MOST_REWEIGHTED)}",
            said["reweighted"] < MOST_REWEIGHTED,
        ),
    ]


def _markov() -> list[Line]:
    """Ours and theirs in turns, of each the least; both on the same texts."""
    paths, won, lost, cents = _journeys()
    chain, ours = _timed(lambda: chain_of(steps_of_texts(paths, won, lost)))
    what = f"exact markov, {len(paths):,} journeys"
    if importlib.util.find_spec(OTHER) is None:
        beside = f"{OTHER} is not installed here; it needs a C++ compiler"
        return [Line(what, whole_seconds(ours), beside, None, "", None)]
    import ChannelAttribution
    import pandas as pd

    values = np.array(cents) / 100
    frame = pd.DataFrame({"path": paths, "won": won, "lost": lost, "value": values})
    options = {"var_value": "value", "flg_pro": False}
    seconds = math.inf
    for _ in range(TURNS):
        drawn, took = _timed(
            lambda: ChannelAttribution.markov_model(
                frame, "path", "won", var_null="lost", verbose=False, **options
            )
        )
        seconds = min(seconds, took)
        ours = min(ours, _timed(lambda: chain_of(steps_of_texts(paths, won, lost)))[1])
    shares = dict(zip(drawn["channel_name"], drawn["total_conversions"] / sum(won), strict=True))
    apart = max(abs(shares[one] - share) for one, share in chain.weights.items())
    heuristic = ChannelAttribution.heuristic_models(frame, "path", "won", **options)
    linear = dict(zip(heuristic["channel_name"], heuristic["linear_touch_value"], strict=True))
    own = _linear(paths, cents)
    same = all(math.isclose(own[one], linear[one], rel_tol=1e-9) for one in own)
    return [
        Line(
            f"{what} ({len(set(paths)):,} different)",
            whole_seconds(ours),
            f"{whole_seconds(seconds)} {OTHER} (drawn; shares up to {apart:.4f} apart),"
            f" {'same' if same else 'other'} linear credits",
            ours / seconds,
            f"<= 1/{LEAST_FASTER:.0f}x",
            same and ours * LEAST_FASTER <= seconds,
        )
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives and the seconds it took."""
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun


def _linear(paths: list[str], cents: list[int]) -> dict[str, float]:
    """Value by member, in money, the same part to each stop of a path."""
    parts: dict[str, dict[int, int]] = {}
    for path, value in zip(paths, cents, strict=True):
        stops = path.split(" > ") if value else []
        for stop in stops:
            of_length = parts.setdefault(stop, {})
            of_length[len(stops)] = of_length.get(len(stops), 0) + value
    return {stop: float(over(sums)) / 100 for stop, sums in parts.items()}


def _journeys() -> tuple[list[str], list[int], list[int], list[int]]:
    """Paths as an export writes them, who was won, who was not, and cents; always the same."""
    draws = np.random.default_rng(SEED)
    lengths = draws.geometric(0.25, JOURNEYS).clip(1, 12)
    names = np.array([f"Channel {number}" for number in range(CHANNELS)], dtype=object)
    stops = names[draws.integers(0, CHANNELS, int(lengths.sum()))].tolist()
    ends = np.cumsum(lengths).tolist()
    paths = [
        " > ".join(stops[end - length : end])
        for end, length in zip(ends, lengths.tolist(), strict=True)
    ]
    won = (draws.random(JOURNEYS) < 0.3).astype(int)
    cents = won * draws.integers(1, 10**6, JOURNEYS)
    return paths, won.tolist(), (1 - won).tolist(), cents.tolist()
