"""The Kaplan-Meier median of business hours to a human answer, of the period's handovers."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, NOTHING, Case, Expected, Part, Verifier, View


def parts(view: View) -> Iterator[Part]:
    """Seconds waited, and whether the wait ended with an answer."""
    for trip in view.company.trips:
        handed_over_at, answer = trip.row["handed_over_at"], trip.human_response_at
        if not view.holds(handed_over_at):
            continue
        is_answered = answer is not None and view.seen(answer)
        until = answer if answer is not None and is_answered else view.as_of_at
        yield Part(trip.dims, trip.clock.seconds(handed_over_at, until), int(is_answered))


def survival_median(waits: Sequence[Part]) -> Expected:
    """The first time at which at most half still wait; None when it is not reached."""
    if not waits:
        return NOTHING
    still = Fraction(1)
    for seconds in sorted({wait.numerator for wait in waits}):
        at_risk = sum(wait.numerator >= seconds for wait in waits)
        events = sum(int(wait.denominator or 0) for wait in waits if wait.numerator == seconds)
        still *= 1 - Fraction(events, at_risk)
        if still <= Fraction(1, 2):
            hours = Fraction(seconds, 3600)
            return Expected(hours, hours, None, len(waits))
    return Expected(None, None, None, len(waits))


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_median_response_hours(verifier: Verifier, case: Case) -> None:
    verifier.check("median_response_hours", case, parts, survival_median)
