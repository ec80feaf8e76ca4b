"""Go-to-market fit by one dimension: which segments get more leads or spend than quota."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.compute import bench_of
from metrics.mix import DIMENSIONS, LEADS, NONE, PIPELINE, QUOTA, Segment, mixes, overlap, segments
from metrics.periods import Period
from metrics.question import Cell, Question
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope

KEY = "go_to_market_fit"


@dataclass(frozen=True)
class Fit:
    """Two mixes over the members of a dimension; `supply` is what was really held against.

    `overlap` is 0 to 1, None where one of the mixes makes no shares, and `note` then says why;
    `note` also says that pipeline created took the place of a quota that nobody set. `quota_of`
    names the period of the targets. Segments come with the largest gap first.
    """

    dimension: str
    demand: str
    supply: str
    segments: tuple[Segment, ...]
    overlap: Fraction | None
    quota_of: str
    note: str | None

    @property
    def widest(self) -> Segment | None:
        """The named segment whose two shares lie furthest apart."""
        return next((one for one in self.segments if one.name != NONE), None)

    @property
    def unnamed(self) -> Fraction:
        """The share of the demand that names no segment."""
        return next((one.demand for one in self.segments if one.name == NONE), Fraction(0))


def fit(
    reader: Reader,
    period: Period,
    dimension: str,
    *,
    demand: str = LEADS,
    supply: str = QUOTA,
    as_of: date | None = None,
    scope: Scope = ALL,
) -> Fit:
    """The fit of a pair by region, industry or size_band: leads or spend, quota or pipeline.

    Source: docs/decisions/0025-acquisition-and-fit.md
    Raises: ScopeError or PeriodError with the mend.
    """
    question = Question((KEY,), (period,), scope, (dimension,), as_of)
    cell = Cell(kpi(KEY), period, None, None, is_part=False)
    found = mixes(reader, [cell], bench_of(reader, question))[cell]
    used, note = supply, None
    if supply == QUOTA and found.of[QUOTA].reason:
        used, note = PIPELINE, found.of[QUOTA].reason
    mixed = segments(found.of[demand], found.of[used])
    missing = found.of[demand].reason or found.of[used].reason
    return Fit(
        dimension=dimension,
        demand=demand,
        supply=used,
        segments=tuple(sorted(mixed, key=lambda one: (-abs(one.gap), one.name))),
        overlap=overlap(mixed) if mixed else None,
        quota_of=found.quota_of if used == QUOTA else "",
        note=missing or note,
    )


def fits(
    reader: Reader,
    period: Period,
    *,
    demand: str = LEADS,
    supply: str = QUOTA,
    as_of: date | None = None,
    scope: Scope = ALL,
) -> tuple[Fit, ...]:
    """The fit by every dimension that the scope leaves open: region, industry, size_band."""
    return tuple(
        fit(reader, period, name, demand=demand, supply=supply, as_of=as_of, scope=scope)
        for name in DIMENSIONS
        if name not in scope.members()
    )
