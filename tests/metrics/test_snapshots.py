"""The SQL of every KPI is what was reviewed, holds no value, and stays short."""

import re

import pytest

from metrics.kpi import Composed, Kpi
from metrics.registry import all_kpis
from tests.metrics.snapshots.write import FOLDER, snapshot_of

# Texts that a declaration itself compares with; nothing a user types is among them.
DECLARED = {
    *("'accepted'", "'handed_back'", "'new'", "'expansion'", "'renewal'", "'churn'"),
    *("'acquisition'", "'development'", "'retention'", "'substitution'"),
    *("'marketing'", "'sales'", "'success'", "'other'", "'A'", "'B'", "'(none)'"),
}


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.key)
def test_sql_is_as_reviewed(kpi: Kpi) -> None:
    found = snapshot_of(kpi)
    reviewed = (FOLDER / f"{kpi.key}.sql").read_text(encoding="utf-8")
    assert found == reviewed, "reviewed SQL differs; `make snapshots` writes it anew"


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.key)
def test_sql_holds_no_value(kpi: Kpi) -> None:
    texts = set(re.findall(r"'[^']*'", snapshot_of(kpi)))
    assert texts <= DECLARED


@pytest.mark.parametrize(
    "kpi", [one for one in all_kpis() if not isinstance(one.method, Composed)], ids=lambda k: k.key
)
def test_each_statement_is_short(kpi: Kpi) -> None:
    for statement in snapshot_of(kpi).split(";\n"):
        assert len(statement.splitlines()) <= 45


def test_no_snapshot_without_a_kpi() -> None:
    assert {path.stem for path in FOLDER.glob("*.sql")} == {kpi.key for kpi in all_kpis()}
