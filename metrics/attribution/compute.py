"""A period's bookings by what touched them, under all models in one pass."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from metrics.attribution.answer import Attribution, Model, members_of
from metrics.attribution.credits import vector_credits
from metrics.attribution.facts import EVERY, Booked, Ends, Facts, Pools
from metrics.attribution.markov import chain_of
from metrics.attribution.shapley import MOST_SETS, credits_of
from metrics.attribution.weights import HALF_LIFE_DAYS, MODELS, VECTORS
from metrics.compute import answers, bench_of
from metrics.errors import AttributionError, did_you_mean
from metrics.money import cents_that_sum
from metrics.periods import Period
from metrics.question import Question, check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope

BY = ("channel", "source", "campaign")
_DECIDES: Mapping[str, Mapping[str, float | str]] = MappingProxyType(
    {
        "linear": {"every touch": "the same"},
        "time_decay": {"half-life in days": HALF_LIFE_DAYS},
        "markov": {"order": 1, "by": "removal effect"},
        "shapley": {"worth of a set": "share of its journeys that were won"},
    }
)
NO_DATA = "no data"
NO_NULL_ENDS = (
    "no journey of the period was lost or got older than the look-back: every journey in markov"
    " and shapley was won, so a chance of 1 is where markov starts"
)
BELOW_ZERO = "a shapley credit below 0 says that journeys were won less often with it than without"
NO_STALE = (
    "seen from before the data's end, deals that were open and older than the look-back are left"
    " out of markov and shapley: their touches up to then are not kept"
)


def attribution(
    reader: Reader,
    period: Period,
    *,
    by: str = "channel",
    as_of: date | None = None,
    scope: Scope = ALL,
) -> Attribution:
    """The period's bookings by channel, source or campaign of touches, under every model.

    Credits, with what is unattributed, sum to the KPI bookings of the period and scope under
    every model, to the cent. `as_of` None is the load's data date.
    Source: docs/decisions/0024-attribution.md
    Raises: AttributionError, ScopeError or PeriodError with the mend.
    """
    if by not in BY:
        raise AttributionError(
            f"touches have no '{by}'{did_you_mean(by, BY)}; split by {', '.join(BY)}"
        )
    check_dimensions(kpi("bookings"), (), scope)
    question = Question(("bookings",), (period,), scope, (), as_of)
    found = attribution_of(Facts(reader, bench_of(reader, question).view, period, by))
    (booked,) = answers(reader, question)
    return found if booked.value is not None else without_credits(found, booked.note or NO_DATA)


def without_credits(found: Attribution, why: str) -> Attribution:
    """The answer where bookings have no value: a reason instead of credits of 0."""
    models = {name: replace(one, credits=None, note=why) for name, one in found.models.items()}
    return replace(found, models=models, members=(), no_data=why)


def attribution_of(facts: Facts) -> Attribution:
    """The answer of a question's statements, each asked once."""
    booked, pools, ends = facts.booked(), facts.pools(), facts.ends()
    models = _models(facts, pools, booked)
    return Attribution(
        period=facts.period,
        by=facts.by,
        scope=facts.view.scope,
        as_of=facts.view.as_of,
        models=models,
        members=members_of(models),
        total=booked.total,
        unattributed=booked.total - booked.attributed,
        rows=booked.rows,
        opportunities=booked.opportunities,
        won=ends.won,
        lost=ends.lost,
        stale=ends.stale,
        null_amounts=booked.null_amounts,
        note=_note(facts, booked, ends, models),
        pools=pools,
    )


def _models(facts: Facts, pools: Pools, booked: Booked) -> Mapping[str, Model]:
    """Every model by name, in the order of the definition."""
    exact = {name: vector_credits(pools, weights) for name, weights in VECTORS.items()}
    exact["linear"] = dict(pools.spread[EVERY])
    exact["time_decay"] = dict(pools.decayed)
    exact["markov"] = _markov(facts, booked.attributed)
    sets = facts.sets()
    if sets is not None:
        exact["shapley"] = credits_of(sets)
    members = sorted({member for credits in exact.values() for member in credits})
    too_many = f"more than {MOST_SETS:,} different sets of members: shapley is not computed"
    return {
        name: Model(name, shown_weights(name), None, too_many)
        if name not in exact
        else Model(name, shown_weights(name), _in_cents(exact[name], members, booked.attributed))
        for name in MODELS
    }


def _markov(facts: Facts, attributed: Decimal) -> dict[str, Fraction]:
    """The amount by weight; members whose removal loses nothing have no credit."""
    weights = {
        member: Fraction(weight) for member, weight in chain_of(facts.steps()).weights.items()
    }
    whole = sum(weights.values(), Fraction(0))
    return {
        member: weight * Fraction(attributed) / whole if whole else Fraction(0)
        for member, weight in weights.items()
    }


def _in_cents(
    exact: Mapping[str, Fraction], members: list[str], attributed: Decimal
) -> dict[str, Decimal]:
    """The credits in cents that sum to what is attributed; every member has one.

    Only members with a credit take part in the rounding: a cent never makes a credit.
    """
    credited = {member: amount for member, amount in exact.items() if amount}
    return dict.fromkeys(members, Decimal("0.00")) | cents_that_sum(credited, attributed)


def shown_weights(name: str) -> Mapping[str, float | str]:
    """What stands beside a model's name: percents by anchor, or what decides instead."""
    return VECTORS[name].shown() if name in VECTORS else _DECIDES[name]


def _note(facts: Facts, booked: Booked, ends: Ends, models: Mapping[str, Model]) -> str | None:
    """What a reader must know of these credits."""
    notes = []
    if not booked.rows:
        notes.append("nothing was booked in the period")
    elif not booked.opportunities:
        notes.append("no booking of the period has a touch: all of it is unattributed")
    if ends.won and not ends.lost + ends.stale:
        notes.append(NO_NULL_ENDS)
    if not facts.sees_stale:
        notes.append(NO_STALE)
    if booked.null_amounts:
        notes.append(f"{booked.null_amounts:,} bookings have no amount and count as 0")
    if min((models["shapley"].credits or {}).values(), default=0) < 0:
        notes.append(BELOW_ZERO)
    notes.extend(one.note for one in models.values() if one.note)
    return "; ".join(notes) or None
