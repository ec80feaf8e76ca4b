"""Writes the demo company's export files, a unit at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from data.demo.accounts import ACCOUNTS, account_names, accounts_table
from data.demo.activities import activities_table, build_activities
from data.demo.arrays import Ints
from data.demo.campaigns import campaigns_table
from data.demo.company import REGIONS, STAGES
from data.demo.files import Columns, Export, days, flags, numbers, text
from data.demo.flaws import DIRTY, dirty_lines, with_problems
from data.demo.people import people_table
from data.demo.rates import rates_table
from data.demo.span import Span, day_date, day_number, holidays_of
from data.demo.spend import programme_spend, standing_spend
from data.demo.story import first_unit
from data.demo.tables import (
    Offsets,
    bookings_table,
    first_known_days,
    history_table,
    leads_table,
    opportunities_table,
    product_rows,
)
from data.demo.targets import Actuals, targets_table, unit_actuals
from data.demo.touches import build_touches, touches_table
from data.demo.unit import Unit, build_unit
from data.demo.world import World, build_world

Progress = Callable[[str], None]


def write_demo(
    folder: Path, *, scale: int = 1, seed: int = 7, until: date, progress: Progress | None = None
) -> None:
    """Writes the export files of `scale` times the standard company, up to the end of `until`.

    The same arguments give the same bytes. Existing files of these names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    world = build_world(until, seed, scale)
    export = Export(folder)
    try:
        _write_shared(export, world)
        _write_units(export, world, progress or (lambda message: None))
    finally:
        export.close()
    for table in DIRTY:
        export.append_lines(table, dirty_lines(table, export.columns[table]))


def _write_shared(export: Export, world: World) -> None:
    export.write("people", people_table(world.staff))
    export.write("products", product_rows())
    export.write("stages", _stages_table())
    export.write("fx_rates", rates_table(world.rates))
    export.write("calendar_exceptions", _holidays_table(world.span))


def _write_units(export: Export, world: World, progress: Progress) -> None:
    offsets = Offsets(0, 0, 0, 0, 0)
    actuals: Actuals | None = None
    for number in range(world.scale):
        unit = build_unit(world, number) if number else first_unit(world)
        if number == 0:
            programme, budgets = programme_spend(unit.leads, world)
            export.write("campaigns", campaigns_table(world.campaigns, _budgets(budgets)))
            export.write("spend", programme)
            export.write("spend", standing_spend(world))
        offsets = _write_unit(export, world, unit, offsets)
        mine = unit_actuals(unit, world.span, world.rates)
        actuals = mine if actuals is None else actuals.plus(mine)
        progress(f"demo company: {number + 1} of {world.scale} units")
    if actuals is not None:
        export.write("targets", targets_table(actuals, world.span, world.scale))


def _write_unit(export: Export, world: World, unit: Unit, offsets: Offsets) -> Offsets:
    number, first_account = unit.number, unit.number * ACCOUNTS
    names = account_names(unit.accounts.industry, first_account)
    accounts = accounts_table(
        unit.accounts,
        names,
        world,
        offset=first_account,
        created=first_known_days(unit, world.span),
        draws=world.draws(number, 10),
    )
    deals = opportunities_table(unit, offsets, names, world.span, world.draws(number, 12))
    booked = bookings_table(unit, offsets, world.staff, world.span)
    touches = build_touches(unit, world, world.draws(number, 13))
    activities = build_activities(unit, world, world.draws(number, 14))
    tables = {
        "accounts": accounts,
        "leads": leads_table(unit, offsets, world.staff, world.draws(number, 11)),
        "opportunities": deals,
        "opportunity_history": history_table(unit, offsets),
        "bookings": booked,
        "touches": touches_table(touches, unit, offsets, world.draws(number, 15)),
        "activities": activities_table(activities, unit, offsets),
    }
    for table, columns in (with_problems(tables, unit, world) if number == 0 else tables).items():
        export.write(table, columns)
    return replace(
        offsets,
        lead=offsets.lead + len(unit.leads),
        deal=offsets.deal + len(unit.deals),
        booking=offsets.booking + len(booked["booking_id"]),
        touch=offsets.touch + len(touches.moment),
        activity=offsets.activity + len(activities.moment),
    )


def _budgets(totals: Ints) -> Ints:
    return np.maximum((totals * 21 // 20) // 100_000 * 100_000, 100_000)


def _stages_table() -> Columns:
    position = np.arange(1, len(STAGES) + 1, dtype=np.int64)
    return {
        "stage": text([stage[0] for stage in STAGES]),
        "position": numbers(position),
        "kind": text([stage[1] for stage in STAGES]),
        "in_pipeline": flags(np.array([stage[2] for stage in STAGES])),
        "probability": numbers(np.array([stage[3] for stage in STAGES], dtype=np.int64)),
        "forecast_category": text([stage[4] for stage in STAGES]),
    }


def _holidays_table(span: Span) -> Columns:
    years = range(day_date(span.first_day).year, day_date(span.last_day).year + 1)
    found = {row for year in years for row in holidays_of(year)}
    order = (None, *REGIONS)
    rows = sorted(found, key=lambda row: (row[0], order.index(row[1])))
    return {
        "on": days(np.array([day_number(day) for day, _ in rows], dtype=np.int64)),
        "region": text([region for _, region in rows]),
        "kind": text(["holiday"] * len(rows)),
    }
