"""A simulation for people: what is forecast, what it may cost, who carries the risk, and why."""

from decimal import Decimal
from fractions import Fraction

from metrics.formats import table_text
from metrics.money import money, rounded
from metrics.planning.advice_text import Worded
from metrics.planning.pool_text import value_text
from metrics.planning.simulate import Simulation
from metrics.pool.figures import named
from metrics.pool.inputs import result_key


def simulation_text(simulation: Simulation) -> str:
    """Forecasts, the distribution of cost or funding, each team's pay, and what the weights do."""
    plan, told = simulation.prospect.plan, simulation.outcome
    spread = (
        ("Expected funding", _points(told.expected_funding)),
        ("Expected cost", _amount(simulation, told.expected_cost)),
        ("P10", _amount(simulation, told.p10)),
        ("P50", _amount(simulation, told.p50)),
        ("P90", _amount(simulation, told.p90)),
        ("Risk reserve, P90 - P50", _amount(simulation, told.risk_reserve)),
        ("Chance of no payout", _percent(told.p_no_payout)),
        ("Chance of the cap", _percent(told.p_at_cap)),
    )
    parts = [
        f"{plan.name}, {plan.period}: {told.draws:,} joint draws, seed {told.seed}, "
        f"as of {simulation.prospect.outlook.as_of}",
        _forecasts(simulation),
        "\n".join(f"{one.key}: {one.method}" for one in simulation.prospect.outlook.forecasts),
        "\n".join(f"{name:<24} {text}" for name, text in spread),
        _teams(simulation),
        simulation.prospect.outlook.correlation_method,
        *Worded(plan.currency if told.is_money else "", _units(simulation)).parts(
            simulation.advice()
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def _forecasts(simulation: Simulation) -> str:
    prospect, units = simulation.prospect, _units(simulation)
    rows = []
    for one in prospect.outlook.forecasts:
        unit = units[one.key]
        target = "-" if one.target is None else value_text(one.target, unit)
        deviation = value_text(Fraction(one.sd), unit)
        rows.append((one.key, value_text(one.value, unit), deviation, target))
    header = ("Result", "Forecast", "Deviation", "Target")
    return table_text(header, rows, left=1)


def _units(simulation: Simulation) -> dict[str, str]:
    """The unit of every forecast and measure, by result key."""
    ready = simulation.prospect
    keys = [one.key for one in ready.outlook.forecasts]
    keys += [result_key(measure.kpi, measure.scope) for measure in ready.plan.measures]
    return {key: named(ready.plan, ready.inputs, key.partition("[")[0]).unit for key in keys}


def _teams(simulation: Simulation) -> str:
    rows = [
        (
            team.team or "(no team)",
            _amount(simulation, team.expected),
            _amount(simulation, team.sd),
        )
        for team in simulation.outcome.teams
    ]
    return table_text(("Team", "Expected pay", "Deviation"), rows, left=1) if rows else ""


def _amount(simulation: Simulation, value: float) -> str:
    """Money, or percent points of target where no payee is known."""
    if simulation.outcome.is_money:
        return f"{money(Decimal(str(value))):,} {simulation.prospect.plan.currency}"
    return _points(value)


def _points(value: float) -> str:
    return f"{rounded(Decimal(str(value)), 1):,} %"


def _percent(chance: float) -> str:
    return f"{rounded(Decimal(str(chance)) * 100, 1)} %"
