"""The text of a simulation tells all that its document holds: every figure, reason and rule."""

from dataclasses import replace
from fractions import Fraction

import pytest

from metrics.planning.advice_text import Worded, health
from metrics.planning.findings import Findings
from metrics.planning.simulate import Advice, simulate
from metrics.planning.simulate_text import simulation_text
from metrics.pool.gaming import Move, Way
from metrics.pool.health import Finding
from metrics.pool.influence import Influence
from metrics.pool.inverse import Inverse, Needed
from metrics.pool.marginal import Ahead, Jump, Marginal, Mark
from metrics.reader import Reader
from tests.metrics.planning.test_live import draft, sixty

F = Fraction
ZERO = F(0)
BOOKINGS = "bookings[region=EMEA]"
UNITS = {BOOKINGS: "money", "win_rate": "percent", "median_response_hours": "hours"}
NOTHING = Advice((), (), (), Findings((), (), Inverse(ZERO, (), None, {}, "")))


def told(advice: Advice, currency: str = "EUR") -> list[str]:
    """The lines of the parts."""
    return "\n\n".join(Worded(currency, UNITS).parts(advice)).splitlines()


def test_influence_is_nominal_beside_real() -> None:
    found = (
        Influence(BOOKINGS, "", F(60), F(1, 400), F(40_000), F(60), F(75), ""),
        Influence("win_rate", "", F(40), F(1000), F(1, 20), F(20), F(25), ""),
        Influence("median_response_hours", "", ZERO, F(-5), F(1), ZERO, ZERO, "it has no weight"),
    )
    assert told(replace(NOTHING, influence=found))[:8] == [
        "Influence: what a measure weighs, and what it moves",
        "",
        "Measure                Weight  Influence  Deviation                   Slope  "
        "Moves funding by",
        "---------------------  ------  ---------  ---------  ----------------------  "
        "----------------",
        "bookings[region=EMEA]    60 %       75 %  40,000.00         2.5 % per 1,000  "
        "            60 %",
        "win_rate                 40 %       25 %        5 %  10 % per percent point  "
        "            20 %",
        "median_response_hours     0 %        0 %    1 hours           -5 % per hour  "
        "             0 %",
        "",
    ]
    assert "median_response_hours: it has no weight" in told(replace(NOTHING, influence=found))


def test_where_nothing_moves_there_is_no_influence() -> None:
    nothing = Influence("win_rate", "", F(100), ZERO, ZERO, ZERO, None, "its result does not vary")
    lines = told(replace(NOTHING, influence=(nothing,)))
    assert (
        lines[4]
        == "win_rate   100 %          -        0 %  0 % per percent point               0 %"
    )
    assert lines[6] == "win_rate: its result does not vary"


MARGINAL = (
    Marginal(
        *(BOOKINGS, "", "money", F(900), F(3, 2), ""),
        Ahead(F(1000), F(100), F(150)),
        (Jump(F(800), F(50), F(1234567, 100)), Jump(F(850), F(10), F(5))),
    ),
    Marginal("win_rate", "", "percent", F(27, 100), F(250_000), "", None, ()),
    Marginal("leads_created", "", "count", None, ZERO, "the pool is at its cap", None, ()),
)


def test_worth_is_money_per_step_with_what_comes_next() -> None:
    assert told(replace(NOTHING, marginal=MARGINAL))[:12] == [
        "Worth of the next step toward better",
        "",
        "KPI                    Step            Result         Worth   Next at    Away      Brings",
        "---------------------  -------------  -------  ------------  --------  ------  ----------",
        "bookings[region=EMEA]  1,000           900.00  1,500.00 EUR  1,000.00  100.00  150.00 EUR",
        "win_rate               percent point     27 %  2,500.00 EUR         -       -           -",
        "leads_created          1              no data      0.00 EUR         -       -           -",
        "",
        "leads_created: the pool is at its cap",
        "bookings[region=EMEA]: cliff at 800.00, the payout jumps by 50 %: 12,345.67 EUR",
        "bookings[region=EMEA]: cliff at 850.00, the payout jumps by 10 %: 5.00 EUR",
        "",
    ]


def test_without_payees_worth_is_percent_points_of_target() -> None:
    lines = told(replace(NOTHING, marginal=(MARGINAL[1],)), currency="")
    assert lines[4] == "win_rate  percent point    27 %  2,500 %        -     -       -"


def test_gates_and_kickers_with_the_money_that_hangs_on_them() -> None:
    found = (
        Mark("gate", "lead_leakage", "", "percent", F(12, 100), True, F(275, 10000), F(37054)),
        Mark("kicker", "win_rate", "", "percent", F(7, 10), False, F(-663, 10000), F(1, 8)),
    )
    assert told(replace(NOTHING, marks=found))[:7] == [
        "Gates and kickers",
        "",
        "Mark    KPI           State      At   Margin    Hangs on it",
        "------  ------------  -------  ----  -------  -------------",
        "gate    lead_leakage  reached  12 %   2.75 %  37,054.00 EUR",
        "kicker  win_rate      missed   70 %  -6.63 %       0.13 EUR",
        "",
    ]


def test_health_has_status_number_words_and_source() -> None:
    found = (
        Finding("weight", "win_rate", F(15), "points", "warn", "weighs 15 %", "0015, 'weight'; M"),
        Finding("weight", "bookings", F(85), "points", "ok", "weighs 85 %", "0015, 'weight'; M"),
        Finding("overlap", "both", F(17, 24), "ratio", "fail", "moved together", "0015; agreed"),
        Finding("upside", "plan", None, "points", "warn", "no target", "0015, 'upside'; B"),
    )
    assert health(found).splitlines() == [
        "Status  Rule     Subject   Number   In words",
        "------  -------  --------  -------  --------------",
        "warn    weight   win_rate  15 %     weighs 15 %",
        "ok      weight   bookings  85 %     weighs 85 %",
        "fail    overlap  both      0.71     moved together",
        "warn    upside   plan      no data  no target",
        "",
        "0015, 'weight'; M",
        "0015; agreed",
        "0015, 'upside'; B",
    ]


def test_a_move_says_what_exposes_it() -> None:
    way = Way("pull-in", "close deals early", "sales_cycle_days")
    seen = Way("auto-response", "answer at once", "lead_to_opportunity_rate")
    found = Findings(
        (),
        (
            Move(way, BOOKINGS, "", "money", F(900), F(945), F(5), F(75), False),
            Move(seen, "win_rate", "", "percent", F(1, 4), F(27, 100), F(8), F(10), True),
        ),
        NOTHING.findings.inverse,
    )
    assert told(replace(NOTHING, findings=found))[:10] == [
        "What could be gamed at this forecast",
        "",
        "Move           KPI                    Exposed by                  From      To  Effort"
        "     Brings",
        "-------------  ---------------------  ------------------------  ------  ------  ------"
        "  ---------",
        "pull-in        bookings[region=EMEA]  sales_cycle_days          900.00  945.00     5 %"
        "  75.00 EUR",
        "auto-response  win_rate               lead_to_opportunity_rate    25 %    27 %     8 %"
        "  10.00 EUR",
        "",
        "pull-in: close deals early; sales_cycle_days shows it, which the plan does not read",
        "auto-response: answer at once; lead_to_opportunity_rate shows it, and the plan reads it",
        "",
    ]


def needed(result: Fraction | None, reason: str = "") -> Needed:
    """What the win rate alone would have to be."""
    return Needed("win_rate", "", "percent", F(27, 100), result, reason)


@pytest.mark.parametrize(
    ("inverse", "lines"),
    [
        (
            Inverse(F(80), (needed(F(3, 10)),), F(1, 9), {"win_rate": F(3, 10)}, ""),
            [
                "Alone      Now  Needed",
                "--------  ----  ------",
                "win_rate  27 %    30 %",
                "",
                "The forecast funds 80 %",
                "Together: every result 11.11 % better than its forecast: win_rate 30 %",
            ],
        ),
        (
            Inverse(F(120), (needed(F(1, 4)),), F(-2, 27), {"win_rate": F(1, 4)}, ""),
            [
                "Alone      Now  Needed",
                "--------  ----  ------",
                "win_rate  27 %    25 %",
                "",
                "The forecast funds 120 %; needed is the least that still funds 100 %",
                "Together: every result 7.41 % worse than its forecast: win_rate 25 %",
            ],
        ),
        (
            Inverse(F(80), (needed(None, "out of reach"),), None, {}, "out of reach: the cap"),
            [
                "The forecast funds 80 %",
                "win_rate alone: out of reach",
                "Together: out of reach: the cap",
            ],
        ),
    ],
)
def test_what_must_be_true_to_fund_all(inverse: Inverse, lines: list[str]) -> None:
    found = told(replace(NOTHING, findings=Findings((), (), inverse)))
    assert found == ["What must be true to fund 100 %", "", *lines]


def test_the_text_tells_what_the_document_holds(reader: Reader) -> None:
    found = simulate(reader, draft(), sixty(), seed=3)
    text, document = simulation_text(found), found.json()
    advice = found.advice()
    told = [
        *(team.team for team in found.outcome.teams),
        *(one.key for one in advice.influence),
        *(word for one in advice.findings.health for word in (one.words, one.source)),
        *(word for one in advice.findings.gaming for word in (one.way.words, one.way.exposed_by)),
        *(f"{key}: cliff at" for key in (one.key for one in advice.marginal if one.cliffs)),
    ]
    assert len(told) > 50
    assert [word for word in told if word not in text] == []
    sums = [
        *(one["next"]["money"] for one in document["marginal"] if one["next"]),
        *(one["money"] for name in ("marks", "gaming") for one in document[name]),
        *(one[name] for one in document["teams"] for name in ("expected", "sd")),
    ]
    assert len(sums) > 8
    plain = text.replace(",", "")
    assert [money for money in sums if f" {money} {draft().currency}" not in plain] == []


def test_without_payees_the_text_has_no_money(reader: Reader) -> None:
    text = simulation_text(simulate(reader, draft(), replace(sixty(), payees=()), seed=3))
    assert "Worth of the next step toward better" in text
    assert f" {draft().currency}" not in text
