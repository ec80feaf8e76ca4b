"""Net and gross retention: the golden, cases worked by hand, reasons for none, and what must hold.

The twelve months of most cases: 1 April 2025 to 31 March 2026.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.answer import Answer
from metrics.compute import Question, answer, answers, calendar_of
from metrics.drill import rows
from metrics.retention import SHOWN
from metrics.scope import Scope
from tests.metrics.test_goldens import CASES
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)
NET, GROSS = "net_revenue_retention", "gross_revenue_retention"
LONG_AGO = "2023-01-01"


def company(bookings: str, as_of: date = AS_OF, known: str = "ABCD") -> World:
    """A world of bookings: account, day, kind, monthly amount; A is in EMEA, the rest in APAC."""
    numbered = [line for line in bookings.strip().splitlines() if line.strip()]
    world = World(as_of=as_of).add(
        "booking",
        "booking_id, account_id, booked_on, kind, recurring_monthly",
        "\n".join(f"b{number} | {line}" for number, line in enumerate(numbered)),
    )
    # Two months of each: a customer counts once however often it moved.
    return world.add(
        "customer_month",
        "account_id, customer, region, industry, month_start",
        "\n".join(
            f"{one} | Company {one} | {'EMEA' if one == 'A' else 'APAC'} | Steel | {month}"
            for one in known
            for month in ("2025-01-01", "2025-05-01")
        ),
    )


def ask(world: World, key: str, period: str = "2026-Q1", **asked: date) -> Answer:
    return answer(world, key, calendar_of(world).parse(period), **asked)


def both(world: World, period: str = "2026-Q1", **asked: date) -> tuple[Decimal | None, ...]:
    """Net and gross."""
    return tuple(ask(world, key, period, **asked).value for key in (NET, GROSS))


def test_retention_of_others() -> None:
    case = CASES["nrr_grr"]
    had = case["inputs"]
    world = company(f"""
        A | {LONG_AGO} | new | {had["start"]}
        A | 2025-05-01 | expansion | {had["expansion"]}
        A | 2025-06-01 | contraction | -{had["contraction"]}
        A | 2025-07-01 | churn | -{had["churn"]}
    """)
    net, gross = ask(world, NET), ask(world, GROSS)
    assert (net.value, gross.value) == (case["expected"]["nrr"], case["expected"]["grr"])
    assert net.numerator == net.beside["recurring_at_end"] == case["expected"]["end_arr_existing"]


@pytest.mark.parametrize(
    ("name", "bookings", "net", "gross"),
    [
        ("nothing moved", "", "1", "1"),
        ("more", "A | 2025-04-01 | expansion | 50", "1.25", "1"),
        ("less", "A | 2026-03-31 | contraction | -50", "0.75", "0.75"),
        ("one left", "B | 2025-08-01 | churn | -100", "0.5", "0.5"),
        ("a renewal moves nothing", "A | 2025-08-01 | renewal | 0", "1", "1"),
        ("a renewal at a higher price", "A | 2025-08-01 | renewal | 20", "1.1", "1"),
        ("a renewal at a lower price", "A | 2025-08-01 | renewal | -20", "0.9", "0.9"),
        ("a customer of today is not of then", "C | 2025-04-01 | new | 400", "1", "1"),
        ("nor one that left before it began", "D | 2025-03-31 | churn | -100", "1", "1"),
        (
            "and came back in it",
            "D | 2025-03-31 | churn | -100\nD | 2025-06-01 | new | 400",
            "1",
            "1",
        ),
        (
            "one that left in it and came back with less",
            "A | 2025-06-01 | churn | -100\nA | 2025-09-01 | new | 80",
            "0.9",
            "0.5",
        ),
        (
            "what was bought more of does not make up for what was lost",
            "A | 2025-06-01 | expansion | 100\nA | 2025-09-01 | contraction | -50",
            "1.25",
            "0.75",
        ),
        (
            "a customer loses at most what it had at the start",
            "A | 2025-06-01 | expansion | 60\nA | 2025-09-01 | churn | -160",
            "0.5",
            "0.5",
        ),
        ("more taken than there was", "A | 2025-06-01 | churn | -900", "0.5", "0.5"),
        (
            "a loss taken back was none",
            "A | 2025-06-01 | churn | -100\nA | 2025-06-02 | churn | 100",
            "1",
            "1",
        ),
        ("a contraction that adds is more", "A | 2025-06-01 | contraction | 40", "1.2", "1"),
        ("an expansion that takes is less", "A | 2025-06-01 | expansion | -40", "0.8", "0.8"),
        ("new for a customer is more", "A | 2025-06-01 | new | 40", "1.2", "1"),
        ("paid once", "A | 2025-06-01 | expansion | ", "1", "1"),
        ("left, nobody says with how much", "A | 2025-06-01 | churn | ", "1", "1"),
        ("no customer named", " | 2025-06-01 | churn | -100", "1", "1"),
        ("after the twelve months", "A | 2026-04-01 | churn | -100", "1", "1"),
    ],
)
def test_worked_by_hand(name: str, bookings: str, net: str, gross: str) -> None:
    before = f"A | {LONG_AGO} | new | 100\nB | {LONG_AGO} | new | 100"
    if bookings.startswith("D"):
        before += f"\nD | {LONG_AGO} | new | 100"
    world = company(f"{before}\n{bookings}", as_of=date(2026, 6, 30))
    assert both(world) == (Decimal(net), Decimal(gross)), name
    assert ask(world, NET).rows == ask(world, GROSS).rows == 2


MOVING = f"""
    A | {LONG_AGO} | new | 100
    B | 2025-02-10 | new | 300
    A | 2025-02-11 | expansion | 100
    B | 2026-02-10 | churn | -300
    A | 2026-02-11 | contraction | -50
"""


@pytest.mark.parametrize(
    ("as_of", "named", "net"),
    [
        # Exact to the day: each booking enters and leaves on its own.
        ("2026-02-09", "2025-02-10..2026-02-09", "2"),
        ("2026-02-10", "2025-02-11..2026-02-10", "0.5"),
        ("2026-02-11", "2025-02-12..2026-02-11", "0.3"),
    ],
)
def test_the_twelve_months_end_with_the_day_seen(as_of: str, named: str, net: str) -> None:
    world = company(MOVING)
    for period in ("2026-Q1", "2026-02", "2026", "all"):
        found = ask(world, NET, period, as_of=date.fromisoformat(as_of))
        assert found.beside["twelve_months"] == named
        assert found.value == Decimal(net)


@pytest.mark.parametrize(
    ("period", "named"),
    [
        ("2026-Q1", "2025-04-01..2026-03-31"),
        ("2026-02", "2025-03-01..2026-02-28"),
        ("2026-W06", "2025-02-09..2026-02-08"),
        ("2025", "2025-01-01..2025-12-31"),
        ("2024-02", "2023-03-01..2024-02-29"),
        ("2023-01-01..2025-12-31", "2025-01-01..2025-12-31"),
    ],
)
def test_whatever_the_period_it_is_twelve_months(period: str, named: str) -> None:
    assert ask(company(MOVING), NET, period).beside["twelve_months"] == named


def test_where_the_records_begin_later_nobody_knows_who_was_a_customer() -> None:
    world = company("A | 2025-04-01 | new | 100\nB | 2025-05-01 | new | 100")
    found = ask(world, NET)
    assert (found.value, found.rows, found.numerator) == (None, 0, None)
    assert found.note == (
        "no data: the twelve months began on 2025-04-01 and bookings are on record only since "
        "2025-04-01, so nobody can tell who was a customer then"
    )
    assert ask(world, NET, as_of=date(2026, 3, 30)).value is None
    # The evening before is enough: then it is known who was one.
    early = company("A | 2025-03-31 | new | 100\nA | 2025-05-01 | new | 100")
    assert ask(early, NET).value == 2


def test_records_that_reach_back_less_than_a_year_further_say_so() -> None:
    young = company("A | 2024-04-02 | new | 100")
    assert ask(young, NET).note == (
        "bookings are on record since 2024-04-02; customers won before it are not counted; few (1)"
    )
    assert ask(company("A | 2024-04-01 | new | 100"), NET).note == "few (1)"


@pytest.mark.parametrize("key", [NET, GROSS])
def test_without_a_customer_at_the_start_there_is_no_share(key: str) -> None:
    gone = f"A | {LONG_AGO} | new | 100\nA | 2025-03-31 | churn | -100\nB | 2025-04-01 | new | 10"
    for bookings in (gone, gone.replace("churn | -100", "churn | -101")):
        found = ask(company(bookings), key)
        assert (found.value, found.rows, found.denominator) == (None, 0, 0)
        assert found.note == "no customer had recurring revenue when the twelve months began"


@pytest.mark.parametrize("key", [NET, GROSS])
def test_bookings_that_say_nothing_of_what_recurs_are_no_zero(key: str) -> None:
    world = company(f"A | {LONG_AGO} | new | \nA | 2025-05-01 | churn | ", known="")
    found = ask(world, key)
    assert (found.value, found.rows) == (None, 0)
    assert found.note == "no data: no booking of a customer says what recurs monthly"


SPLIT = f"""
    A | {LONG_AGO} | new | 100
    B | {LONG_AGO} | new | 200
    C | {LONG_AGO} | new | 100
    A | 2025-06-01 | expansion | 30
    B | 2025-06-01 | contraction | -50
    C | 2025-06-01 | churn | -100
"""


@pytest.mark.parametrize("key", [NET, GROSS])
@pytest.mark.parametrize("dimension", ["region", "industry", "size_band"])
def test_parts_add_up_to_the_whole(key: str, dimension: str) -> None:
    world = company(SPLIT)
    whole = ask(world, key)
    question = Question((key,), (whole.period,), by=(dimension,))
    parts = answers(world, question)
    assert sum(one.numerator or 0 for one in parts) == whole.numerator
    assert sum(one.denominator or 0 for one in parts) == whole.denominator == 400
    assert sum(one.rows for one in parts) == whole.rows == 3


def test_a_region_alone_is_its_own_customers() -> None:
    world = company(SPLIT)
    found = {
        key: answers(
            world, Question((key,), (calendar_of(world).parse("2026-Q1"),), by=("region",))
        )
        for key in (NET, GROSS)
    }
    told = {key: [(one.by, one.value) for one in some] for key, some in found.items()}
    assert told == {
        NET: [(("APAC",), Decimal("0.5")), (("EMEA",), Decimal("1.3"))],
        GROSS: [(("APAC",), Decimal("0.5")), (("EMEA",), Decimal(1))],
    }
    alone = answer(world, NET, calendar_of(world).parse("2026-Q1"), scope=Scope.of(region="EMEA"))
    assert alone == replace(found[NET][1], by=None)


def test_one_row_a_customer_with_what_it_had_how_it_moved_and_what_it_has() -> None:
    world = company(SPLIT)
    question = Question((NET,), (calendar_of(world).parse("2026-Q1"),))
    found = rows(world, question)
    assert found.columns == (
        *("account_id", "customer", "region", "industry", "size_band"),
        *("recurring_at_start", "expansion", "contraction", "churn", "recurring_at_end"),
        *("numerator", "denominator"),
    )
    assert [(row[0], *row[5:]) for row in found.rows] == [
        ("B", 200, 0, 50, 0, 150, 150, 200),
        ("A", 100, 30, 0, 0, 130, 130, 100),
        ("C", 100, 0, 0, 100, 0, 0, 100),
    ]
    gross = rows(world, replace(question, kpis=(GROSS,)))
    assert [(row[0], row[-2], row[-1]) for row in gross.rows] == [
        ("B", 150, 200),
        ("A", 100, 100),
        ("C", 0, 100),
    ]
    alone = rows(world, replace(question, scope=Scope.of(region="EMEA")))
    assert [row[0] for row in alone.rows] == ["A"]


KINDS = ("new", "expansion", "renewal", "contraction", "churn")
BOOKINGS = st.lists(
    st.tuples(
        st.sampled_from("ABCD"),
        st.integers(0, 1200),
        st.sampled_from(KINDS),
        st.decimals(-500, 500, places=2) | st.none(),
    ),
    max_size=25,
)


@given(BOOKINGS)
@settings(max_examples=60, deadline=None)
def test_what_holds_for_any_bookings(drawn: list[tuple[str, int, str, Decimal | None]]) -> None:
    day = [date(2023, 1, 1) + timedelta(days=since) for _, since, _, _ in drawn]
    lines = [
        f"{account} | {on} | {kind} | {'' if monthly is None else monthly}"
        for (account, _, kind, monthly), on in zip(drawn, day, strict=True)
    ]
    world = company("\n".join([f"E | {LONG_AGO} | new | 1", *lines]), known="ABCDE")
    net, gross = ask(world, NET), ask(world, GROSS)
    assert net.value is not None
    assert gross.value is not None
    assert 0 <= gross.value <= 1
    assert gross.value <= net.value
    assert (net.denominator, net.rows) == (gross.denominator, gross.rows)
    start, more, less, left, end = (Decimal(str(net.beside[name])) for name in SHOWN)
    assert start + more - less - left == end == net.numerator
    assert min(more, less, left, end) >= 0
    behind = rows(world, Question((NET,), (net.period,)))
    assert len(behind.rows) == net.rows
    for row in behind.rows:
        began, gained, shrunk, gone, ended, above, below = map(Decimal, row[5:])
        assert began + gained - shrunk - gone == ended == above >= 0
        assert began == below > 0
    window = [on for on in day if date(2025, 4, 1) <= on <= AS_OF]
    if not window:
        assert net.value == gross.value == 1
