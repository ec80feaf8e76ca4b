"""Load, check and build beside the plain typed load of the same files."""

from pathlib import Path

from tests.benchmarks.processes import Cost, cost_of
from tests.benchmarks.stores import Bench
from tests.benchmarks.table import Line, gigabytes, whole_seconds

MOST_TIMES = 3.0
# What is asked is asked of a million leads; a smaller load is measured without a verdict.
PROMISED_SCALE = 100
MOST_BYTES = 3 * 2**30


def lines(company: Bench, folder: Path, scale: int) -> list[Line]:
    """The load of the company into its store, between two runs of the baseline."""
    before = _baseline(company, folder)
    load = company.load()
    after = _baseline(company, folder)
    plain = (before.seconds + after.seconds) / 2
    work = (before.processor_seconds + after.processor_seconds) / 2
    size = sum(file.stat().st_size for file in company.export.iterdir())
    return [
        Line(
            f"load, check and build, scale {scale} ({gigabytes(size)} of CSV)",
            whole_seconds(load.seconds),
            f"{whole_seconds(plain)} typed read_csv",
            load.seconds / plain,
            f"<= {MOST_TIMES:.0f}x at scale {PROMISED_SCALE}",
            load.seconds <= MOST_TIMES * plain if scale >= PROMISED_SCALE else None,
        ),
        Line(
            "its processor time (what a busy machine leaves alone)",
            whole_seconds(load.processor_seconds),
            f"{whole_seconds(work)} typed read_csv",
            load.processor_seconds / work,
            "",
            None,
        ),
        Line(
            "its memory at the highest",
            gigabytes(load.peak_bytes),
            f"{gigabytes(before.peak_bytes)} typed read_csv",
            load.peak_bytes / before.peak_bytes,
            f"< {gigabytes(MOST_BYTES)}",
            load.peak_bytes < MOST_BYTES,
        ),
        Line(
            "the baseline after against before (noise)",
            whole_seconds(after.seconds),
            whole_seconds(before.seconds),
            after.seconds / before.seconds,
            "",
            None,
        ),
    ]


def _baseline(company: Bench, folder: Path) -> Cost:
    file = folder / "plain.duckdb"
    cost = cost_of(["-m", "tests.benchmarks.baseline", str(company.export), str(file)])
    file.unlink()
    return cost
