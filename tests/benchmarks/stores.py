"""The exports and the stores that the benchmarks measure, made for one run and removed after it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.demo import DEMO_WORKSPACE, write_demo
from tests.benchmarks.processes import Cost, cost_of

# The copy's number goes into the touch's id, which keys stay unique by.
_COPIED = "touches"


@dataclass(frozen=True)
class Bench:
    """One company's export folder and the store it is loaded into."""

    export: Path
    store: Path

    def load(self) -> Cost:
        """What `python -m data load` of the export into a new store cost."""
        self.store.mkdir(parents=True)
        (self.store / "tandem.toml").write_text(DEMO_WORKSPACE, encoding="utf-8")
        return cost_of(["-m", "data", "load", str(self.export), "--store", str(self.store)])


def write_company(folder: Path, scale: int, until: date) -> Bench:
    """The demo company of `scale`, exported up to the end of `until`; not yet loaded."""
    write_demo(folder / "export", scale=scale, until=until)
    return Bench(folder / "export", folder / "store")


def with_more_touches(company: Bench, folder: Path, times: int) -> Bench:
    """The same company with `times` as many touches, each copy beside its original."""
    export = folder / "export"
    export.mkdir(parents=True)
    for file in company.export.iterdir():
        if file.stem != _COPIED:
            (export / file.name).hardlink_to(file)
    source = company.export / f"{_COPIED}.csv"
    with (
        source.open(encoding="utf-8", newline="") as lines,
        (export / source.name).open("w", encoding="utf-8", newline="") as copies,
    ):
        copies.write(next(lines))
        for line in lines:
            touch_id, comma, rest = line.partition(",")
            copies.writelines(f"{touch_id}-{number}{comma}{rest}" for number in range(times))
    return Bench(export, folder / "store")
