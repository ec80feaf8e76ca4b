"""The same oracles on a company that does everything the data model allows."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from data.load import load
from data.warehouse import Warehouse
from data.workspace import Workspace
from tests.metrics.oracles import _cases
from tests.metrics.oracles._cases import Case, Finish, Parts, Verifier
from tests.metrics.oracles._chaos import WORKSPACE, write_chaos
from tests.metrics.oracles._company import Company

FINISHES: dict[str, Finish] = {
    "leads_created": _cases.total,
    "sales_ready_leads": _cases.total,
    "accepted_leads": _cases.total,
    "acceptance_rate": _cases.ratio,
    "hand_back_rate": _cases.ratio,
    "response_within_sla": _cases.ratio,
    "hand_back_answer_within_sla": _cases.ratio,
    "lead_leakage": _cases.ratio,
    "lead_to_opportunity_rate": _cases.ratio,
    "lead_to_won_rate": _cases.ratio,
    "cost_per_sales_ready_lead": _cases.cost,
    "cost_per_opportunity": _cases.cost,
    "cost_per_won": _cases.cost,
    "pipeline_created": _cases.total,
    "open_pipeline": _cases.total,
    "weighted_pipeline": _cases.total,
    "weighted_pipeline_crm": _cases.total,
    "overdue_pipeline": _cases.ratio,
    "slippage_rate": _cases.ratio,
    "win_rate": _cases.ratio,
    "win_rate_value": _cases.ratio,
    "created_win_rate": _cases.ratio,
    "average_deal": _cases.ratio,
    "sales_cycle_days": _cases.middle,
    "acquisition_bookings": _cases.total,
    "substitution_bookings": _cases.total,
}
DEALS = (("owner",), ("region", "channel"), ("campaign",), ("manager", "team"))
COSTS = (("campaign",), ("region", "source"))
# Fiscal years start in April: 2026-Q3 is October to December 2025.
PERIODS = ("2026-Q1", "2026-Q3", "2025-05", "2025-W40", "2025-W47", "2026")
PAST = date(2025, 8, 20)


@pytest.fixture(scope="session", params=[1, 2])
def chaos(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    folder, store = tmp_path_factory.mktemp("chaos"), tmp_path_factory.mktemp("store")
    write_chaos(folder, request.param)
    (store / "tandem.toml").write_text(WORKSPACE, encoding="utf-8")
    load([folder], store, now=datetime(2025, 12, 12, tzinfo=UTC))
    return Verifier(Warehouse(store).reader(), Company(folder, Workspace.read(store)))


def oracle(key: str) -> tuple[Parts, Finish]:
    """The oracle of a KPI, from its own file."""
    module = import_module(f"tests.metrics.oracles.test_{key}")
    return module.parts, FINISHES[key]


@pytest.mark.parametrize("key", FINISHES)
def test_chaos(chaos: Verifier, key: str) -> None:
    parts, finish = oracle(key)
    cuts = COSTS if key.startswith("cost_per") else DEALS
    assert chaos.check(key, Case("now", PERIODS), parts, finish)
    chaos.check(key, Case("past", PERIODS, as_of=PAST), parts, finish)
    for by in cuts:
        chaos.check(key, Case("cut", ("2026",), by=by), parts, finish)
        past = Case("past, cut", ("2026-Q2",), by=by, as_of=PAST, may_be_empty=True)
        chaos.check(key, past, parts, finish)
    north = Case("scope", ("2026",), scope=(("region", "North"),), may_be_empty=True)
    chaos.check(key, north, parts, finish)
