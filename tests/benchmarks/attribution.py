"""Attribution beside the plain aggregate of ten million touches, and beside ChannelAttribution."""

import importlib.util
import json
import math
import time
from collections.abc import Mapping
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


def _touches(folder: Path) -> list[Line]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "touches.duckdb"
    module = ["-m", "tests.benchmarks.touches"]

    def run(what: str) -> _Run:
        result = folder / f"{what}.json"
        peak = cost_of([*module, what, str(file), str(result)]).peak_bytes
        return _Run(json.loads(result.read_text(encoding="utf-8")), peak)

    cost_of([*module, "make", str(file), str(folder / "made.json")])
    before, ours, after = run("plain"), run("ours"), run("plain")
    plain = (before.seconds + after.seconds) / 2
    # Ours is shown in cents.
    same = all(
        math.isclose(ours.said["linear"][name], credit, abs_tol=0.01)
        for name, credit in before.said["linear"].items()
    )
    what = f"{TOUCHES:,} touches x {DEALS:,} deals"
    said = ours.said
    return [
        Line(
            f"{what}: from touches to the credits of {said['models']} models",
            whole_seconds(ours.seconds),
            f"{whole_seconds(plain)} for the aggregate of five"
            f" ({'same' if same else 'other'} linear credits)",
            ours.seconds / plain,
            f"< {MOST_TIMES:.0f}x",
            same and ours.seconds < MOST_TIMES * plain,
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
            whole_seconds((before.said["processor"] + after.said["processor"]) / 2),
            2 * said["processor"] / (before.said["processor"] + after.said["processor"]),
            "",
            None,
        ),
        Line(
            "its memory at the highest",
            gigabytes(ours.peak_bytes),
            f"{gigabytes(before.peak_bytes)} the aggregate",
            ours.peak_bytes / before.peak_bytes,
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
    paths, won, lost, cents = _journeys()
    begun = time.perf_counter()
    chain = chain_of(steps_of_texts(paths, won, lost))
    ours = time.perf_counter() - begun
    what = f"exact markov, {len(paths):,} journeys"
    if importlib.util.find_spec(OTHER) is None:
        beside = f"{OTHER} is not installed here; it needs a C++ compiler"
        return [Line(what, whole_seconds(ours), beside, None, "", None)]
    import ChannelAttribution
    import pandas as pd

    frame = pd.DataFrame({"path": paths, "won": won, "lost": lost, "value": np.array(cents) / 100})
    begun = time.perf_counter()
    theirs = ChannelAttribution.markov_model(
        frame, "path", "won", var_value="value", var_null="lost", verbose=False, flg_pro=False
    )
    seconds = time.perf_counter() - begun
    drawn = dict(zip(theirs["channel_name"], theirs["total_conversions"], strict=True))
    apart = max(abs(drawn[one] / sum(won) - share) for one, share in chain.weights.items())
    heuristic = ChannelAttribution.heuristic_models(
        frame, "path", "won", var_value="value", flg_pro=False
    )
    linear = dict(zip(heuristic["channel_name"], heuristic["linear_touch_value"], strict=True))
    own = _linear(paths, cents)
    same = all(math.isclose(float(own[one]), linear[one], rel_tol=1e-9) for one in own)
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
