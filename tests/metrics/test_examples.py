"""Every KPI on its own worked example."""

import pytest

from metrics.compute import answer, calendar_of
from metrics.kpi import Kpi
from metrics.registry import all_kpis
from tests.metrics.worlds import as_of_example, handed_by, world_of


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.key)
def test_worked_example(kpi: Kpi) -> None:
    world = world_of(kpi)
    period = calendar_of(world).parse(kpi.example.period)
    as_of = as_of_example(kpi.example, period.end_on_exclusive)
    found = answer(world, kpi.key, period, as_of=as_of, handed=handed_by(kpi))
    assert found.value == kpi.example.value, found
