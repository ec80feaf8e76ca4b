"""A plan changed inside a running quarter: what has come in, what is expected, the next step."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.lifecycle.calculation import calculate
from metrics.lifecycle.running import next_steps
from metrics.planning.forecast import MOST_PERIODS, outlook
from metrics.planning.history import gather
from tests.metrics.lifecycle.company import PAYEES, Company, open_company, plan

QUARTER = "2026-Q4"
BEFORE, CHANGE = datetime(2026, 10, 1, 15, tzinfo=UTC), date(2026, 11, 1)
AFTER = datetime(2026, 11, 16, 15, tzinfo=UTC)
ROLES = '\n[roles]\nhead_of_marketing = ["hana"]\nhead_of_sales = ["hugo"]\nfinance = ["fay"]\n'


@pytest.fixture
def changed(demo: Path, tmp_path: Path) -> Company:
    """The demo company's quarter at 60:40, in segments from 1 November at 100:0."""
    store = tmp_path / "store"
    store.mkdir()
    (store / "warehouse").symlink_to(demo / "warehouse")
    toml = (demo / "tandem.toml").read_text(encoding="utf-8")
    (store / "tandem.toml").write_text(toml + ROLES, encoding="utf-8")
    early = open_company(store, BEFORE)
    early.load_payees(PAYEES.replace("2026-02-14", ""))
    early.in_force(plan(QUARTER))
    inside = open_company(store, datetime(2026, 11, 1, 15, tzinfo=UTC))
    inside.in_force(plan(QUARTER, bookings=100), CHANGE, "segments")
    return open_company(store, AFTER)


def test_the_last_part_expects_what_the_quarter_has_still_to_bring(changed: Company) -> None:
    found = changed.periods.running(changed.desk.state, QUARTER)
    assert found.expected is not None
    reader = changed.desk.warehouse.reader()
    second = plan(QUARTER, bookings=100)
    expected = outlook(reader, second, gather(reader, second, MOST_PERIODS), {})
    (whole,) = (one.value for one in expected.forecasts if one.key == "bookings")
    parts = found.expected.basis.parts
    assert [one.days for one in parts] == [31, 61]
    counted = [(one.results["bookings"].value or Fraction(0)) * one.days / 92 for one in parts]
    assert sum(counted, Fraction(0)) == whole
    # October is over: it stands as it came in.
    assert counted[0] == (found.now.basis.parts[0].results["bookings"].value or 0) * 31 / 92
    assert counted[1] > (found.now.basis.parts[1].results["bookings"].value or 0) * 61 / 92


def test_a_next_step_moves_the_part_that_still_runs(changed: Company) -> None:
    found = changed.periods.running(changed.desk.state, QUARTER)
    (step,) = next_steps(found.best, "P2")
    basis = found.best.basis
    first, last = basis.parts
    reached = replace(last.results["bookings"], value=step.at)
    moved = replace(last, results={**last.results, "bookings": reached})
    more = calculate(replace(basis, parts=(first, moved))).line("P2")
    before = found.best.line("P2")
    assert more is not None
    assert before is not None
    assert step.adds == more.payout - before.payout > 0
    assert step.result == last.results["bookings"].value
