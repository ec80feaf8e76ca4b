"""Claims and evidence: both claims of the two teams, judged on the same leads.

A cell is judged only by its 90 % interval: wholly under the agreed limit supports the claim,
wholly over it speaks against it, anything else leaves it open. Under 20 it is too few to judge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.answer import Answer
from metrics.compared import Moment
from metrics.compute import Question, answers
from metrics.intervals import FEW
from metrics.kpi import Better
from metrics.reader import Reader
from metrics.registry import kpi

FOLLOW_UP, CLOSING = "response_within_sla", "acceptance_rate"
# What a 90 % interval marks on either side when nothing is behind it.
CHANCE = Decimal("0.1")


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


@dataclass(frozen=True)
class Claim:
    """One KPI over source x region, its edges and its whole; keys of edges have one member."""

    kpi: str
    limit: Decimal | None
    whole: Judged
    by_source: Mapping[str, Judged]
    by_region: Mapping[str, Judged]
    cells: Mapping[tuple[str, str], Judged]

    @property
    def judged_count(self) -> int:
        """How many cells were judged at all."""
        said = (Verdict.SUPPORTS, Verdict.REFUTES, Verdict.OPEN)
        return sum(1 for cell in self.cells.values() if cell.verdict in said)

    @property
    def marked_count(self) -> int:
        """How many cells carry a mark."""
        marks = (Verdict.SUPPORTS, Verdict.REFUTES)
        return sum(1 for cell in self.cells.values() if cell.verdict in marks)

    @property
    def chance_count(self) -> Decimal:
        """How many marks chance alone would give on so many cells."""
        return CHANCE * self.judged_count


def claims(reader: Reader, moment: Moment) -> tuple[Claim, Claim]:
    """'Sales does not follow up' and 'the leads do not close', in that order."""
    keys = (FOLLOW_UP, CLOSING)
    whole = _asked(reader, moment, keys, ())
    by_source = _asked(reader, moment, keys, ("source",))
    by_region = _asked(reader, moment, keys, ("region",))
    cells = _asked(reader, moment, keys, ("source", "region"))
    made = []
    for key in keys:
        limit = whole[key][0].target
        if limit is None:
            # What was agreed holds for everyone where a part has no target of its own.
            everyone = Moment(moment.period, moment.as_of)
            limit = _asked(reader, everyone, (key,), ())[key][0].target
        made.append(
            Claim(
                kpi=key,
                limit=limit,
                whole=judged(whole[key][0], limit),
                by_source={_member(one)[0]: judged(one, limit) for one in by_source[key]},
                by_region={_member(one)[0]: judged(one, limit) for one in by_region[key]},
                cells={
                    (_member(one)[0], _member(one)[1]): judged(one, limit) for one in cells[key]
                },
            )
        )
    return made[0], made[1]


def judged(one: Answer, limit: Decimal | None) -> Judged:
    """The answer with what its interval says against the limit."""
    if one.value is None or not one.denominator:
        return Judged(one, Verdict.NONE)
    if one.denominator < FEW or one.low is None or one.high is None:
        return Judged(one, Verdict.FEW)
    if limit is None or kpi(one.kpi).better is Better.NEITHER:
        return Judged(one, Verdict.OPEN)
    is_higher_better = kpi(one.kpi).better is Better.HIGHER
    under, over = one.high < limit, one.low > limit
    bad, good = (under, over) if is_higher_better else (over, under)
    return Judged(one, Verdict.SUPPORTS if bad else Verdict.REFUTES if good else Verdict.OPEN)


def _asked(
    reader: Reader, moment: Moment, keys: Sequence[str], by: tuple[str, ...]
) -> dict[str, list[Answer]]:
    question = Question(tuple(keys), (moment.period,), moment.scope, by, moment.as_of)
    found: dict[str, list[Answer]] = {key: [] for key in keys}
    for one in answers(reader, question):
        found[one.kpi].append(one)
    return found


def _member(one: Answer) -> tuple[str, ...]:
    return one.by or ()
