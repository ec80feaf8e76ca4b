"""A moved weight answers as if everything had been read and worked out anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.errors import PlanError
from metrics.planning.backtest import replay
from metrics.planning.history import gather
from metrics.planning.live import Answers, LiveAnswer, with_weights
from metrics.planning.prospect import Prospect, prospect
from metrics.planning.results import known_keys
from metrics.planning.simulate import simulate
from metrics.pool.inputs import ONE, Inputs, Payee, Span, Terms
from metrics.pool.plan import FundingTerms, Gate, Kicker, Plan
from metrics.pool.roster import Roster
from metrics.pool.run import run
from tests.metrics.pool.funding_worlds import measure, plan

F, D = Fraction, Decimal
SIZES = {"marketing": 21, "sales": 32, "success": 7}


def draft() -> Plan:
    """Three measures, a gate and a kicker for the demo company's running quarter."""
    made = plan(
        measure("bookings", 50, (0.8, 50), (1, 100), (1.2, 200), basis="target"),
        measure("pipeline_created", 30, (0.8, 50), (1, 100), (1.2, 200), basis="target"),
        measure("win_rate", 20, (0.2, 50), (0.3, 100), (0.4, 200)),
        gates=(Gate(kpi="lead_leakage", at_most=D("0.12"), otherwise="cap_at_target"),),
        kickers=(Kicker(kpi="response_within_sla", at_least=D("0.7"), points=D(5)),),
        funding=FundingTerms(cap=D(150)),
    )
    return made.model_copy(update={"period": "2026-Q4"})


def sixty() -> Inputs:
    """Sixty payees of three teams, with targets and modifiers of their own."""
    teams = [team for team, count in SIZES.items() for _ in range(count)]
    payees = tuple(
        Payee(
            f"p{n:02}",
            (
                Terms(
                    *(None, None, team, f"role {n % 4}", ONE, F(4_000 + 37 * n)),
                    *(F(90 + n % 21, 100), None, True),
                ),
            ),
        )
        for n, team in enumerate(teams)
    )
    span = Span(date(2026, 10, 1), date(2026, 12, 31))
    return Inputs({}, payees, span, known=known_keys(draft()))


@pytest.fixture(scope="module")
def ready(reader: Reader) -> Prospect:
    """The draft prepared on the demo company."""
    return prospect(reader, draft(), sixty(), seed=3)


def same(one: Answers, other: Answers) -> None:
    """Nothing differs, not in the last bit."""
    assert one.now.shares == other.now.shares
    assert one.now.pool == other.now.pool
    assert one.now.pool_total == other.now.pool_total
    assert one.distribution == other.distribution
    assert [(r.funding, r.pool, r.lines) for r in one.backtest.rows] == [
        (r.funding, r.pool, r.lines) for r in other.backtest.rows
    ]
    assert one.simulation == other.simulation
    assert one.influence == other.influence
    assert one.marginal == other.marginal
    assert one.marks == other.marks


@pytest.mark.parametrize(
    "weights", [(50, 30, 20), (20, 45, 35), (0, 0, 100), ("33.3", "33.3", "33.4")]
)
def test_a_moved_weight_is_a_full_recomputation(
    reader: Reader, ready: Prospect, weights: Sequence[int | str]
) -> None:
    moved = [D(str(weight)) for weight in weights]
    made = with_weights(draft(), moved)
    anew = LiveAnswer(prospect(reader, made, sixty(), seed=3))
    answers = LiveAnswer(ready).with_weights(moved)
    same(answers, anew.with_weights(moved))
    assert answers.now.shares == run(made, ready.inputs).shares
    past = replay(made, gather(reader, made, 8), sixty().known, Roster.of(made, sixty()))
    assert [row.pool for row in answers.backtest.rows] == [row.pool for row in past.rows]
    assert len(answers.backtest.rows) == 8
    assert answers.simulation == simulate(reader, made, sixty(), seed=3).outcome


def test_the_pool_pays_everybody_to_the_cent(ready: Prospect) -> None:
    answers = LiveAnswer(ready).with_weights([D(40), D(40), D(20)])
    assert sum(share.payout for share in answers.now.shares) == answers.now.pool_total
    assert sum(group.paid for group in answers.distribution.roles) == answers.now.pool_total
    assert [group.people for group in answers.distribution.teams] == list(SIZES.values())


def test_a_simulated_team_of_four_is_kept_back_with_the_next(reader: Reader) -> None:
    given = sixty()
    few = replace(given, payees=tuple(p for p in given.payees if p.person_id < "p57"))
    outcome = simulate(reader, draft(), few).outcome
    assert [team.team for team in outcome.teams] == ["sales"]


def test_simulated_pay_adds_up_to_the_cost(ready: Prospect) -> None:
    outcome = LiveAnswer(ready).with_weights([D(50), D(30), D(20)]).simulation
    assert sum(team.expected for team in outcome.teams) == pytest.approx(
        outcome.expected_cost, abs=0.01
    )
    assert outcome.risk_reserve == outcome.p90 - outcome.p50
    assert outcome.p10 <= outcome.p50 <= outcome.p90


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((50, 30), "3 measures; give as many weights, not 2"),
        ((50, 30, 19), "sum to 99"),
        ((110, -10, 0), "-10 the least"),
    ],
)
def test_weights_that_cannot_be(ready: Prospect, weights: Sequence[int], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        LiveAnswer(ready).with_weights([D(weight) for weight in weights])


def test_the_document_of_a_simulation(reader: Reader) -> None:
    found = simulate(reader, draft(), sixty(), seed=3).json()
    assert found["unit"] == "money"
    assert (found["draws"], found["seed"], found["as_of"]) == (10_000, 3, "2026-11-15")
    expected = float(str(found["expected_cost"]))
    assert str(found["expected_cost"]) == f"{expected:.2f}"
    assert [one["key"] for one in found["influence"]] == [
        "bookings",
        "pipeline_created",
        "win_rate",
    ]
    assert sum(one["influence"] for one in found["influence"]) == pytest.approx(100)
    assert {one["rule"] for one in found["health"]} >= {"measures", "upside", "risk"}
    assert simulate(reader, draft(), sixty(), seed=3).json() == found
    nobody = simulate(reader, draft(), replace(sixty(), payees=()), seed=3).json()
    assert nobody["unit"] == "points"
    assert nobody["teams"] == []
    assert nobody["expected_cost"] == pytest.approx(
        expected / float(Roster.of(draft(), sixty()).target_pool or 1) * 100, abs=1e-4
    )
