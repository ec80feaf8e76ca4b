"""The leads behind both claims, on a few that anyone can check by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from metrics.claims_evidence import evidence
from metrics.claims_trips import PlaceKind, has_attempts, mature_days, trip_counts, trip_rows
from metrics.compared import Moment
from metrics.compute import calendar_of

# 180 days before the end of this day is 2026-03-03 00:00:00.
AS_OF = date(2026, 8, 29)
FILES = {
    "people": """person_id,name,team,region,time_zone
S1,Sam,sales,EMEA,UTC
M1,Mia,marketing,East,UTC
""",
    "leads": ",".join(
        (
            *("lead_id", "created_at", "source", "region", "owner_id"),
            *("handed_over_at", "first_response_at", "accepted_at", "opportunity_id"),
        )
    )
    + """
bought,2026-03-01T09:00:00Z,Ads,West,S1,2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,
first,2026-03-01T09:00:00Z,Ads,West,S1,2026-03-02T09:00:00Z,2026-03-02T08:00:00Z,,shared
second,2026-03-01T09:00:00Z,Fairs,West,nobody,2026-03-02T09:00:00Z,,,shared
old,2026-02-01T09:00:00Z,Fairs,East,S1,2026-03-03T00:00:00Z,,,
young,2026-02-01T09:00:00Z,Fairs,East,S1,2026-03-03T00:00:01Z,,,
later,2026-02-01T09:00:00Z,Fairs,East,S1,2026-08-30T00:00:00Z,,,
""",
    "opportunities": """opportunity_id,lead_id,stage,amount,icp_tier,created_at,closed_at,outcome
won,bought,Won,1000,A,2026-03-05T09:00:00Z,2026-04-01T09:00:00Z,won
lost too,bought,Lost,500,C,2026-03-05T09:00:00Z,2026-04-01T09:00:00Z,lost
shared,,Open,70,B,2026-03-05T09:00:00Z,,open
still to come,old,Open,90,B,2026-08-30T09:00:00Z,,open
""",
    "activities": """activity_id,at,person_id,kind,lead_id
1,2026-03-02T08:59:59Z,S1,call,bought
2,2026-03-02T09:00:00Z,S1,call,bought
3,2026-03-02T09:30:00Z,S1,e-mail,bought
4,2026-03-02T09:30:00Z,M1,call,bought
5,2026-08-30T00:00:00Z,S1,call,bought
6,2026-03-09T00:00:00Z,S1,call,old
7,2026-03-09T00:00:00Z,S1,call,
""",
}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Six leads, of which one is handed over after the as-of."""
    folder, store = tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("store")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    load([folder], store, now=datetime(2026, 9, 1, tzinfo=UTC))
    return Warehouse(store).reader()


def moment(reader: Reader) -> Moment:
    return Moment(calendar_of(reader).parse("2026"), AS_OF)


def leads(reader: Reader, column: str) -> dict[str, Any]:
    """One column of the leads' rows by lead."""
    found = trip_rows(reader, moment(reader), PlaceKind.LEAD)
    place = found.columns.index(column)
    return {str(row[0]): row[place] for row in found.rows}


def test_a_lead_handed_over_after_the_as_of_is_not_seen(few: Reader) -> None:
    assert set(leads(few, "lead_id")) == {"bought", "first", "second", "old", "young"}


def test_180_days_to_the_second(few: Reader) -> None:
    assert mature_days() == 180
    ages = leads(few, "age")
    assert {name for name, age in ages.items() if age == "too young"} == {"young"}


def test_attempts_are_of_sales_from_the_handover_to_the_as_of(few: Reader) -> None:
    assert leads(few, "attempts") == {"bought": 2, "first": 0, "second": 0, "old": 1, "young": 0}
    assert has_attempts(few)


def test_one_win_of_several_deals_wins_and_a_later_deal_is_not_seen(few: Reader) -> None:
    assert leads(few, "outcome") == {
        "bought": "won",
        "first": "open",
        "second": "open",
        "old": "no deal",
        "young": "no deal",
    }


def test_a_deal_that_two_leads_name_brings_its_amount_once(few: Reader) -> None:
    pipeline = leads(few, "pipeline")
    assert (pipeline["bought"], pipeline["first"], pipeline["second"]) == (
        Decimal("1500.00"),
        Decimal("70.00"),
        None,
    )
    found = evidence(few, moment(few))
    share = found.whole.shares["icp_share"]
    assert (share.numerator, share.denominator) == (Decimal("1070.00"), Decimal("1570.00"))


def test_the_owners_region_is_the_persons(few: Reader) -> None:
    by_owner = trip_counts(few, moment(few), PlaceKind.OWNER)
    assert {member: int(one["leads"]) for member, one in by_owner.items()} == {
        ("Ads", "EMEA"): 2,
        ("Fairs", "(none)"): 1,
        ("Fairs", "EMEA"): 2,
    }
    by_lead = trip_counts(few, moment(few), PlaceKind.LEAD)
    assert {member: int(one["leads"]) for member, one in by_lead.items()} == {
        ("Ads", "West"): 2,
        ("Fairs", "West"): 1,
        ("Fairs", "East"): 2,
    }


def test_an_answer_before_the_handover_is_in_time(few: Reader) -> None:
    assert leads(few, "response") == {
        "bought": "in time",
        "first": "in time",
        "second": "late or never",
        "old": "late or never",
        "young": "late or never",
    }


def test_both_sides_count_the_same_leads(few: Reader) -> None:
    whole = evidence(few, moment(few)).whole
    counts = whole.counts
    assert counts["due"] + whole.not_due == counts["leads"] == 5
    assert counts["mature"] + whole.young == counts["leads"]
    assert counts["closed"] + whole.old_without_end == counts["mature"] == 4
    assert whole.attempts_each == Decimal("0.6")
