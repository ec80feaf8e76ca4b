"""Write the SQL of every KPI beside this file: `make snapshots`. Reviewed like code."""

from datetime import date
from pathlib import Path

from metrics.compute import answer, calendar_of
from metrics.kpi import Kpi, Source, Story
from metrics.registry import all_kpis
from tests.metrics.worlds import handed_by, world_of

FOLDER = Path(__file__).parent


def snapshot_of(kpi: Kpi) -> str:
    """The statements that one KPI runs for one quarter in one scope, values left out."""
    world = world_of(kpi)
    period = calendar_of(world).parse("2026-Q1")
    handed = handed_by(kpi)
    # What is held against frozen records asks nothing before their window has ended.
    is_told_late = kpi.source is Source.LEDGER and isinstance(kpi.example, Story)
    as_of = kpi.example.as_of if is_told_late else date(2026, 3, 1)
    answer(world, kpi.key, period, as_of=as_of, handed=handed)
    world.statements.clear()
    answer(world, kpi.key, period, as_of=as_of, handed=handed)
    return ";\n\n".join(world.statements) + ";\n"


def main() -> None:
    """Write each KPI's file and remove those of KPIs that are gone."""
    keys = {kpi.key for kpi in all_kpis()}
    for path in FOLDER.glob("*.sql"):
        if path.stem not in keys:
            path.unlink()
    for kpi in all_kpis():
        (FOLDER / f"{kpi.key}.sql").write_text(snapshot_of(kpi), encoding="utf-8")


if __name__ == "__main__":
    main()
