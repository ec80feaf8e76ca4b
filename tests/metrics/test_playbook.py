"""dbt's attribution playbook, loaded by its mapping: first, last, linear, 40/20/40 as in it.

The oracle reads the raw files with Python's csv module and follows the playbook's rule: sessions
started within the 30 days before a conversion, both ends included, share its revenue.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from metrics.attribution import MODELS, VECTORS, attribution
from metrics.attribution.credits import vector_credits
from metrics.attribution.facts import EVERY
from metrics.compute import answer, calendar_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "data" / "dbt_attribution_playbook"
PUBLISHED = ROOT.parent / "shared" / "golden" / "data_reference.json"
# Neither its files nor figures of them may be shipped; where they lie beside the project they
# are read.
THERE = (FOLDER,) if FOLDER.is_dir() and PUBLISHED.is_file() else ()
LOOK_BACK = timedelta(days=30)
NOW = datetime(2020, 3, 1, 12, tzinfo=UTC)
NAMES = {"first": "first", "last": "last", "linear": "linear", "position": "ftf"}
Credits = Mapping[str, Fraction]

# One customer converts twice and shares sessions; one session lies on the border, one beyond it;
# lines leave out empty fields at their end; one conversion has no session at all.
SESSIONS = """session_id,customer_id,started_at,ended_at,utm_source,utm_medium,utm_campaign
1,7,2020-01-05 10:00:00,2020-01-05 10:05:00,google,search,
2,7,2020-01-09 9:00:00,2020-01-09 9:05:00,facebook_ads,paid_social,freeshipping
3,7,2020-01-10 8:00:00,2020-01-10 8:01:00,direct,
4,7,2020-01-20 8:00:00,2020-01-20 8:01:00,newsletter,email
5,8,2020-01-03 12:00:00,2020-01-03 12:01:00,bing,search,
6,8,2020-01-03 11:59:59,2020-01-03 12:01:00,adwords,paid_search,branded_search
7,8,2020-02-02 12:00:01,2020-02-02 12:01:00,adwords,paid_search,branded_search
8,5,2020-02-02 12:00:01,2020-02-02 12:01:00,"say ""hi"", now",paid_search,branded_search
"""
CONVERSIONS = """customer_id,converted_at,revenue
7,2020-01-10 8:00:00,15
7,2020-02-05 4:30:21,40
8,2020-02-02 12:00:00,10
9,2020-02-02 12:00:00,3
"""
SPEND = """date_day,utm_source,utm_medium,utm_campaign,spend
2020-01-01,facebook_ads,paid_social,freeshipping,13
2020-01-01,adwords,paid_search,branded_search,4
"""


def invented(folder: Path) -> Path:
    """An export of the same form, small enough to check by hand."""
    folder.mkdir()
    (folder / "sessions.csv").write_text(SESSIONS, encoding="utf-8")
    (folder / "customer_conversions.csv").write_text(CONVERSIONS, encoding="utf-8")
    (folder / "ad_spend.csv").write_text(SPEND, encoding="utf-8")
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text: str) -> datetime:
    day, _, clock = text.partition(" ")
    return datetime.fromisoformat(f"{day} {clock.zfill(8)}")


def expected(folder: Path, *, is_counted: bool) -> tuple[dict[str, Credits], Fraction]:
    """Each model's credit by source, of revenue or of conversions, and what nobody gets."""
    sessions: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in rows_of(folder / "sessions.csv"):
        sessions[row["customer_id"]].append((moment(row["started_at"]), row["utm_source"]))
    found: dict[str, dict[str, Fraction]] = {name: defaultdict(Fraction) for name in NAMES}
    nobody = Fraction(0)
    for row in rows_of(folder / "customer_conversions.csv"):
        at, worth = moment(row["converted_at"]), Fraction(1 if is_counted else row["revenue"])
        seen = [
            one for one in sorted(sessions[row["customer_id"]]) if at - LOOK_BACK <= one[0] <= at
        ]
        if not seen:
            nobody += worth
            continue
        for model in NAMES:
            for share, (_, source) in zip(shares(model, len(seen)), seen, strict=True):
                found[model][source] += share * worth
    return {name: dict(credits) for name, credits in found.items()}, nobody


def shares(model: str, count: int) -> list[Fraction]:
    """The weights of so many sessions, in the order of time."""
    if model == "linear" or count < 2:
        return [Fraction(1, count)] * count
    if model == "first":
        return [Fraction(1)] + [Fraction(0)] * (count - 1)
    if model == "last":
        return [Fraction(0)] * (count - 1) + [Fraction(1)]
    if count == 2:
        return [Fraction(1, 2)] * 2
    return [Fraction(2, 5), *[Fraction(1, 5) / (count - 2)] * (count - 2), Fraction(2, 5)]


def store_of(folder: Path, store: Path) -> Reader:
    """The folder loaded into a store whose workspace looks back 30 days."""
    store.mkdir()
    (store / "tandem.toml").write_text("look_back_days = 30\n", encoding="utf-8")
    load([folder], store, now=NOW)
    return Warehouse(store).reader()


def published() -> dict[str, Any]:
    """The figures by name, each with its definition and value."""
    every = json.loads(PUBLISHED.read_text(encoding="utf-8"), parse_float=Decimal)
    return {name: one["value"] for name, one in every["dbt_attribution_playbook"].items()}


def counted(folder: Path, copy: Path) -> Path:
    """The folder as a copy in which every conversion is worth 1."""
    copy.mkdir()
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == "customer_conversions.csv":
            lines = text.splitlines()
            text = "\n".join([lines[0], *(line.rpartition(",")[0] + ",1" for line in lines[1:])])
        (copy / path.name).write_text(f"{text}\n", encoding="utf-8")
    return copy


def answered(reader: Reader) -> tuple[dict[str, Credits], Decimal]:
    """The product's exact credits by source, and what is unattributed."""
    found = attribution(reader, calendar_of(reader).all, by="source")
    exact = {name: vector_credits(found.pools, VECTORS[name]) for name in NAMES if name != "linear"}
    exact["linear"] = found.pools.spread[EVERY]
    return {
        name: {k: v for k, v in one.items() if v} for name, one in exact.items()
    }, found.unattributed


def held(folder: Path, work: Path) -> None:
    """The product's credits are the oracle's, of revenue and of conversions."""
    for is_counted in (False, True):
        given = counted(folder, work / "counted") if is_counted else folder
        right, nobody = expected(folder, is_counted=is_counted)
        said, unattributed = answered(store_of(given, work / f"store_{is_counted}"))
        for name in NAMES:
            assert said[name] == {k: v for k, v in right[name].items() if v}, name
        assert Fraction(unattributed) == nobody


def test_an_export_of_the_same_form(tmp_path: Path) -> None:
    held(invented(tmp_path / "export"), tmp_path)


def test_what_becomes_of_each_file(tmp_path: Path) -> None:
    reader = store_of(invented(tmp_path / "export"), tmp_path / "store")
    assert reader.exact_rows(
        "select touch_id, account_id, channel, source, campaign_id from touches order by touch_id",
        {},
    )[2:5] == [
        ("3", "7", "direct", "direct", None),
        ("4", "7", "email", "newsletter", None),
        ("5", "8", "search", "bing", None),
    ]
    assert reader.exact_rows(
        "select opportunity_id, outcome, amount, created_at = closed_at from opportunities "
        "order by opportunity_id limit 2",
        {},
    ) == [
        ("7 2020-01-10 8:00:00", "won", Decimal("15.00"), True),
        ("7 2020-02-05 4:30:21", "won", Decimal("40.00"), True),
    ]
    assert reader.exact_rows("select source, channel, amount from spend_day order by 1", {}) == [
        ("adwords", "paid_search", Decimal("4.00")),
        ("facebook_ads", "paid_social", Decimal("13.00")),
    ]
    assert reader.exact_rows("select count(*) from quarantine", {}) == [(0,)]
    booked = answer(reader, "bookings", calendar_of(reader).all)
    assert (booked.value, booked.rows) == (Decimal("68.00"), 4)


@pytest.mark.parametrize("folder", THERE, ids=lambda path: path.name)
def test_the_playbook_itself(folder: Path, tmp_path: Path) -> None:
    held(folder, tmp_path)


@pytest.mark.parametrize("folder", THERE, ids=lambda path: path.name)
@pytest.mark.parametrize("model", NAMES)
def test_the_oracle_gives_the_published_figures(folder: Path, model: str) -> None:
    conversions, _ = expected(folder, is_counted=True)
    revenue, _ = expected(folder, is_counted=False)
    figures = published()[f"attribution_{NAMES[model]}"]
    for source in figures | conversions[model]:
        said = [round(float(one[model].get(source, 0)), 6) for one in (conversions, revenue)]
        assert said == [float(one) for one in figures[source]], source


@pytest.mark.parametrize("folder", THERE, ids=lambda path: path.name)
def test_the_playbooks_counts_and_spend(folder: Path, tmp_path: Path) -> None:
    reader, figures = store_of(folder, tmp_path / "store"), published()
    rows = reader.exact_rows(
        "select (select count(*) from touches), (select count(*) from opportunities), "
        "(select count(*) from spend)",
        {},
    )
    assert [*rows[0]] == figures["rows"]
    spent = reader.exact_rows("select source, sum(amount) from spend_day group by 1", {})
    assert dict(spent) == figures["spend_by_source"]
    found = attribution(reader, calendar_of(reader).all, by="source")
    assert [found.opportunities, found.rows] == figures["converted_customers_with_sessions"]
    assert found.unattributed == 0
    for name in NAMES:
        credits = found.models[name].credits
        assert credits is not None
        assert sum(credits.values()) == found.total == Decimal("275.00")
    assert set(NAMES) <= set(MODELS)
