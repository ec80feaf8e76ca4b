"""`python -m metrics attribution`: the stable document, the table, and what is refused how."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import metrics.cli as command_line
from data.load import load
from data.warehouse import Reader, Warehouse
from metrics.attribution import MODELS, Anchor, Weights, attribution
from metrics.compute import calendar_of
from metrics.errors import AttributionError, ScopeError
from metrics.scope import Scope

EXPORT = {
    # Won 100.00 with five touches; won 30.01 with one; lost with one; booked without touches.
    "opportunities": """opportunity_id,created_at,stage,lead_id,amount,closed_at,outcome,region
        o1,2026-01-20 09:00,S,l1,100,2026-02-20,won,EMEA
        o2,2026-01-25 09:00,S,,30.01,2026-02-21,won,APAC
        o3,2026-01-25 09:00,S,,50,2026-02-22,lost,EMEA""",
    "leads": "lead_id,created_at\n        l1,2026-01-11 09:00",
    "bookings": """booking_id,opportunity_id,booked_on,amount,kind
        b1,o1,2026-02-20,100,new
        b2,o2,2026-02-21,30.01,new
        b3,,2026-02-22,7.77,renewal
        b4,o1,2026-02-23,900,churn""",
    "touches": """touch_id,touched_at,channel,source,opportunity_id
        1,2026-01-05 09:00,Web,Search,o1
        2,2026-01-10 09:00,Fair,,o1
        3,2026-01-15 09:00,Web,Search,o1
        4,2026-01-19 09:00,Mail,News,o1
        5,2026-02-10 09:00,unattributed,News,o1
        6,2026-01-26 09:00,Web,Social,o2
        7,2026-01-27 09:00,Fair,,o3""",
}
# By hand: first touch 1 is Web, lead creation 2 is Fair, opportunity creation 4 is Mail, last 5.
BY_HAND = {
    "first": {"Web": "130.01", "Fair": "0.00", "Mail": "0.00", "unattributed (channel)": "0.00"},
    "last": {"Web": "30.01", "Fair": "0.00", "Mail": "0.00", "unattributed (channel)": "100.00"},
    "linear": {"Web": "70.01", "Fair": "20.00", "Mail": "20.00", "unattributed (channel)": "20.00"},
    "position": {"Web": "76.67", "Fair": "6.67", "Mail": "6.67", "unattributed (channel)": "40.00"},
    "u_shaped": {"Web": "80.01", "Fair": "50.00", "Mail": "0.00", "unattributed (channel)": "0.00"},
    "w_shaped": {
        "Web": "70.01",
        "Fair": "30.00",
        "Mail": "30.00",
        "unattributed (channel)": "0.00",
    },
    "full_path": {
        "Web": "62.51",
        "Fair": "22.50",
        "Mail": "22.50",
        "unattributed (channel)": "22.50",
    },
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of three deals and seven touches."""
    folder, place = tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("store")
    for name, text in EXPORT.items():
        lines = [line.strip() for line in text.splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    load([folder], place, now=datetime(2026, 3, 1, 12, tzinfo=UTC))
    return place


@pytest.fixture
def run(store: Path) -> Callable[..., Any]:
    """What the command prints; the reason it refuses with, when it does."""

    def ran(*options: str) -> str:
        arguments = ["attribution", *options, "--store", str(store)]
        done = CliRunner().invoke(command_line.app, arguments)
        if done.exit_code:
            return str(done.exception) if done.exit_code == 1 else done.output
        return done.stdout

    return ran


def test_the_stable_document(run: Callable[..., str]) -> None:
    found = json.loads(run("--period", "2026-Q1", "--json"))
    assert (found["total"], found["unattributed"]) == ("137.78", "7.77")
    assert list(found["models"]) == list(MODELS)
    for name, credits in BY_HAND.items():
        assert found["models"][name]["credits"] == credits | {"unattributed": "7.77"}, name
    for model in found["models"].values():
        assert sum(map(Decimal, model["credits"].values())) == Decimal("137.78")
    weights = {name: model["weights"] for name, model in found["models"].items()}
    assert weights["position"] == {"first touch": 40.0, "last touch": 40.0, "middle": 20.0}
    assert weights["time_decay"] == {"half-life in days": 30}
    assert found["journeys"] == {"won": 2, "lost": 1, "stale": 0}
    assert (found["count"], found["opportunities"], found["as_of"]) == (3, 2, "2026-02-23")


def test_markov_and_shapley_by_hand(run: Callable[..., str]) -> None:
    models = json.loads(run("--period", "2026-Q1", "--json"))["models"]
    # Won in 1 of 3 ways from the start: Web 2/3, Fair 1/3. From Web: 1/3 each to Fair, Mail, won.
    # From Fair: half to Web, half lost. Without Web nothing is won, without Fair Web -> won, Mail.
    markov = models["markov"]["credits"]
    assert sum(map(Decimal, markov.values())) == Decimal("137.78")
    assert Decimal(markov["Web"]) > Decimal(markov["Mail"])
    # Web alone is always won; the four together too, of which Fair alone is always lost.
    shapley = {name: Decimal(one) for name, one in models["shapley"]["credits"].items()}
    assert shapley["Web"] == Decimal("80.01")
    others = [shapley[name] for name in ("Fair", "Mail", "unattributed (channel)")]
    assert sorted(others) == [Decimal("16.66"), Decimal("16.67"), Decimal("16.67")]


def test_other_splits_scopes_and_days(run: Callable[..., str]) -> None:
    by_source = json.loads(run("--period", "2026-Q1", "--by", "source", "--json"))
    assert by_source["models"]["first"]["credits"] == {
        "(none)": "0.00",
        "News": "0.00",
        "Search": "100.00",
        "Social": "30.01",
        "unattributed": "7.77",
    }
    emea = json.loads(run("--period", "2026-Q1", "--scope", "region=EMEA", "--json"))
    assert (emea["total"], emea["unattributed"], emea["scope"]) == ("100.00", "0.00", "region=EMEA")
    early = json.loads(run("--period", "2026-Q1", "--as-of", "2026-02-20", "--json"))
    assert (early["total"], early["journeys"]["lost"]) == ("100.00", 0)
    assert "every journey in markov and shapley was won" in early["note"]
    assert "before the data's end" in early["note"]
    day = ("--period", "2026-02-20..2026-02-20", "--scope", "region=APAC")
    nothing = json.loads(run(*day, "--json"))
    assert (nothing["total"], nothing["note"]) == ("0.00", "nothing was booked in the period")


def test_the_table(run: Callable[..., str]) -> None:
    text = run("--period", "2026-Q1")
    assert "For learning, never for pay." in text
    assert (
        "w_shaped    first touch 30, lead creation 30, opportunity creation 30, middle 10" in text
    )
    line = next(line for line in text.splitlines() if line.startswith("total"))
    assert line.split()[1:] == ["137.78"] * 10
    assert "Fair *" in text
    assert "its place depends on the model" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--period", "2026-Q9"), "'2026-Q9' is no period"),
        (("--period", "2026-Q1", "--scope", "colour=red"), "has no dimension 'colour'"),
        (("--period", "2026-Q1", "--scope", "region=EMA"), "did you mean 'EMEA'?"),
        (("--period", "2026-Q1", "--as-of", "soon"), "'soon' is no date"),
        (("--period", "2026-Q1", "--by", "region"), "is not one of"),
        ((), "--period"),
    ],
)
def test_what_cannot_be_asked(run: Callable[..., str], options: tuple[str, ...], said: str) -> None:
    assert said in run(*options)


def test_what_cannot_be_asked_of_the_function(store: Path) -> None:
    reader = Warehouse(store).reader()
    period = calendar_of(reader).parse("2026-Q1")
    with pytest.raises(AttributionError, match=r"no 'chanel'; did you mean 'channel'\?"):
        attribution(reader, period, by="chanel")
    with pytest.raises(ScopeError):
        attribution(reader, period, scope=Scope.of(colour="red"))


def test_other_weights_come_from_what_is_added_up(store: Path) -> None:
    reader = Warehouse(store).reader()
    found = attribution(reader, calendar_of(reader).parse("2026-Q1"))
    half = Fraction(1, 2)
    even = found.reweighted("even", Weights.of({Anchor.FIRST: half, Anchor.CLOSE: half}))
    assert even.credits == {
        "Web": Decimal("80.01"),
        "Fair": Decimal("0.00"),
        "Mail": Decimal("0.00"),
        "unattributed": Decimal("50.00"),
    }
    odd = Weights.of({Anchor.FIRST: half, Anchor.LEAD: 0}, half)
    with pytest.raises(AttributionError, match="are not counted apart"):
        found.reweighted("odd", odd)


def test_a_credit_below_zero_is_explained(reader: Reader) -> None:
    found = attribution(reader, calendar_of(reader).parse("all"))
    assert min((found.models["shapley"].credits or {}).values()) < 0
    assert "won less often with it than without" in (found.note or "")


def test_too_many_sets_are_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metrics.attribution.facts.MOST_SETS", 3)
    found = attribution(reader, calendar_of(reader).parse("2026-Q3"))
    assert found.models["shapley"].credits is None
    assert "different sets of members: shapley is not computed" in (found.note or "")
    assert all("shapley" not in member.ranks for member in found.members)


def test_where_bookings_have_no_value_there_is_a_reason_and_no_credit(
    run: Callable[..., str],
) -> None:
    found = json.loads(run("--period", "1990", "--json"))
    assert found["total"] is None
    assert found["unattributed"] is None
    assert found["members"] == {}
    assert {one["credits"] for one in found["models"].values()} == {None}
    assert found["note"] == "no data: nothing is on record before 2026-02-20"
    assert run("--period", "1990") == (
        "Bookings of 1990 by channel of touches: no data: nothing is on record before 2026-02-20\n"
    )
