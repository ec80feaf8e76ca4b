"""The cheapest moves that raise the pool at today's forecast, and the KPI that exposes each.

Nobody is accused: a plan that pays for a number invites these moves, and says beforehand where
they would show. Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from metrics.pool.inputs import HUNDRED
from metrics.pool.marginal import in_unit, marks
from metrics.pool.whatif import Prospects, curve_of, key_of

# The size of every move that no jump makes cheaper, and the farthest that is still cheap.
SMALL, FAR = Fraction(5, 100), Fraction(10, 100)


@dataclass(frozen=True)
class Way:
    """How a KPI can be moved without moving the business, and what then shows it."""

    name: str
    words: str
    exposed_by: str


_PULL_IN = Way(
    "pull-in",
    "close deals of the next period early, with discounts or side letters",
    "sales_cycle_days",
)
_STAGE_PUSH = Way(
    "stage push",
    "enter deals into the pipeline early, or at a larger amount than is real",
    "created_win_rate",
)
_AUTO_RESPONSE = Way(
    "auto-response",
    "answer every lead at once without a conversation",
    "lead_to_opportunity_rate",
)
_VOLUME = Way(
    "volume without quality",
    "hand over or accept leads that nobody expects to buy",
    "lead_to_won_rate",
)
_LEFT_OPEN = Way(
    "losses left open",
    "do not close lost deals, so that they do not count",
    "overdue_pipeline",
)
_NO_HAND_BACK = Way(
    "no hand-backs",
    "keep leads that should go back, and let them lie",
    "lead_leakage",
)
_CLOSED_UNREAD = Way(
    "closed unread",
    "close leads that came back instead of answering them",
    "lead_to_opportunity_rate",
)
_FEW_LEADS = Way(
    "fewer leads",
    "record only the leads that are sure to go on",
    "leads_created",
)
_SPEND_CUT = Way(
    "spend cut",
    "stop spending on what brings leads later",
    "leads_created",
)
_HELD_BACK = Way(
    "deals held back",
    "enter a deal only when it is nearly won, and small ones not at all",
    "pipeline_created",
)
_FOR_THE_RECORD = Way(
    "joint for the record",
    "add a touch or a call to a deal that is won without it",
    "win_rate",
)
_BETTER_TIER = Way(
    "a better tier",
    "rate a customer as ideal that is not",
    "win_rate",
)
_LONG_MEETINGS = Way(
    "hours on paper",
    "write meetings down longer than they were, or take everybody along",
    "pipeline_created",
)
_HELD_ON = Way(
    "losses held on",
    "put off recording a customer that left, or that pays less, until the period is over",
    "retention_bookings",
)
WAYS: Mapping[str, Way] = MappingProxyType(
    {
        **dict.fromkeys(
            ("bookings", "bookings_attainment", "bookings_growth", "acquisition_bookings"), _PULL_IN
        ),
        **dict.fromkeys(
            ("development_bookings", "retention_bookings", "substitution_bookings"), _PULL_IN
        ),
        **dict.fromkeys(("pipeline_created", "open_pipeline", "pipeline_coverage"), _STAGE_PUSH),
        **dict.fromkeys(("response_within_sla", "median_response_hours"), _AUTO_RESPONSE),
        **dict.fromkeys(("leads_created", "sales_ready_leads", "accepted_leads"), _VOLUME),
        **dict.fromkeys(("acceptance_rate", "cost_per_sales_ready_lead"), _VOLUME),
        **dict.fromkeys(("win_rate", "win_rate_value"), _LEFT_OPEN),
        **dict.fromkeys(("lead_to_opportunity_rate", "lead_to_won_rate"), _FEW_LEADS),
        **dict.fromkeys(("cost_per_opportunity", "cost_per_won", "blended_cac"), _SPEND_CUT),
        **dict.fromkeys(("created_win_rate", "average_deal", "sales_cycle_days"), _HELD_BACK),
        "customer_hours_per_person": _LONG_MEETINGS,
        **dict.fromkeys(("net_revenue_retention", "gross_revenue_retention"), _HELD_ON),
        "hand_back_rate": _NO_HAND_BACK,
        "icp_share": _BETTER_TIER,
        "jointly_worked_share": _FOR_THE_RECORD,
        "lead_leakage": _AUTO_RESPONSE,
        "hand_back_answer_within_sla": _CLOSED_UNREAD,
    }
)


@dataclass(frozen=True)
class Move:
    """One move: the KPI from the forecast to `result`, in its unit, and the money it brings.

    `effort` is the size of the move in percent of the forecast. Money is that of the pool;
    percent points of target where no payee is known. `is_seen` says that the plan itself reads
    the KPI that exposes the move.
    """

    way: Way
    key: str
    label: str
    unit: str
    now: Fraction
    result: Fraction
    effort: Fraction
    money: Fraction
    is_seen: bool


@dataclass(frozen=True)
class _Lever:
    """A KPI that the plan reads: which way is better, and the results where the pool jumps."""

    key: str
    label: str
    unit: str
    now: Fraction
    is_lower_better: bool
    jumps: tuple[Fraction, ...]


def gaming(prospects: Prospects) -> tuple[Move, ...]:
    """The moves that raise the pool, most money per percent of effort first.

    A move is 5 % of the forecast, or as far as the nearest jump within 10 %, whichever brings
    more per percent.
    """
    seen = {key.partition("[")[0] for key in prospects.inputs.results}
    found = []
    for lever in _levers(prospects):
        way = WAYS.get(lever.key.partition("[")[0])
        best = None if way is None else _best(prospects, lever, way, seen)
        if best is not None:
            found.append(best)
    return tuple(sorted(found, key=lambda move: (-move.money / move.effort, move.key)))


def _best(prospects: Prospects, lever: _Lever, way: Way, seen: set[str]) -> Move | None:
    """The move of a KPI that brings most per percent of effort; None where none brings money."""
    if not lever.now:
        return None
    sign = -1 if lever.is_lower_better else 1
    ends = [lever.now + sign * SMALL * abs(lever.now)]
    ends += [at for at in lever.jumps if 0 < sign * (at - lever.now) <= FAR * abs(lever.now)]
    moves = []
    for end in ends:
        if lever.unit == "percent" and end > 1:
            continue
        effort = abs(end - lever.now) / abs(lever.now) * HUNDRED
        money = prospects.changed({lever.key: end}).money() - prospects.money()
        is_seen = way.exposed_by in seen
        if money > 0:
            moves.append(
                Move(
                    way, lever.key, lever.label, lever.unit, lever.now, end, effort, money, is_seen
                )
            )
    return max(moves, key=lambda move: (move.money / move.effort, -move.effort), default=None)


def _levers(prospects: Prospects) -> Sequence[_Lever]:
    """Every KPI that the plan reads, once, with all its jumps."""
    jumps: dict[str, list[Fraction]] = {}
    named: dict[str, tuple[str, str, Fraction, bool]] = {}
    for line in prospects.funding.lines:
        if line.result is None or not line.measure.weight:
            continue
        key, curve = key_of(line), curve_of(line)
        named[key] = (line.label, line.unit, line.result, line.is_lower_better)
        points = [] if curve is None else [in_unit(line, cliff.result) for cliff in curve.cliffs()]
        jumps.setdefault(key, []).extend(points)
    for gate in prospects.funding.gates:
        named.setdefault(
            gate.gate.kpi, (gate.label, gate.unit, gate.result, gate.gate.at_least is None)
        )
    for extra in prospects.funding.kickers:
        is_lower = extra.kicker.at_least is None
        named.setdefault(extra.kicker.kpi, (extra.label, extra.unit, extra.result, is_lower))
    for mark in marks(prospects):
        jumps.setdefault(mark.key, []).append(mark.mark)
    return [
        _Lever(key, label, unit, now, is_lower, tuple(jumps.get(key, ())))
        for key, (label, unit, now, is_lower) in named.items()
    ]
