"""Influence, marginal money, health, gaming and the inverse as parts of one JSON document."""

from collections.abc import Sequence
from fractions import Fraction

from metrics.money import rounded_fraction
from metrics.planning.findings import Findings
from metrics.pool.gaming import Move
from metrics.pool.health import Finding
from metrics.pool.influence import Influence
from metrics.pool.inverse import Inverse
from metrics.pool.marginal import Marginal, Mark

Json = dict[str, object]


class Written:
    """How figures are written: money as text with two decimals, all else as numbers.

    `is_money` False: the pool is in percent points of target, so its "money" is a number too.
    """

    def __init__(self, is_money: bool) -> None:
        self._is_money = is_money

    def money(self, value: Fraction | float | None) -> object:
        """A sum of the pool."""
        if value is None or not self._is_money:
            return number(value)
        cents = rounded_fraction(Fraction(value) * 100, 0, "half_up").numerator
        whole, rest = divmod(abs(cents), 100)
        return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"

    def influence(self, found: Sequence[Influence]) -> list[Json]:
        """Nominal weight beside what a measure moves; shares in percent."""
        return [
            {
                "key": one.key,
                "weight": number(one.weight),
                "influence": number(one.share),
                "slope": number(one.slope),
                "volatility": number(one.volatility),
                "moves": number(one.moves),
                "reason": one.reason,
            }
            for one in found
        ]

    def marginal(self, found: Sequence[Marginal]) -> list[Json]:
        """Pool money per unit of each KPI, the next breakpoint, and the cliffs."""
        return [
            {
                "key": one.key,
                "unit": one.unit,
                "result": number(one.result),
                "money_per_unit": number(one.per_unit),
                "reason": one.reason,
                "next": None
                if one.ahead is None
                else {
                    "result": number(one.ahead.result),
                    "distance": number(one.ahead.distance),
                    "money": self.money(one.ahead.money),
                },
                "cliffs": [
                    {
                        "result": number(cliff.result),
                        "points": number(cliff.points),
                        "money": self.money(cliff.money),
                    }
                    for cliff in one.cliffs
                ],
            }
            for one in found
        ]

    def marks(self, found: Sequence[Mark]) -> list[Json]:
        """Gates and kickers with the money that hangs on each."""
        return [
            {
                "kind": one.kind,
                "key": one.key,
                "mark": number(one.mark),
                "is_reached": one.is_reached,
                "margin": number(one.margin),
                "money": self.money(one.money),
            }
            for one in found
        ]

    def findings(self, found: Findings) -> Json:
        """Health, gaming and what funds 100 %."""
        return {
            "health": [_finding(one) for one in found.health],
            "gaming": [self._move(one) for one in found.gaming],
            "inverse": _inverse(found.inverse),
        }

    def _move(self, one: Move) -> Json:
        return {
            "move": one.way.name,
            "words": one.way.words,
            "key": one.key,
            "from": number(one.now),
            "to": number(one.result),
            "effort_percent": number(one.effort),
            "money": self.money(one.money),
            "exposed_by": one.way.exposed_by,
            "is_seen_by_plan": one.is_seen,
        }


def number(value: Fraction | float | None) -> float | None:
    """An exact figure as a JSON number."""
    return None if value is None else float(value)


def _finding(one: Finding) -> Json:
    return {
        "rule": one.rule,
        "subject": one.subject,
        "number": number(one.number),
        "unit": one.unit,
        "status": one.status,
        "words": one.words,
        "source": one.source,
    }


def _inverse(found: Inverse) -> Json:
    return {
        "funding": number(found.funding),
        "alone": [
            {
                "key": one.key,
                "now": number(one.now),
                "result": number(one.result),
                "reason": one.reason,
            }
            for one in found.alone
        ],
        "together": number(found.together),
        "results": {key: float(value) for key, value in found.results.items()},
        "reason": found.reason,
    }
