"""What a period pays in percent of target: the one figure of pay that everybody may see."""

from collections.abc import Mapping
from fractions import Fraction

from metrics.lifecycle.calculation import Calculation
from metrics.lifecycle.exact_text import number_in
from metrics.pool.inputs import HUNDRED


def level_of(calculation: Calculation) -> Fraction:
    """The funding of a calculation, in percent of target; of several plans what they come to."""
    if len(calculation.runs) > 1 and calculation.target_pool:
        return calculation.pool / calculation.target_pool * HUNDRED
    return calculation.runs[-1].pool.funding


def level_in(company: Mapping[str, object]) -> Fraction:
    """The same as a close keeps it."""
    fundings, target_pool = company["fundings"], number_in(company, "target_pool")
    assert isinstance(fundings, list), "fundings are a list"
    if len(fundings) > 1 and target_pool:
        return number_in(company, "pool") / target_pool * HUNDRED
    return Fraction(str(fundings[-1]))
