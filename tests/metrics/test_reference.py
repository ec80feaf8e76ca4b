"""Figures computed with plain pandas on real exports, asked for on the command line."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from metrics.cli import app

ROOT = Path(__file__).parents[2]
GOLDEN: dict[str, Any] = json.loads(
    (ROOT / "tests" / "goldens" / "data_reference.json").read_text(encoding="utf-8"),
    parse_float=Decimal,
)
MSFT, OLIST = (
    {name: one["value"] for name, one in GOLDEN[source].items()}
    for source in ("msft_regional_sales", "olist")
)
OLIST_FOLDER = ROOT.parent / "shared" / "data" / "olist"
# The export of the marketplace may not be shipped; where it lies beside the project it is held too.
OLIST_FILES = tuple(
    path
    for path in (
        OLIST_FOLDER / "olist_marketing_qualified_leads_dataset.csv",
        OLIST_FOLDER / "olist_closed_deals_dataset.csv",
    )
    if path.exists()
)


def loaded(folder: Path, *paths: Path) -> Path:
    """The store that holds the files, loaded by command."""
    done = subprocess.run(
        [sys.executable, "-m", "data", "load", *map(str, paths), "--store", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def msft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("msft"), ROOT / "data" / "samples" / "regional_sales")


@pytest.fixture(scope="session")
def olist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("olist"), *OLIST_FILES)


def show(store: Path, *arguments: str) -> list[dict[str, Any]]:
    """The rows of `metrics show --json`."""
    run = CliRunner().invoke(app, ["show", *arguments, "--json", "--store", str(store)])
    assert run.exit_code == 0, run.output
    rows: list[dict[str, Any]] = json.loads(run.stdout, parse_float=Decimal)["rows"]
    return rows


def by(store: Path, field: str, *arguments: str) -> dict[str, Any]:
    """One figure of every row, by member (several: joined) and period."""
    found = {}
    for row in show(store, *arguments):
        member = row["by"]
        names = list(member.values()) if isinstance(member, dict) else [member] if member else []
        if "--each" in arguments:
            names.append(row["period"])
        found[" | ".join(names)] = row[field]
    return found


def six(figures: dict[str, Any]) -> dict[str, Decimal]:
    """Rates as the reference writes them, with six decimals."""
    return {key: round(Decimal(str(value)), 6) for key, value in figures.items()}


def money(figures: dict[str, Any]) -> dict[str, Decimal]:
    return {key: Decimal(value) for key, value in figures.items()}


@pytest.mark.parametrize(
    ("arguments", "value", "count"),
    [
        (("win_rate", "--period", "all"), 7282 / 14667, 14667),
        (("bookings", "--period", "all"), "26435925.00", 7282),
        (
            ("open_pipeline", "--window", "all", "--as-of", "2021-11-10"),
            "27812381.00",
            5333,
        ),
        (("weighted_pipeline_crm", "--window", "all"), "10893405.50", 5333),
        (("sales_cycle_days", "--period", "all"), 120, 7282),
        (("weighted_pipeline", "--window", "all"), None, 0),
    ],
)
def test_by_command(msft: Path, arguments: tuple[str, ...], value: object, count: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "show", *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(msft)},
        capture_output=True,
        text=True,
        check=True,
    )
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["value"], row["count"]) == (value, count)
    if value is None:
        assert "no opportunity history" in row["note"]


@pytest.mark.parametrize(
    ("dimension", "reference"),
    [
        ("manager", "Manager"),
        ("owner", "Owner"),
        ("region", "Territory"),
        ("product_category", "Product Category"),
    ],
)
def test_win_rate_and_bookings_by_dimension(msft: Path, dimension: str, reference: str) -> None:
    asked = ("--period", "all", "--by", dimension)
    rates = six(by(msft, "value", "win_rate", *asked))
    assert rates == MSFT[f"win_rate_by_{reference}"]
    booked = money(by(msft, "value", "bookings", *asked))
    assert booked == MSFT[f"bookings_by_{reference}"]


@pytest.mark.parametrize(
    ("dimension", "reference"),
    [("campaign", "campaign_funnel_by_camp"), ("channel", "campaign_funnel_by_ct")],
)
def test_the_funnel_of_campaigns(msft: Path, dimension: str, reference: str) -> None:
    asked = ("--period", "all", "--by", dimension)
    created = by(msft, "denominator", "created_win_rate", *asked)
    won = by(msft, "numerator", "win_rate", *asked)
    rates = six(by(msft, "value", "win_rate", *asked))
    booked = money(by(msft, "value", "bookings", *asked))
    found = {key: [created[key], won[key], rates[key], booked[key]] for key in created}
    assert found == MSFT[reference]


def test_by_quarter(msft: Path) -> None:
    each = ("--period", "all", "--each", "quarter")
    assert money(by(msft, "value", "bookings", *each)) == MSFT["bookings_by_quarter"]
    won = by(msft, "numerator", "win_rate", *each)
    assert {key: count for key, count in won.items() if count} == MSFT["won_count_by_quarter"]
    created = by(msft, "denominator", "created_win_rate", *each)
    assert created == MSFT["created_count_by_quarter"]


def test_bookings_by_manager_and_quarter(msft: Path) -> None:
    each = ("--period", "all", "--each", "quarter", "--by", "manager")
    found = money(by(msft, "value", "bookings", *each))
    assert found == MSFT["bookings_by_manager_quarter"]


@pytest.mark.parametrize(("month", "amount"), list(MSFT["open_by_expected_close_month"].items()))
def test_open_pipeline_by_expected_close(msft: Path, month: str, amount: int) -> None:
    (row,) = show(msft, "open_pipeline", "--window", month)
    assert Decimal(row["value"]) == amount


def test_lost_value_is_the_rest_of_the_value_closed(msft: Path) -> None:
    (row,) = show(msft, "win_rate_value", "--period", "all")
    lost = Decimal(row["denominator"]) - Decimal(row["numerator"])
    assert lost == MSFT["lost_value_total"]


def shown_source(figures: dict[str, Any]) -> dict[str, Any]:
    """Members as the reference writes them."""
    return {("(null)" if key == "(none)" else key): value for key, value in figures.items()}


if OLIST_FILES:

    def test_olist(olist: Path) -> None:
        asked = ("--period", "all", "--within", "ever")
        (row,) = show(olist, "lead_to_won_rate", *asked)
        assert (row["numerator"], row["denominator"]) == (842, 8000)
        assert row["value"] == OLIST["conversion_total"]
        source = ("--period", "all", "--by", "source")
        assert shown_source(by(olist, "value", "leads_created", *source)) == OLIST["mql_by_origin"]
        cohort = ("lead_to_won_rate", *asked, "--by", "source")
        assert shown_source(by(olist, "numerator", *cohort)) == OLIST["deals_by_origin"]
        assert shown_source(six(by(olist, "value", *cohort))) == OLIST["conversion_by_origin"]
        days = shown_source(by(olist, "value", "sales_cycle_days", *source))
        assert days == OLIST["median_days_by_origin"]
        (cycle,) = show(olist, "sales_cycle_days", "--period", "all")
        assert cycle["value"] == OLIST["median_days_contact_to_won"]

    def test_olist_by_month_owner_and_industry(olist: Path) -> None:
        months = ("--period", "all", "--each", "month")
        leads = by(olist, "value", "leads_created", *months)
        assert {key: value for key, value in leads.items() if value} == OLIST["mql_by_month"]
        won = by(olist, "numerator", "win_rate", *months)
        assert won == OLIST["deals_by_won_month"]
        owners = by(olist, "numerator", "win_rate", "--period", "all", "--by", "owner")
        top = sorted(owners.values(), reverse=True)[:10]
        assert sorted(OLIST["deals_per_sr_top10"].values(), reverse=True) == top
        industries = by(olist, "numerator", "win_rate", "--period", "all", "--by", "industry")
        largest, unnamed = OLIST["deals_by_segment_top10"]
        assert {key: industries[key] for key in largest} == largest
        assert industries["(none)"] == unnamed
