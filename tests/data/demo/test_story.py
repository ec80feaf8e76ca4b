"""The story of the demo company as figures, counted from its files in plain loops."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from tests.data.demo.export import QUARTER, UNTIL, WorkingHours, clean, moments, table

REGIONS = ("East", "West", "Central", "EMEA", "APAC", "LATAM")
SLA = 4 * 3_600


@pytest.fixture(scope="module")
def leads(demo_folder: Path) -> pd.DataFrame:
    """The leads with their moments."""
    rows = clean(demo_folder, "leads", "lead_id")
    for column in rows.columns:
        if column.endswith("_at"):
            rows[column] = moments(rows[column])
    return rows


@pytest.fixture(scope="module")
def deals(demo_folder: Path) -> pd.DataFrame:
    """The opportunities with their moments and amounts; no amount counts as 0."""
    rows = clean(demo_folder, "opportunities", "opportunity_id")
    rows["closed_at"] = moments(rows["closed_at"])
    rows["amount"] = pd.to_numeric(rows["amount"]).fillna(0)
    return rows


@pytest.fixture(scope="module")
def handovers(demo_folder: Path, leads: pd.DataFrame) -> pd.DataFrame:
    """This quarter's handovers up to a week before the end, with the answer's working seconds."""
    people = table(demo_folder, "people").set_index("person_id")
    late = pd.Timestamp(UNTIL, tz="UTC") - pd.Timedelta(days=9)
    is_in = (leads["handed_over_at"] >= QUARTER) & (leads["handed_over_at"] < late)
    rows = leads[is_in].copy()
    clocks: dict[tuple[str, str], WorkingHours] = {}
    seconds = []
    for row in rows.itertuples():
        owner = people.loc[row.owner_id]
        key = (owner["time_zone"], owner["region"])
        clock = clocks.setdefault(key, WorkingHours(demo_folder, *key))
        is_human = row.first_response_kind == "human"
        answer = row.first_response_at if is_human else pd.NaT
        seconds.append(clock.seconds(row.handed_over_at, answer) if is_human else float("inf"))
    rows["seconds"] = seconds
    return rows


def rate(part: pd.Series) -> str:
    """`part` as '12 of 34': exact, and readable in a failure."""
    return f"{int(part.sum())} of {len(part)}"


def by_region(rows: pd.DataFrame, flag: pd.Series) -> dict[str, str]:
    """The rate of the flag in each region."""
    return {region: rate(flag[rows["region"] == region]) for region in REGIONS}


def test_bookings_by_quarter(demo_folder: Path) -> None:
    rows = table(demo_folder, "bookings")
    rates = table(demo_folder, "fx_rates").set_index(["currency", "on"])["rate"].astype(float)
    rows = rows[rows["kind"].isin(["new", "expansion", "renewal"])]
    dollars = [
        float(row.amount) * (1 if row.currency == "USD" else rates[row.currency, row.booked_on])
        for row in rows.itertuples()
    ]
    quarters = pd.PeriodIndex(pd.to_datetime(rows["booked_on"]), freq="Q")
    sums = pd.Series(dollars, index=quarters).groupby(level=0).sum()
    thousands = {str(quarter): round(value / 1_000) for quarter, value in sums.items()}
    assert {quarter: value for quarter, value in thousands.items() if quarter >= "2024"} == {
        "2024Q1": 2_584,
        "2024Q2": 2_147,
        "2024Q3": 2_290,
        "2024Q4": 2_623,
        "2025Q1": 2_951,
        "2025Q2": 3_055,
        "2025Q3": 2_373,
        "2025Q4": 3_566,
        "2026Q1": 3_412,
        "2026Q2": 4_228,
        "2026Q3": 3_335,
        "2026Q4": 1_809,
    }


def test_the_quarter_is_a_little_behind(demo_folder: Path, deals: pd.DataFrame) -> None:
    targets = table(demo_folder, "targets")
    is_whole = (targets["region"] == "") & (targets["industry"] == "")
    is_now = (targets["kpi"] == "bookings") & (targets["period"] == "2026-Q4")
    assert list(targets.loc[is_whole & is_now, "value"]) == ["4390000"]
    closed = deals[deals["closed_at"] >= QUARTER]
    assert rate(closed["outcome"] == "won") == "27 of 86"
    open_now = deals[
        (deals["outcome"] == "open")
        & (deals["expected_close_on"] >= "2026-10-01")
        & (deals["expected_close_on"] < "2027-01-01")
    ]
    assert len(open_now) == 130


def test_emeas_deals_slip(demo_folder: Path) -> None:
    history = table(demo_folder, "opportunity_history")
    history["amount"] = pd.to_numeric(history["amount"]).fillna(0)
    then = history[moments(history["changed_at"]) < QUARTER]
    then = then.groupby("opportunity_id").tail(1).set_index("opportunity_id")
    is_due = (
        (then["outcome"] == "open")
        & (then["is_deleted"] == "false")
        & (then["expected_close_on"] >= "2026-10-01")
        & (then["expected_close_on"] < "2027-01-01")
    )
    then = then[is_due]
    now = history.groupby("opportunity_id").tail(1).set_index("opportunity_id").loc[then.index]
    slipped = (now["outcome"] == "open") & (now["expected_close_on"] >= "2027-01-01")
    assert by_region(then, slipped) == {
        "East": "3 of 46",
        "West": "2 of 32",
        "Central": "0 of 14",
        "EMEA": "14 of 30",
        "APAC": "1 of 20",
        "LATAM": "1 of 12",
    }
    moves = history[moments(history["changed_at"]) >= QUARTER]
    moves = moves[moves["opportunity_id"].isin(then.index[slipped & (then["region"] == "EMEA")])]
    assert moves.groupby("opportunity_id")["expected_close_on"].nunique().max() == 3


def test_paid_search_is_much_and_bad(leads: pd.DataFrame, deals: pd.DataFrame) -> None:
    assert leads["source"].value_counts().index[0] == "Paid search"
    decided = leads[leads["accepted_at"].notna() | leads["handed_back_at"].notna()]
    accepted = decided["accepted_at"].notna()
    paid = decided["source"] == "Paid search"
    assert by_region(decided[paid], accepted[paid]) == {
        "East": "126 of 293",
        "West": "102 of 238",
        "Central": "80 of 186",
        "EMEA": "123 of 305",
        "APAC": "66 of 153",
        "LATAM": "48 of 95",
    }
    assert by_region(decided[~paid], accepted[~paid]) == {
        "East": "624 of 813",
        "West": "430 of 567",
        "Central": "330 of 424",
        "EMEA": "522 of 680",
        "APAC": "274 of 358",
        "LATAM": "207 of 257",
    }
    closed = deals[deals["outcome"] != "open"]
    won = closed["outcome"] == "won"
    paid = closed["source"] == "Paid search"
    assert by_region(closed[paid], won[paid]) == {
        "East": "3 of 36",
        "West": "3 of 32",
        "Central": "4 of 23",
        "EMEA": "4 of 32",
        "APAC": "2 of 27",
        "LATAM": "0 of 15",
    }
    assert by_region(closed[~paid], won[~paid]) == {
        "East": "143 of 427",
        "West": "111 of 338",
        "Central": "75 of 248",
        "EMEA": "111 of 365",
        "APAC": "49 of 182",
        "LATAM": "31 of 124",
    }


def test_emea_follows_up_late(handovers: pd.DataFrame) -> None:
    assert by_region(handovers, handovers["seconds"] <= SLA) == {
        "East": "45 of 52",
        "West": "51 of 57",
        "Central": "27 of 31",
        "EMEA": "31 of 67",
        "APAC": "23 of 30",
        "LATAM": "17 of 22",
    }


def test_fridays_in_emea_go_unanswered(leads: pd.DataFrame) -> None:
    old = pd.Timestamp("2026-11-01", tz="UTC")
    rows = leads[(leads["region"] == "EMEA") & (leads["handed_over_at"] < old)]
    local = rows["handed_over_at"].dt.tz_convert("Europe/Berlin")
    is_friday = (local.dt.day_of_week == 4) & (local.dt.hour >= 14)
    answered = rows["first_response_kind"] == "human"
    assert rate(answered[is_friday]) == "117 of 250"
    assert rate(answered[~is_friday]) == "791 of 983"


def test_leads_do_not_fit_the_quota(demo_folder: Path, leads: pd.DataFrame) -> None:
    targets = table(demo_folder, "targets")
    quota = targets[
        (targets["kpi"] == "bookings")
        & (targets["period"] == "2026-Q4")
        & (targets["industry"] != "")
    ]
    shares = {row.industry: f"{float(row.value) / 4_390_000:.3f}" for row in quota.itertuples()}
    assert shares == {
        "Life sciences": "0.310",
        "Semiconductors": "0.221",
        "Energy": "0.171",
        "Food and beverage": "0.139",
        "Environmental": "0.080",
        "Research and education": "0.080",
    }
    this_year = leads[leads["created_at"] >= pd.Timestamp("2026-01-01 05:00+00:00")]
    assert this_year["industry"].value_counts().to_dict() == {
        "Research and education": 957,
        "Food and beverage": 575,
        "Life sciences": 534,
        "Environmental": 494,
        "Energy": 396,
        "Semiconductors": 382,
        "": 102,
    }


def test_reasons_of_hand_backs(leads: pd.DataFrame) -> None:
    reasons = leads.loc[leads["hand_back_reason"] != "", "hand_back_reason"]
    assert reasons.value_counts().to_dict() == {
        "No budget this year": 463,
        "Wrong contact": 303,
        "No need now": 175,
        "Too small": 164,
        "Not in our market": 146,
        "Duplicate": 97,
        "No answer after five tries": 89,
    }


def test_both_clocks_get_better(demo_folder: Path, leads: pd.DataFrame) -> None:
    home = WorkingHours(demo_folder, "America/New_York", "")
    back = leads[leads["handed_back_at"].notna()]
    marks = ["2026-07-01", "2026-10-01", "2026-11-08"]
    counts = []
    for first, end in pairwise(marks):
        rows = back[
            (back["handed_back_at"] >= pd.Timestamp(first, tz="UTC"))
            & (back["handed_back_at"] < pd.Timestamp(end, tz="UTC"))
        ]
        within = [
            pd.notna(row.hand_back_answered_at)
            and home.seconds(row.handed_back_at, row.hand_back_answered_at) <= 16 * 3_600
            for row in rows.itertuples()
        ]
        counts.append(f"{sum(within)} of {len(within)}")
    assert counts == ["86 of 127", "61 of 82"]
