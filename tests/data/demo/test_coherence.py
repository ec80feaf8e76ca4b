"""Rows of the export agree with each other, apart from the flaws put in on purpose."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from data.schema import TABLES
from tests.data.demo.export import END, clean, moments, table

# The rows that cannot be true, by design (`data/demo/flaws.py`).
CLOSED_BEFORE_CREATION = ["O0000312", "O0000895"]
OTHER_AMOUNT = ["O0001058", "O0001415", "O0001572"]
WON_BEFORE_CONTACT = ["L0001946", "L0004537"]
EARLY_RESPONSES = ["L0001973", "L0003895", "L0005890", "L0007794"]
KEYS = {"leads": "lead_id", "opportunities": "opportunity_id", "accounts": "account_id"}


def rows_of(folder: Path, name: str) -> pd.DataFrame:
    """The rows of a table that a load keeps."""
    return clean(folder, name, KEYS[name]) if name in KEYS else table(folder, name)


@pytest.fixture(scope="module")
def leads(demo_folder: Path) -> pd.DataFrame:
    """The leads."""
    return clean(demo_folder, "leads", "lead_id").set_index("lead_id")


@pytest.fixture(scope="module")
def deals(demo_folder: Path) -> pd.DataFrame:
    """The opportunities."""
    return clean(demo_folder, "opportunities", "opportunity_id").set_index("opportunity_id")


@pytest.fixture(scope="module")
def history(demo_folder: Path) -> pd.DataFrame:
    """The versions of opportunities, in order."""
    return table(demo_folder, "opportunity_history")


@pytest.fixture(scope="module")
def bookings(demo_folder: Path) -> pd.DataFrame:
    """The bookings."""
    return table(demo_folder, "bookings")


def test_every_reference_is_known(demo_folder: Path) -> None:
    known = {
        f"{name}.{name_key}": set(rows_of(demo_folder, name)[name_key])
        for name, name_key in (
            *KEYS.items(),
            ("people", "person_id"),
            ("campaigns", "campaign_id"),
            ("products", "product_id"),
        )
    }
    unknown = []
    for name, declared in TABLES.items():
        rows = rows_of(demo_folder, name)
        for column in declared.columns:
            if column.references:
                values = set(rows[column.name]) - {""}
                unknown += [
                    (name, column.name, value) for value in values - known[column.references]
                ]
    assert sorted(unknown) == [
        ("opportunities", "owner_id", "P999"),
        ("opportunity_history", "owner_id", "P999"),
    ]


@pytest.mark.parametrize("name", [name for name, rows in TABLES.items() if rows.key])
def test_keys_are_unique(demo_folder: Path, name: str) -> None:
    rows = rows_of(demo_folder, name)
    assert not rows.duplicated(list(TABLES[name].key)).any()


def test_a_leads_moments_are_in_order(leads: pd.DataFrame) -> None:
    steps = ["created_at", "handed_over_at", "assigned_at", "first_response_at"]
    for before, after in pairwise(steps):
        late = leads[moments(leads[before]) > moments(leads[after])]
        flawed = {"handed_over_at": WON_BEFORE_CONTACT, "first_response_at": EARLY_RESPONSES}
        assert sorted(late.index) == flawed.get(after, []), (before, after)
    for before, after in (
        ("assigned_at", "accepted_at"),
        ("assigned_at", "handed_back_at"),
        ("handed_back_at", "hand_back_answered_at"),
        ("accepted_at", "converted_at"),
    ):
        assert not (moments(leads[before]) > moments(leads[after])).any(), (before, after)


def test_a_lead_is_decided_once(leads: pd.DataFrame) -> None:
    is_back = leads["handed_back_at"] != ""
    assert not (is_back & (leads["accepted_at"] != "")).any()
    assert ((leads["hand_back_reason"] != "") == is_back).all()
    assert not (is_back & (leads["converted_at"] != "")).any()
    assert not ((leads["handed_over_at"] != "") & (leads["disqualified_at"] != "")).any()
    assert ((leads["first_response_kind"] != "") == (leads["first_response_at"] != "")).all()
    assert ((leads["owner_id"] != "") == (leads["assigned_at"] != "")).all()


def test_a_recycled_lead_follows_an_answered_hand_back(leads: pd.DataFrame) -> None:
    again = leads[leads["recycled_from"] != ""]
    before = leads.loc[again["recycled_from"]]
    assert len(again) == 345
    assert (
        moments(before["hand_back_answered_at"]).to_numpy()
        < moments(again["created_at"]).to_numpy()
    ).all()
    assert (before["source"].to_numpy() == again["source"].to_numpy()).all()


def test_leads_and_deals_name_each_other(leads: pd.DataFrame, deals: pd.DataFrame) -> None:
    with_lead = deals[deals["lead_id"] != ""]
    assert with_lead["lead_id"].is_unique
    named = leads.loc[with_lead["lead_id"], "opportunity_id"].to_numpy()
    assert (named != with_lead.index.to_numpy()).sum() == 3
    converted = leads.loc[with_lead["lead_id"], "converted_at"].to_numpy()
    created = with_lead["created_at"].to_numpy()
    assert (converted != created).sum() == 0


def test_the_last_version_is_the_opportunity(deals: pd.DataFrame, history: pd.DataFrame) -> None:
    last = history.groupby("opportunity_id", sort=True).tail(1).set_index("opportunity_id")
    assert (last.index == deals.index).all()
    for column in (
        "stage",
        "amount",
        "expected_close_on",
        "probability",
        "owner_id",
        "outcome",
        "region",
        "source",
        "industry",
        "size_band",
    ):
        assert (last[column] == deals[column]).all(), column
    deleted = last[last["is_deleted"] == "true"]
    assert (deleted["outcome"] == "open").all()


def test_versions_begin_at_creation_and_end_at_the_close(
    deals: pd.DataFrame, history: pd.DataFrame
) -> None:
    first = history.groupby("opportunity_id").head(1).set_index("opportunity_id")
    moved = deals.index[first["changed_at"] != deals["created_at"]]
    assert list(moved) == CLOSED_BEFORE_CREATION
    last = history.groupby("opportunity_id").tail(1).set_index("opportunity_id")
    closed = deals["closed_at"] != ""
    assert (closed == (deals["outcome"] != "open")).all()
    assert (last.loc[closed, "changed_at"] == deals.loc[closed, "closed_at"]).all()
    assert (moments(history["changed_at"]) < END).all()


def test_outcome_stage_and_reasons_agree(deals: pd.DataFrame) -> None:
    for outcome, stage in (("won", "Won"), ("lost", "Lost")):
        assert ((deals["outcome"] == outcome) == (deals["stage"] == stage)).all()
    assert ((deals["loss_reason"] != "") == (deals["outcome"] == "lost")).all()
    assert (deals.loc[deals["loss_reason"] == "Lost to competitor", "competitor"] != "").all()
    assert not ((deals["outcome"] == "open") & (deals["competitor"] != "")).any()


def test_a_won_deal_is_booked_once_at_its_amount(
    deals: pd.DataFrame, bookings: pd.DataFrame
) -> None:
    booked = bookings[bookings["opportunity_id"] != ""].set_index("opportunity_id")
    won = deals[deals["outcome"] == "won"]
    assert booked.index.is_unique
    assert set(booked.index) == set(won.index)
    booked = booked.loc[won.index]
    days = moments(won["closed_at"]).dt.tz_convert("America/New_York").dt.date.astype(str)
    assert (booked["booked_on"] == days).all()
    for column in ("currency", "account_id", "product_id"):
        assert (booked[column] == won[column]).all(), column
    differs = booked["amount"].astype(float) != won["amount"].astype(float)
    assert list(won.index[differs]) == OTHER_AMOUNT


def test_recurring_revenue_is_coherent(bookings: pd.DataFrame) -> None:
    rows = bookings.assign(cents=(bookings["recurring_monthly"].astype(float) * 100).round())
    rows = rows.sort_values(["account_id", "booked_on"], kind="stable")
    running = rows.groupby("account_id")["cents"].cumsum()
    assert (running >= 0).all()
    assert (running[rows["kind"] == "churn"] == 0).all()
    assert (rows.loc[rows["kind"] == "renewal", "cents"] == 0).all()
    assert (rows.loc[rows["kind"].isin(["contraction", "churn"]), "cents"] < 0).all()
    assert (bookings["amount"].astype(float) > 0).all()
    assert bookings["kind"].value_counts().to_dict() == {
        "new": 544,
        "renewal": 458,
        "expansion": 130,
        "churn": 44,
        "contraction": 35,
    }


def test_a_deals_touches_come_before_its_close(demo_folder: Path, deals: pd.DataFrame) -> None:
    touches = table(demo_folder, "touches")
    linked = touches[touches["opportunity_id"] != ""]
    deal = deals.loc[linked["opportunity_id"]]
    end = moments(deal["closed_at"]).fillna(END).to_numpy()
    assert (moments(linked["touched_at"]).to_numpy() <= end).all()
    assert (linked["account_id"].to_numpy() == deal["account_id"].to_numpy()).all()


def test_regions_and_industries_sum_to_the_target(demo_folder: Path) -> None:
    targets = table(demo_folder, "targets")
    targets["value"] = targets["value"].astype(float)
    parts = ["region", "industry"]
    for kpi in ("bookings", "pipeline_created", "leads_created", "sales_ready_leads"):
        rows = targets[targets["kpi"] == kpi]
        whole = rows[(rows["region"] == "") & (rows["industry"] == "")]
        totals = whole.set_index("period")["value"]
        assert totals.index.is_unique
        for part in parts if kpi == "bookings" else parts[:1]:
            sums = rows[rows[part] != ""].groupby("period")["value"].sum()
            assert sums.to_dict() == totals.to_dict(), (kpi, part)


def test_every_currency_has_a_rate_on_every_day(demo_folder: Path, deals: pd.DataFrame) -> None:
    rates = table(demo_folder, "fx_rates")
    days = pd.date_range("2021-07-01", "2026-11-15").strftime("%Y-%m-%d")
    for currency in ("EUR", "GBP"):
        assert list(rates.loc[rates["currency"] == currency, "on"]) == list(days)
    assert set(deals["currency"]) == {"USD", "EUR", "GBP"}
