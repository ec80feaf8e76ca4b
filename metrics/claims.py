"""What a share says against a limit: judged by its 90 % interval alone.

Wholly under the agreed limit supports the claim that too little is done, wholly over it speaks
against it, anything else leaves it open. Under 20 it is too few to judge.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.answer import Answer
from metrics.intervals import FEW
from metrics.kpi import Better
from metrics.registry import kpi


class Verdict(StrEnum):
    """What a cell says of its claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    OPEN = "open"
    FEW = "few"
    NONE = "none"


@dataclass(frozen=True)
class Judged:
    """An answer with its verdict against the limit of the whole scope."""

    answer: Answer
    verdict: Verdict


def judged(one: Answer, limit: Decimal | None) -> Judged:
    """The answer with what its interval says against the limit."""
    if one.value is None or not one.denominator:
        return Judged(one, Verdict.NONE)
    better = kpi(one.kpi).better
    wanted = None if better is Better.NEITHER else limit
    is_higher_better = better is Better.HIGHER
    return Judged(
        one,
        verdict_of(one.denominator, one.low, one.high, wanted, is_higher_better=is_higher_better),
    )


def verdict_of(
    denominator: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    limit: Decimal | None,
    *,
    is_higher_better: bool,
) -> Verdict:
    """What an interval says of a claim: only one that lies wholly beyond the limit says anything.

    A share without an interval (of money) and one without a limit stay open.
    """
    if not denominator:
        return Verdict.NONE
    if low is None or high is None:
        return Verdict.FEW if denominator < FEW else Verdict.OPEN
    if denominator < FEW:
        return Verdict.FEW
    if limit is None:
        return Verdict.OPEN
    under, over = high < limit, low > limit
    bad, good = (under, over) if is_higher_better else (over, under)
    return Verdict.SUPPORTS if bad else Verdict.REFUTES if good else Verdict.OPEN
