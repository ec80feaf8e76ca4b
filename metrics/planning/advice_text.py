"""What a plan's weights do, for people: influence, worth, marks, health, gaming, the way to 100 %.

Every part of the JSON document is here, each under a line that says what it tells.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from metrics.formats import table_text
from metrics.planning.pool_text import points_text, value_text
from metrics.planning.simulate import Advice
from metrics.pool.gaming import Move
from metrics.pool.health import Finding
from metrics.pool.influence import Influence
from metrics.pool.inputs import HUNDRED
from metrics.pool.inverse import Inverse
from metrics.pool.marginal import Marginal, Mark
from metrics.pool.wording import fixed

CENTS = 2
# So much of a KPI is a step that people speak of: its size in the KPI's unit, and in words.
STEPS = {
    "money": (Fraction(1000), "1,000"),
    "money_per_day": (Fraction(1000), "1,000 a day"),
    "percent": (Fraction(1, 100), "percent point"),
    "hours": (Fraction(1), "hour"),
    "days": (Fraction(1), "day"),
}
ONE_UNIT = (Fraction(1), "1")


class Worded:
    """The parts in words; `currency` '': the pool is in percent points of target."""

    def __init__(self, currency: str, units: dict[str, str]) -> None:
        self._currency = currency
        self._units = units  # of measures and forecasts, by result key

    def parts(self, advice: Advice) -> Iterator[str]:
        """Each part with its heading; a part that holds nothing is left out."""
        for heading, body in (
            ("Influence: what a measure weighs, and what it moves", self.influence(advice)),
            ("Worth of the next step toward better", self.worth(advice.marginal)),
            ("Gates and kickers", self.marks(advice.marks)),
            ("Plan health", health(advice.findings.health)),
            ("What could be gamed at this forecast", self.gaming(advice.findings.gaming)),
            ("What must be true to fund 100 %", self.inverse(advice.findings.inverse)),
        ):
            if body:
                yield f"{heading}\n\n{body}"

    def influence(self, advice: Advice) -> str:
        """Nominal weight beside the share of the funding's movement, and why one moves nothing."""
        header = ("Measure", "Weight", "Influence", "Deviation", "Slope", "Moves funding by")
        rows = [
            (
                one.key,
                points_text(one.weight),
                "-" if one.share is None else points_text(one.share),
                value_text(one.volatility, self._unit(one.key)),
                self._slope(one),
                points_text(one.moves),
            )
            for one in advice.influence
        ]
        reasons = [f"{one.key}: {one.reason}" for one in advice.influence if one.reason]
        return _joined(header, rows, reasons, left=1)

    def worth(self, found: Sequence[Marginal]) -> str:
        """Pool money of a step of each KPI, its next breakpoint, and every cliff."""
        header = ("KPI", "Step", "Result", "Worth", "Next at", "Away", "Brings")
        rows = [
            (
                one.key,
                _step(one.unit)[1],
                value_text(one.result, one.unit),
                self.money(one.per_unit * _step(one.unit)[0]),
                *self._ahead(one),
            )
            for one in found
        ]
        notes = [f"{one.key}: {one.reason}" for one in found if one.reason]
        for one in found:
            notes += [
                f"{one.key}: cliff at {value_text(jump.result, one.unit)}, the payout jumps by "
                f"{points_text(jump.points)}: {self.money(jump.money)}"
                for jump in one.cliffs
            ]
        return _joined(header, rows, notes, left=2)

    def marks(self, found: Sequence[Mark]) -> str:
        """Each gate and kicker: how far the forecast is inside it, and the money on it."""
        header = ("Mark", "KPI", "State", "At", "Margin", "Hangs on it")
        rows = [
            (
                one.kind,
                one.key,
                "reached" if one.is_reached else "missed",
                value_text(one.mark, one.unit),
                value_text(one.margin, one.unit),
                self.money(one.money),
            )
            for one in found
        ]
        return _joined(header, rows, (), left=3)

    def gaming(self, found: Sequence[Move]) -> str:
        """Each move with its size, what it brings, and the KPI that shows it."""
        header = ("Move", "KPI", "Exposed by", "From", "To", "Effort", "Brings")
        rows = [
            (
                one.way.name,
                one.key,
                one.way.exposed_by,
                value_text(one.now, one.unit),
                value_text(one.result, one.unit),
                points_text(one.effort),
                self.money(one.money),
            )
            for one in found
        ]
        words = dict.fromkeys(
            f"{one.way.name}: {one.way.words}; {one.way.exposed_by} shows it, "
            f"{'and the plan reads it' if one.is_seen else 'which the plan does not read'}"
            for one in found
        )
        return _joined(header, rows, tuple(words), left=3)

    def inverse(self, found: Inverse) -> str:
        """The funding at the forecast, each measure alone, and all of them together."""
        header = ("Alone", "Now", "Needed")
        rows = [
            (one.key, value_text(one.now, one.unit), value_text(one.result, one.unit))
            for one in found.alone
            if one.result is not None
        ]
        units = {one.key: one.unit for one in found.alone}
        notes = [
            f"The forecast funds {points_text(found.funding)}{_least(found)}",
            *(f"{one.key} alone: {one.reason}" for one in found.alone if one.result is None),
            f"Together: {_together(found, units)}",
        ]
        return _joined(header, rows, notes, left=1)

    def money(self, value: Fraction) -> str:
        """A sum of the pool in its currency, or in percent points of target."""
        if not self._currency:
            return points_text(value)
        return f"{fixed(value, CENTS)} {self._currency}"

    def _unit(self, key: str) -> str:
        return self._units.get(key, "")

    def _slope(self, one: Influence) -> str:
        """Percent points of the measure's payout for a step of its KPI."""
        size, step = _step(self._unit(one.key))
        return f"{points_text(one.slope * size)} per {step}"

    def _ahead(self, one: Marginal) -> tuple[str, str, str]:
        if one.ahead is None:
            return "-", "-", "-"
        return (
            value_text(one.ahead.result, one.unit),
            value_text(one.ahead.distance, one.unit),
            self.money(one.ahead.money),
        )


def health(found: Sequence[Finding]) -> str:
    """Every rule with its status and number, in words, and who says so."""
    header = ("Status", "Rule", "Subject", "Number", "In words")
    rows = [(one.status, one.rule, one.subject, _number(one), one.words) for one in found]
    sources = tuple(dict.fromkeys(one.source for one in found))
    return _joined(header, rows, sources, left=5)


def _number(one: Finding) -> str:
    if one.number is None:
        return "no data"
    # A count or a correlation has no sign of its unit behind it.
    return points_text(one.number) if one.unit == "points" else value_text(one.number, "")


def _least(found: Inverse) -> str:
    """What a result stands for that the forecast does not have to reach."""
    is_there = found.funding >= HUNDRED and any(one.result is not None for one in found.alone)
    return "; needed is the least that still funds 100 %" if is_there else ""


def _together(found: Inverse, units: dict[str, str]) -> str:
    if found.together is None:
        return found.reason
    results = ", ".join(
        f"{key} {value_text(value, units.get(key, ''))}" for key, value in found.results.items()
    )
    way = "better" if found.together >= 0 else "worse"
    part = points_text(abs(found.together) * HUNDRED)
    return f"every result {part} {way} than its forecast: {results}"


def _step(unit: str) -> tuple[Fraction, str]:
    return STEPS.get(unit, ONE_UNIT)


def _joined(
    header: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str], *, left: int
) -> str:
    """A table and the lines under it; '' where there are neither."""
    table = table_text(header, rows, left) if rows else ""
    return "\n\n".join(part for part in (table, "\n".join(notes)) if part)
