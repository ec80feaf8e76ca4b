"""Each rule of the bridge on a deal of its own, and what is refused."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from metrics.bridge import Bridge, bridge, bridges
from metrics.bridge.hygiene import hygiene
from metrics.bridge.steps import GROUPS, main_movement, steps_of, week_before
from metrics.bridge.words import flow_sentence, mover_words, movers_title
from metrics.cli import app
from metrics.compute import answer, calendar_of
from metrics.errors import PeriodError, RevenueError, ScopeError
from metrics.scope import ALL, Scope
from tests.metrics.bridge.facts import Built, Row, State, loaded, moment, reader_of, tables_of

FROM, TO = date(2025, 7, 7), date(2025, 7, 14)
JUNE, INSIDE, LATER = moment(date(2025, 6, 10)), moment(date(2025, 7, 9)), date(2025, 7, 11)
DUE, EARLY, BEYOND = date(2025, 9, 1), date(2025, 6, 15), date(2025, 11, 1)
WON = (date(2025, 7, 9), "won")

# What a deal was and became; the movements of the third quarter, in the order of the bars.
CASES: Mapping[str, tuple[Sequence[State], dict[str, int]]] = {
    "stays": ([State(JUNE, 10, DUE)], {}),
    "its close becomes unknown": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, None)],
        {"pushed_out": 10},
    ),
    "an unknown close becomes known": (
        [State(JUNE, 10, None), State(INSIDE, 12, DUE)],
        {"pulled_in": 10, "increased": 2},
    ),
    "its close moves before the window": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, EARLY)],
        {"pulled_out": 10},
    ),
    "overdue, dated again and cut": (
        [State(JUNE, 10, EARLY), State(INSIDE, 4, DUE)],
        {"pushed_in": 10, "decreased": 6},
    ),
    "created and won": (
        [State(moment(date(2025, 7, 8)), 5, DUE), State(INSIDE, 7, *WON)],
        {"created": 7, "won": 7},
    ),
    "created and lost": (
        [State(moment(date(2025, 7, 8)), 5, DUE), State(INSIDE, 5, WON[0], "lost")],
        {},
    ),
    "lost from outside the window": (
        [State(JUNE, 10, BEYOND), State(INSIDE, 10, WON[0], "lost")],
        {},
    ),
    "left and came back": (
        [State(JUNE, 10, DUE), State(moment(date(2025, 7, 8)), 10, BEYOND), State(INSIDE, 11, DUE)],
        {"increased": 1},
    ),
    "lost and reopened with another amount": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, "lost"),
            State(INSIDE, 8, DUE),
        ],
        {"reopened": 10, "decreased": 2},
    ),
    "lost, reopened and won": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, "lost"),
            State(moment(date(2025, 7, 8)), 10, DUE),
            State(INSIDE, 9, *WON),
        ],
        {"reopened": 10, "decreased": 1, "won": 9},
    ),
    "deleted and restored": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, is_deleted=True),
            State(INSIDE, 10, DUE),
        ],
        {"reopened": 10},
    ),
    "won before, still won": (
        [State(JUNE, 10, DUE), State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won")],
        {},
    ),
    "won before, corrected since": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won"),
            State(INSIDE, 12, date(2025, 7, 2), "won"),
        ],
        {},
    ),
    "won before, undone and won again": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won"),
            State(moment(date(2025, 7, 8)), 10, DUE),
            State(INSIDE, 12, *WON),
        ],
        {},
    ),
    "won without an amount": ([State(JUNE, None, DUE), State(INSIDE, None, *WON)], {"won": 0}),
    "no amount on both days": (
        [State(JUNE, None, DUE), State(INSIDE, None, DUE, stage="Propose")],
        {},
    ),
    "given away before it was lost": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, WON[0], "lost", region="APAC")],
        {"lost": 10},
    ),
    "given away before it was won": (
        [State(JUNE, 10, DUE), State(INSIDE, 12, *WON, region="APAC")],
        {"transferred_out": 10},
    ),
    "taken over and won": (
        [State(JUNE, 10, DUE, region="APAC"), State(INSIDE, 12, *WON)],
        {"transferred_in": 10, "increased": 2, "won": 12},
    ),
}


def bridged(tables: Mapping[str, Sequence[Row]], scope: Scope, window: str = "2025-Q3") -> Bridge:
    with closing(Built(tables, date(2025, 8, 31))) as reader:
        found = bridge(reader, FROM, TO, calendar_of(reader).parse(window), scope)
    assert found.residual == 0
    return found


def test_every_rule_on_a_deal_of_its_own() -> None:
    deals = {name: states for name, (states, _) in CASES.items()}
    found = bridged(tables_of(deals), Scope.of(region="EMEA"))
    said = {deal.opportunity_id: dict(deal.movements) for deal in found.deals}
    assert said == {name: bars for name, (_, bars) in CASES.items() if bars}
    assert found.missing_amounts == (2, 1)


def test_a_win_outside_the_window_leaves_it_for_its_own() -> None:
    """Won in the second quarter: pulled out of the third, in the won bar of the second."""
    states = [State(JUNE, 10, DUE), State(moment(date(2025, 6, 28)), 12, date(2025, 6, 28), "won")]
    with closing(Built(tables_of({"D": states}), date(2025, 8, 31))) as reader:
        days = date(2025, 6, 20), date(2025, 7, 2)
        for window, bars in (
            ("2025-Q3", {"pulled_out": 10}),
            ("2025-Q2", {"pulled_in": 10, "increased": 2, "won": 12}),
            ("all", {"increased": 2, "won": 12}),
        ):
            found = bridge(reader, *days, calendar_of(reader).parse(window))
            assert [dict(deal.movements) for deal in found.deals] == [bars], window
            assert found.residual == 0


def test_an_overdue_win_belongs_to_the_window_it_closed_in() -> None:
    states = [State(JUNE, 10, date(2025, 6, 28)), State(INSIDE, 10, *WON)]
    assert [dict(one.movements) for one in bridged(tables_of({"D": states}), ALL).deals] == [
        {"pushed_in": 10, "won": 10}
    ]
    before = bridged(tables_of({"D": states}), ALL, "2025-Q2")
    assert [dict(one.movements) for one in before.deals] == [{"pushed_out": 10}]


def with_currency(
    tables: dict[str, list[Row]], rates: list[tuple[date, str]]
) -> dict[str, list[Row]]:
    """The tables with every deal in euros and the rates of some days."""
    euros = [{**row, "currency": "EUR"} for row in tables["opportunities"]]
    dated: list[Row] = [{"currency": "EUR", "on": on, "rate": rate} for on, rate in rates]
    return {**tables, "opportunities": euros, "fx_rates": dated}


def test_amounts_change_at_the_first_days_rate_and_rates_stand_apart() -> None:
    """100 became 120 euros while the euro rose from 1.10 to 1.20: 22 of it is more deal."""
    tables = tables_of(
        {
            "raised": [State(JUNE, 100, DUE), State(INSIDE, 120, DUE)],
            "kept": [State(JUNE, 100, DUE)],
            "won": [State(JUNE, 100, DUE), State(INSIDE, 110, *WON)],
        }
    )
    rates = [(date(2025, 6, 1), "1.1"), (date(2025, 7, 9), "1.3"), (date(2025, 7, 14), "1.2")]
    found = bridged(with_currency(tables, rates), ALL)
    assert {deal.opportunity_id: dict(deal.movements) for deal in found.deals} == {
        "raised": {"increased": 22, "currency": 12},
        "kept": {"currency": 10},
        "won": {"increased": 11, "won": 143, "currency": 22},
    }
    assert (found.amounts["opening"], found.amounts["closing"]) == (330, 264)


def test_a_rate_that_appears_is_no_change_of_the_deal() -> None:
    tables = tables_of({"kept": [State(JUNE, 100, DUE)]})
    found = bridged(with_currency(tables, [(date(2025, 7, 10), "1.2")]), ALL)
    assert [dict(deal.movements) for deal in found.deals] == [{"currency": 120}]
    assert found.missing_amounts == (1, 0)


def test_a_win_counts_what_was_booked_by_the_last_day() -> None:
    """Two bookings are one win; a contraction and what is booked later are not in it."""
    tables = tables_of(
        {
            "booked": [State(JUNE, 100, DUE), State(INSIDE, 100, *WON)],
            "later": [State(JUNE, 50, DUE), State(INSIDE, 50, *WON)],
        }
    )
    booked = (
        ("booked", date(2025, 7, 9), 60, "new"),
        ("booked", date(2025, 7, 12), 45, "expansion"),
        ("booked", date(2025, 7, 12), 7, "contraction"),
        ("later", date(2025, 7, 15), 99, "new"),
    )
    tables["bookings"] = [
        {
            "booking_id": f"B{n}",
            "opportunity_id": key,
            "booked_on": on,
            "amount": amount,
            "kind": kind,
        }
        for n, (key, on, amount, kind) in enumerate(booked)
    ]
    found = bridged(tables, ALL)
    assert {deal.opportunity_id: dict(deal.movements) for deal in found.deals} == {
        "booked": {"increased": 5, "won": 105},
        "later": {"won": 50},
    }
    assert found.not_booked == 1


def test_each_win_of_a_deal_has_its_own_bookings() -> None:
    states = [
        State(JUNE, 100, DUE),
        State(moment(date(2025, 6, 12)), 100, date(2025, 6, 12), "won"),
        State(moment(date(2025, 6, 20)), 30, DUE),
        State(INSIDE, 30, *WON),
    ]
    tables = tables_of({"D": states})
    tables["bookings"] = [
        {"booking_id": on, "opportunity_id": "D", "booked_on": on, "amount": amount, "kind": "new"}
        for on, amount in (("2025-06-12", 100), ("2025-07-09", 31))
    ]
    assert [dict(deal.movements) for deal in bridged(tables, ALL).deals] == [
        {"increased": 1, "won": 31}
    ]


def test_without_a_history_the_bridge_says_what_it_cannot_see(tmp_path: Path) -> None:
    tables = tables_of({"D": [State(JUNE, 10, DUE), State(INSIDE, 12, *WON)]})
    del tables["opportunity_history"]
    reader = reader_of(loaded(tmp_path, tables, moment(date(2025, 7, 20))))
    found = bridge(reader, FROM, TO, calendar_of(reader).parse("2025-Q3"))
    assert found.note is not None
    assert found.note.startswith("no history of deals is recorded")
    assert (found.amounts["won"], found.residual) == (12, 0)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    deals = {"A": [State(JUNE, 10, DUE), State(INSIDE, 12, DUE)], "B": [State(JUNE, 5, DUE)]}
    return loaded(tmp_path_factory.mktemp("small"), tables_of(deals), moment(date(2025, 7, 20)))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (
            "--from 2025-07-14 --to 2025-07-07 --window 2025-Q3",
            "begins on 2025-07-14, after its end",
        ),
        ("--from 2025-07-07 --to 2025-07-21 --window 2025-Q3", "lies after the load of 2025-07-20"),
        ("--from 2025-07-07 --to 2025-07-14 --window 2025-Q5", "'2025-Q5' is no period"),
        ("--from 7.7.2025 --to 2025-07-14 --window all", "'7.7.2025' is no date"),
        ("--from 2025-07-07 --to 2025-07-14 --window all --scope mood=good", "no dimension 'mood'"),
        ("--from 2025-07-07 --to 2025-07-14 --window all --scope region=EMAE", "mean 'EMEA'?"),
    ],
)
def test_what_cannot_be_bridged_is_refused_with_its_mend(
    store: Path, options: str, reason: str
) -> None:
    done = CliRunner().invoke(app, ["bridge", *options.split(), "--store", str(store)])
    assert isinstance(done.exception, RevenueError)
    assert reason in done.exception.message
    assert done.stdout == ""


def test_a_window_is_needed(store: Path) -> None:
    done = CliRunner().invoke(app, ["bridge", "--from", "2025-07-07", "--to", "2025-07-14"])
    assert done.exit_code == 2


def test_days_between_the_last_record_and_the_load_are_known(store: Path) -> None:
    reader = reader_of(store)
    assert reader.load.data_date == date(2025, 7, 9)
    found = bridge(reader, FROM, date(2025, 7, 20), calendar_of(reader).parse("2025-Q3"))
    assert found.amounts["increased"] == 2


def test_the_text_says_everything_once(store: Path) -> None:
    options = "--from 2025-07-07 --to 2025-07-14 --window 2025-Q3 --scope region=EMEA"
    done = CliRunner().invoke(app, ["bridge", *options.split(), "--store", str(store)])
    fingerprint = reader_of(store).load.fingerprint[:8]
    assert done.stdout.splitlines() == [
        "Open pipeline  Amount  Deals",
        "-------------  ------  -----",
        "Opening         15.00      2",
        "Increased       +2.00      1",
        "Closing         17.00      2",
        "",
        "Deal  Name    What happened  Amount",
        "----  ------  -------------  ------",
        "A     Deal A  increased       +2.00",
        "",
        "Expected to close in 2025-Q3, region=EMEA; from the end of 2025-07-07 to the end of "
        f"2025-07-14; residual 0.00; load {fingerprint}",
    ]


def test_many_bridges_need_two_days_in_order(store: Path) -> None:
    reader = reader_of(store)
    window = calendar_of(reader).parse("2025-Q3")
    with pytest.raises(PeriodError, match="needs two days"):
        bridges(reader, [FROM], window)
    with pytest.raises(PeriodError, match="swap the days"):
        bridges(reader, [FROM, TO, FROM], window)
    with pytest.raises(ScopeError, match="no dimension 'hand_back_reason'"):
        bridges(reader, [FROM, TO], window, Scope.of(hand_back_reason="No budget"))
    (same,) = bridges(reader, [TO, TO], window)
    assert (same.amounts["opening"], same.change, same.residual) == (17, 0, 0)


def test_steps_run_from_zero_to_the_change_in_digits_that_add_up() -> None:
    thirds = {
        f"D{n}": [State(JUNE, 10_000, DUE), State(INSIDE, 10_000 + 33_400, DUE)] for n in range(1)
    }
    thirds["gone"] = [State(JUNE, 12_400, DUE), State(INSIDE, 12_400, WON[0], "lost")]
    thirds["new"] = [State(INSIDE, 17_400, DUE)]
    found = bridged(tables_of(thirds), ALL)
    steps = steps_of(found)
    assert [(step.key, step.amount, step.digits, step.end) for step in steps.steps] == [
        ("created", 17_400, 17, 17_400),
        ("increased", 33_400, 33, 50_800),
        ("lost", -12_400, -12, 38_400),
    ]
    assert (steps.unit, steps.places, steps.change_digits) == (1000, 0, 38)
    assert (steps.came_in, steps.went_out) == (50_800, 12_400)
    rolled = steps_of(found, GROUPS)
    assert [step.key for step in rolled.steps] == ["created", "repriced", "lost"]
    assert [main_movement(deal) for deal in found.movers()] == ["increased", "created", "lost"]
    assert week_before(TO) == FROM


def test_what_is_said_adds_up_to_the_digits_of_the_steps() -> None:
    deals = {
        "new": [State(INSIDE, 200_400, DUE)],
        "more": [State(JUNE, 100_000, DUE), State(INSIDE, 210_400, DUE)],
        "gone": [State(JUNE, 300_400, DUE), State(INSIDE, 300_400, WON[0], "lost")],
        "later": [State(JUNE, 100_300, DUE), State(INSIDE, 100_300, BEYOND)],
    }
    steps = steps_of(bridged(tables_of(deals), ALL), GROUPS)
    # Each rounded by itself would be 311 in and 401 out, which is -90, and +200 +110 -100 -300.
    assert [step.digits for step in steps.steps] == [200, 110, -100, -300]
    assert flow_sentence(steps, "USD") == (
        "$310k came in, most of it created; $400k left, most of it lost"
    )


def test_what_is_small_is_said_to_its_own_digit() -> None:
    deals = {
        "new": [State(INSIDE, 300, DUE)],
        "gone": [State(JUNE, 30_400, DUE), State(INSIDE, 30_400, WON[0], "lost")],
    }
    steps = steps_of(bridged(tables_of(deals), ALL), GROUPS)
    assert [step.digits for step in steps.steps] == [0, -30]
    assert flow_sentence(steps, "USD") == "$300 came in, all created; $30.4k left, all lost"


def test_few_movers_are_counted_in_words() -> None:
    deals = {f"D{n}": [State(INSIDE, 100 + n, DUE)] for n in range(12)}
    movers = bridged(tables_of(deals), ALL).movers()
    assert movers_title(movers[:10], "USD") == "Ten biggest movers, +$1,065 together"
    assert movers_title(movers[:9], "USD") == "All nine movers, +$963 together"
    assert movers_title(movers[:2], "USD") == "Both movers, +$221 together"
    assert movers_title(movers[:1], "USD") == "The one mover, +$111"
    assert movers_title((), "USD") == "No deal moved the pipeline"


def test_any_amount_that_loads_is_counted() -> None:
    amount = Decimal("9876543210987654.32")
    built = Built(tables_of({"A": [State(JUNE, amount, DUE)]}), TO)
    window = calendar_of(built).parse("2025-Q3")
    assert answer(built, "open_pipeline", window, as_of=TO).value == amount
    assert bridge(built, FROM, TO, window).amounts["closing"] == amount


def test_a_mover_without_a_region_names_none() -> None:
    deals = {"A": [State(INSIDE, 5, DUE)], "B": [State(INSIDE, 4, DUE, region="")]}
    movers = bridged(tables_of(deals), ALL).movers()
    assert [mover_words(one) for one in movers] == ["Created, EMEA", "Created"]


def test_hygiene_names_what_is_wrong_and_with_what() -> None:
    pushes = [State(moment(date(2025, 6, 1 + n)), 7, date(2025, 8, 1 + n)) for n in range(4)]
    deals = {
        "fine": [State(INSIDE, 10, DUE)],
        "overdue": [State(INSIDE, 20, date(2025, 7, 13))],
        "due today": [State(INSIDE, 20, TO)],
        "before the window": [State(INSIDE, 30, EARLY)],
        "no amount": [State(INSIDE, None, DUE)],
        "no close": [State(INSIDE, 5, None)],
        "pushed": [*pushes, State(INSIDE, 7, date(2025, 8, 4))],
        "quiet": [State(moment(date(2025, 6, 14)), 9, DUE)],
        "active": [State(moment(date(2025, 6, 1)), 9, DUE)],
        "beyond": [State(JUNE, None, BEYOND)],
        "closed": [State(JUNE, 1, EARLY), State(INSIDE, 1, *WON)],
    }
    tables = tables_of(deals)
    owned = [
        {**row, "owner_id": {"fine": None, "active": "P2"}.get(str(row["opportunity_id"]), "P1")}
        for row in tables["opportunities"]
    ]
    tables |= {"opportunities": owned, "people": PEOPLE, "activities": ACTIVITIES}
    with closing(Built(tables, date(2025, 8, 31))) as reader:
        found = hygiene(reader, TO, calendar_of(reader).parse("2025-Q3"))
    assert {
        one.rule.key: [deal.opportunity_id for deal in one.deals] for one in found.findings
    } == {
        "overdue": ["before the window", "overdue"],
        "no_amount": ["no amount"],
        "no_close": ["no close"],
        "no_owner": ["fine"],
        "owner_left": ["active"],
        "pushed": ["pushed"],
        "quiet": ["quiet"],
    }
    assert [one.amount for one in found.findings][:2] == [Decimal(50), Decimal(0)]
    assert (found.looked_at, found.deals) == (9, 8)
    assert {deal.quiet_days for one in found.findings for deal in one.deals} == {5, 30}


PEOPLE: list[Row] = [
    {"person_id": "P1", "name": "Ada", "team": "sales", "ended_on": None},
    {"person_id": "P2", "name": "Bo", "team": "sales", "ended_on": TO},
]
ACTIVITIES: list[Row] = [
    {
        "activity_id": "1",
        "at": str(moment(date(2025, 7, 9))),
        "person_id": "P1",
        "opportunity_id": "active",
    },
    {
        "activity_id": "2",
        "at": str(moment(date(2025, 7, 20))),
        "person_id": "P1",
        "opportunity_id": "quiet",
    },
]
