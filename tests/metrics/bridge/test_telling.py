"""What is told of a bridge: steps in digits that add up, sentences, movers, hygiene."""

from contextlib import closing
from datetime import date
from decimal import Decimal

from metrics.bridge import bridge
from metrics.bridge.hygiene import hygiene
from metrics.bridge.steps import GROUPS, main_movement, steps_of, week_before
from metrics.bridge.words import flow_sentence, mover_words, movers_title
from metrics.compute import answer, calendar_of
from metrics.scope import ALL
from tests.metrics.bridge.facts import Built, Row, State, moment, tables_of
from tests.metrics.bridge.week import BEYOND, DUE, EARLY, FROM, INSIDE, JUNE, TO, WON, bridged


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
