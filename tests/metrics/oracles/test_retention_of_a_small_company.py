"""Retention of a company whose few customers do everything that bookings allow."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Warehouse
from data.workspace import Workspace
from metrics.compute import Question, answer, calendar_of
from metrics.drill import rows
from tests.metrics.oracles import test_gross_revenue_retention as gross
from tests.metrics.oracles import test_net_revenue_retention as net
from tests.metrics.oracles._cases import Case, Verifier, ratio
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._customers import retained

WORKSPACE = """\
company = "Small"
currency = "EUR"
time_zone = "Europe/Berlin"
fiscal_year_start = 4
"""
ACCOUNTS = """\
account_id,name,region,industry,size_band
A1,Ott,North,Steel,Small
A2,Ott,South,,Big
A3,"=cmd|' /C'",,Glass,
"""
# O1 and O2 name the account of bookings that name none; O1 lies in another region.
DEALS = """\
opportunity_id,account_id,created_at,stage,outcome,closed_at,region
O1,A1,2022-12-01,Won,won,2023-01-10,South
O2,A2,2022-12-01,Won,won,2023-02-10,
"""
RATES = """\
currency,on,rate
USD,2022-01-01,0.800000
USD,2024-06-15,0.933333
USD,2025-02-01,1.100000
"""
BOOKINGS = """\
booking_id,booked_on,amount,currency,kind,opportunity_id,account_id,recurring_monthly
B01,2023-01-10,1200,EUR,new,O1,,100.00
B02,2023-02-10,1200,USD,new,O2,,99.99
B03,2023-03-01,900,USD,new,,A3,33.33
B04,2023-03-01,900,EUR,new,,A9,50.00
B05,2023-04-01,700,EUR,new,,,70.00
B06,2023-05-01,500,GBP,new,,A1,500.00
B07,2024-01-31,0,EUR,contraction,,A1,-20.00
B08,2024-02-29,0,USD,churn,,A2,-99.99
B09,2024-03-01,900,USD,new,,A2,120.00
B10,2024-06-15,0,USD,churn,,A3,-33.33
B11,2024-06-15,400,EUR,expansion,,A1,40.00
B12,2024-06-16,400,EUR,expansion,,A1,-15.50
B13,2024-07-01,0,EUR,renewal,,A9,-5.00
B14,2024-07-01,0,EUR,renewal,,A9,0
B15,2024-08-01,0,EUR,churn,,A9,-80.00
B16,2024-09-01,0,EUR,churn,,A9,
B17,2025-01-01,900,EUR,new,,A9,60.00
B18,2025-02-01,900,USD,expansion,,A2,10.00
B19,2025-02-01,0,EUR,contraction,,A2,5.00
B20,2025-02-28,0,EUR,churn,,A1,-104.50
B21,2025-03-01,900,EUR,new,,A4,10.00
"""
DAYS = [
    *(date(2024, 1, 9), date(2024, 1, 10), date(2024, 1, 11), date(2024, 2, 28)),
    *(date(2024, 2, 29), date(2024, 3, 1), date(2024, 6, 15), date(2024, 12, 31)),
    *(date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 15)),
    *(date(2025, 8, 1), date(2026, 2, 28)),
]
CUTS = ((), ("region",), ("industry", "size_band"))
SOUTH = (("region", "South"),)
PERIODS = ("2024-Q4", "2025", "2025-02", "2025-W09")
NET = "net_revenue_retention"
ORACLES = {NET: net.parts, "gross_revenue_retention": gross.parts}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    folder, store = tmp_path_factory.mktemp("small"), tmp_path_factory.mktemp("store")
    for name, text in {
        "accounts": ACCOUNTS,
        "opportunities": DEALS,
        "fx_rates": RATES,
        "bookings": BOOKINGS,
    }.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (store / "tandem.toml").write_text(WORKSPACE, encoding="utf-8")
    load([folder], store, now=datetime(2026, 3, 1, tzinfo=UTC))
    return Verifier(Warehouse(store).reader(), Company(Path(folder), Workspace.read(store)))


@pytest.mark.parametrize("key", ORACLES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_day_as_in_plain_python(small: Verifier, key: str, day: date) -> None:
    # On the evening of 9 January 2023, when its twelve months begin, nothing is on record yet.
    finish = retained if day == DAYS[0] else ratio
    cases = [Case("by", ("all",), by=by, as_of=day, may_be_empty=True) for by in CUTS]
    cases.append(Case("scope", ("all",), scope=SOUTH, as_of=day, may_be_empty=True))
    cases.append(Case("periods", PERIODS, as_of=day, may_be_empty=True))
    for case in cases:
        small.check(key, case, ORACLES[key], finish)


def test_the_rows_of_a_day_worked_by_hand(small: Verifier) -> None:
    calendar = calendar_of(small.reader)
    question = Question((NET,), (calendar.all,), as_of=date(2025, 2, 28))
    found = rows(small.reader, question)
    # On the evening of 29 February 2024: A1 100 - 20, A2 nothing, A3 33.33 at 0.8, A9 50.
    assert [(row[0], *map(str, row[5:10])) for row in found.rows] == [
        ("A9", "50.00", "60.00", "5.00", "80.00", "25.00"),
        ("A1", "80.00", "24.50", "0.00", "104.50", "0.00"),
        # 33.33 dollars are 26.66 euros as they come and 31.11 as they go: no more than it had.
        ("A3", "26.66", "0.00", "0.00", "26.66", "0.00"),
    ]
    whole = answer(small.reader, NET, calendar.all, as_of=date(2025, 2, 28))
    assert (whole.numerator, whole.denominator) == (Decimal("25.00"), Decimal("156.66"))
    assert [row[1] for row in found.rows] == ["A9", "Ott", "=cmd|' /C'"]


def test_at_the_ends_of_months_it_starts_with_what_the_months_of_customers_say(
    small: Verifier,
) -> None:
    standing = small.reader.exact_rows(
        "select account_id, closing_recurring from customer_month"
        " where month_start < $day and next_month_start >= $day and closing_recurring > 0",
        {"day": date(2024, 3, 1)},
    )
    question = Question((NET,), (calendar_of(small.reader).all,), as_of=date(2025, 2, 28))
    assert {row[0]: row[5] for row in rows(small.reader, question).rows} == dict(standing)
