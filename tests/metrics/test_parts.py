"""The building blocks of composed KPIs on their own worked examples."""

import pytest

from metrics.compute import bench_of, calendar_of
from metrics.kpi import Kpi
from metrics.kpis import PARTS
from metrics.question import Cell, Question
from metrics.sheet import Sheet
from tests.metrics.worlds import as_of_example, world_of


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_worked_example_of_a_part(part: Kpi) -> None:
    world = world_of(part)
    period = calendar_of(world).parse(part.example.period)
    as_of = as_of_example(part.example, period.end_on_exclusive)
    sheet = Sheet(world, bench_of(world, Question((part.key,), (period,), as_of=as_of)))
    cell = Cell(part, period, None, None, is_part=True)
    sheet.compute([cell])
    assert sheet.answer(cell, ()).value == part.example.value
