"""A payee's terms in money: what each part of the period adds to the target and the weight."""

from fractions import Fraction
from functools import lru_cache

from metrics.errors import PayeeError
from metrics.pool.denominators import product
from metrics.pool.funding import measure_lines
from metrics.pool.inputs import HUNDRED, ONE, ZERO, Inputs, Payee, Terms
from metrics.pool.lines import MeasureLine
from metrics.pool.plan import Plan
from metrics.pool.proration import DayCount, Stretch, factors, in_order
from metrics.pool.shares import SegmentLine
from metrics.pool.wording import exact, number


class Segments:
    """Makes the lines of payees of one plan and one period; what payees share is worked out once.

    Raises: PayeeError naming the person where terms do not fit the plan or each other.
    """

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        self._plan, self._inputs = plan, inputs
        self._count = DayCount(plan.proration, inputs.span)
        self._range = tuple(exact(end) for end in plan.allocation.modifier)
        self._outside_pool = ONE - exact(plan.allocation.pool_share) / HUNDRED
        self._teams = {team for team, _ in plan.split.teams}
        self._factors = lru_cache(maxsize=4096)(self._factors_of)
        self._rates = lru_cache(maxsize=4096)(self._own_rate)
        self._allows = lru_cache(maxsize=4096)(self._is_allowed)

    def lines(self, payee: Payee) -> tuple[SegmentLine, ...]:
        """The payee's segments in order of date, those that pay nothing included."""
        if not payee.terms or payee.rate.numerator <= 0:
            raise self._refusal(payee, "needs terms, and a rate above 0 to the plan's currency")
        terms = in_order(payee, self._plan.proration.inclusive)
        stretches = [self._count.stretch(each) for each in terms]
        reason = self._why_nothing(payee, terms, stretches)
        measured: tuple[MeasureLine, ...] | None = None
        lines: list[SegmentLine] = []
        for each, stretch in zip(terms, stretches, strict=True):
            if stretch is None or reason or not each.is_eligible:
                why = "outside the period" if stretch is None else reason or "not eligible"
                lines.append(self._nothing(payee, each, stretch, why))
                continue
            self._check(payee, each)
            if self._outside_pool and each.individual is None and measured is None:
                measured = self._measured(payee)
            lines.append(self._line(payee, each, stretch, measured or ()))
        return tuple(lines)

    def _line(
        self, payee: Payee, terms: Terms, stretch: Stretch, measured: tuple[MeasureLine, ...]
    ) -> SegmentLine:
        fte = terms.fte
        exact_factor, factor = self._factors(stretch.days, fte.numerator, fte.denominator)
        target = product(terms.target, payee.rate)
        prorated = product(target, factor)
        individual, money = None, ZERO
        if self._outside_pool:
            individual = terms.individual
            if individual is None:
                # Curves may be drawn on below zero; an own part takes nothing from the pool's.
                individual = max(ZERO, sum((line.weighted for line in measured), ZERO))
            else:
                measured = ()
            money = prorated * self._rates(individual.numerator, individual.denominator)
        return SegmentLine(
            terms,
            stretch.first_on,
            stretch.last_on,
            stretch.days,
            self._count.period_days,
            exact_factor,
            factor,
            target,
            prorated,
            product(prorated, terms.modifier),
            individual,
            measured,
            money,
            "",
        )

    def _nothing(
        self, payee: Payee, terms: Terms, stretch: Stretch | None, reason: str
    ) -> SegmentLine:
        first, last = (stretch.first_on, stretch.last_on) if stretch else (None, None)
        days = stretch.days if stretch else 0
        return SegmentLine(
            terms,
            first,
            last,
            days,
            self._count.period_days,
            ZERO,
            ZERO,
            product(terms.target, payee.rate),
            ZERO,
            ZERO,
            None,
            (),
            ZERO,
            reason,
        )

    def _why_nothing(
        self, payee: Payee, terms: tuple[Terms, ...], stretches: list[Stretch | None]
    ) -> str:
        """Why the payee leaves the pool and the target pool altogether; '' when not."""
        proration = self._plan.proration
        if proration.leavers == "forfeit" and self._count.is_left(payee):
            return "left before the period's end: forfeited"
        if not proration.minimum_service_days:
            return ""
        served = sum(
            stretch.calendar_days
            for each, stretch in zip(terms, stretches, strict=True)
            if stretch and each.is_eligible
        )
        if served >= proration.minimum_service_days:
            return ""
        return f"{served} days of service, fewer than {proration.minimum_service_days}"

    def _check(self, payee: Payee, terms: Terms) -> None:
        if not self._allows(terms.modifier.numerator, terms.modifier.denominator):
            low, high = self._range
            raise self._refusal(
                payee,
                f"modifier {number(terms.modifier)} is outside {number(low)} to {number(high)}; "
                "keep to the range, or change allocation.modifier",
            )
        for name, value in (
            ("target", terms.target),
            ("fte", terms.fte),
            ("individual", terms.individual),
        ):
            if value is not None and value.numerator < 0:
                raise self._refusal(payee, f"{name} {number(value)} is negative; give 0 or more")
        if self._plan.split.by == "teams" and terms.team not in self._teams:
            named = ", ".join(sorted(self._teams))
            raise self._refusal(
                payee,
                f"team '{terms.team}' has no part in split.teams ({named}); name it there, or "
                "move the payee",
            )

    def _own_rate(self, numerator: int, denominator: int) -> Fraction:
        """What an individual payout in percent points pays of the whole target."""
        return self._outside_pool * Fraction(numerator, denominator) / HUNDRED

    def _is_allowed(self, numerator: int, denominator: int) -> bool:
        return self._range[0] <= Fraction(numerator, denominator) <= self._range[1]

    def _measured(self, payee: Payee) -> tuple[MeasureLine, ...]:
        """The payee's own measures, by results such as 'bookings[person_id=ann]'.

        Raises: PayeeError where nothing pays the individual part.
        """
        measures = self._plan.allocation.individual
        if not measures:
            raise self._refusal(
                payee,
                f"{number(self._outside_pool * HUNDRED)} % of the target rides on an individual "
                "payout and there is none; hand in 'individual', or name measures in "
                "allocation.individual",
            )
        own = tuple(
            measure.model_copy(update={"scope": (*measure.scope, ("person_id", payee.person_id))})
            for measure in measures
        )
        return measure_lines(self._plan, self._inputs, own)

    def _factors_of(self, days: int, numerator: int, denominator: int) -> tuple[Fraction, Fraction]:
        fte = Fraction(numerator, denominator)
        return factors(self._plan, days, self._count.period_days, fte)

    def _refusal(self, payee: Payee, problem: str) -> PayeeError:
        return PayeeError(f"plan '{self._plan.name}', payee '{payee.person_id}': {problem}")
