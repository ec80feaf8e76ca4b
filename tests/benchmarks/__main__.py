"""Measures what was promised in one run: prints a table of ratios and writes benchmarks.json.

    python -m tests.benchmarks --store DIR [--scale N] [--only NAME]... [--keep]

Everything is measured on demo companies made for this run in `<store>/benchmarks/` and removed
afterwards; the store's own data is left alone.
"""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks import (
    answers,
    attribution,
    bridge,
    browser,
    loading,
    memory,
    planning,
    pool,
    reruns,
    settling,
    sliding,
)
from tests.benchmarks.stores import Bench, with_more_touches, write_company
from tests.benchmarks.table import Line, as_text, write_json

SCREEN_SCALE = 10
TIMES = 10
# Two hundred thousand opportunities.
BRIDGE_SCALE = 100


class Part(StrEnum):
    """What can be measured alone."""

    LOADING = "loading"
    ANSWERS = "answers"
    ATTRIBUTION = "attribution"
    POOL = "pool"
    BRIDGE = "bridge"
    PLANNING = "planning"
    RERUNS = "reruns"
    BROWSER = "browser"
    SETTLING = "settling"
    SLIDING = "sliding"
    MEMORY = "memory"


class Run:
    """One run: its companies are made when a part first needs them."""

    def __init__(self, folder: Path, scale: int) -> None:
        self.folder, self.scale = folder, scale
        self._companies: dict[str, Bench] = {}

    def written(self, scale: int) -> Bench:
        """The company's export; whoever needs its store loads it."""
        name = f"scale-{scale}"
        if name not in self._companies:
            _say(f"writing the demo company, scale {scale}")
            # Not today: what is dated after the load's clock would be seen by pandas alone.
            until = datetime.now(UTC).date() - timedelta(days=2)
            self._companies[name] = write_company(self.folder / name, scale, until)
        return self._companies[name]

    def loaded(self, scale: int) -> Bench:
        """The company with its store."""
        company = self.written(scale)
        if not company.store.exists():
            _say(f"loading it, scale {scale}")
            company.load()
        return company

    def heavy(self) -> Bench:
        """The screens' company with ten times its touches, loaded."""
        if "heavy" not in self._companies:
            once = self.written(self.screen_scale)
            _say(f"loading it with {TIMES} times the touches")
            self._companies["heavy"] = with_more_touches(once, self.folder / "heavy", TIMES)
            self._companies["heavy"].load()
        return self._companies["heavy"]

    @property
    def screen_scale(self) -> int:
        """The scale the screens are measured at: ten times its touches must fit this machine."""
        return min(self.scale, SCREEN_SCALE)

    def lines(self, part: Part) -> list[Line]:
        """What one part measured."""
        measure: dict[Part, Callable[[], list[Line]]] = {
            Part.LOADING: lambda: loading.lines(self.written(self.scale), self.folder, self.scale),
            Part.ANSWERS: lambda: answers.lines(
                self.loaded(self.scale).store, self.written(self.scale).export
            ),
            Part.ATTRIBUTION: lambda: attribution.lines(self.folder / "touches"),
            Part.POOL: pool.lines,
            Part.BRIDGE: lambda: bridge.lines(self.loaded(BRIDGE_SCALE).store),
            Part.PLANNING: lambda: planning.lines(self.loaded(self.scale).store),
            Part.RERUNS: lambda: reruns.lines(self.loaded(self.screen_scale), self.heavy()),
            Part.BROWSER: lambda: browser.lines(self.loaded(self.screen_scale).store),
            Part.SETTLING: lambda: settling.lines(self.loaded(1).store),
            Part.SLIDING: lambda: sliding.lines(self.loaded(1).store),
            Part.MEMORY: lambda: memory.lines(self.loaded(self.screen_scale).store),
        }
        _say(f"measuring {part}")
        return measure[part]()


def main(
    store: Annotated[Path, typer.Option(help="The store whose benchmarks.json is written.")],
    scale: Annotated[int, typer.Option(min=1, help="Times the standard demo company.")] = 10,
    only: Annotated[list[Part] | None, typer.Option(help="Measure this part alone.")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the companies that were made.")] = False,
) -> None:
    """Print the table of ratios of this run."""
    folder = store / "benchmarks"
    shutil.rmtree(folder, ignore_errors=True)
    run = Run(folder, scale)
    try:
        # Loading comes first: a process that has grown hands its size on to its children.
        lines = [line for part in Part if not only or part in only for line in run.lines(part)]
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    write_json(store / "benchmarks.json", lines, scale)
    print(as_text(lines))


def _say(words: str) -> None:
    print(f"{words} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
