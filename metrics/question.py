"""What is asked: which KPIs, when, where, split by what."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from metrics.errors import PeriodError, ScopeError
from metrics.handed import NOTHING_HANDED, Handed
from metrics.kpi import Cohort, Composed, Figure, FromLedger, Kpi, Slip, State
from metrics.periods import Period
from metrics.registry import all_kpis, part
from metrics.scope import ALL, Scope

WindowAsked: TypeAlias = Period | Literal["all"] | None
WithinAsked: TypeAlias = int | Literal["ever"] | None


@dataclass(frozen=True)
class Question:
    """KPIs by key over periods, in a scope, split by dimensions, as of the end of a day.

    `as_of` None is the load's data date. `window` are the expected closes that open pipeline
    counts, None for each KPI's own default. `within` limits cohorts, in days or 'ever'. `handed`
    are the ledger's records for KPIs that count them, and `week` is the one of the window whose
    frozen forecast is meant.
    """

    kpis: tuple[str, ...]
    periods: tuple[Period, ...]
    scope: Scope = ALL
    by: tuple[str, ...] = ()
    as_of: date | None = None
    window: WindowAsked = None
    within: WithinAsked = None
    handed: Handed = NOTHING_HANDED
    week: int | None = None


@dataclass(frozen=True)
class Cell:
    """One KPI in one period: what is computed once however often it is needed.

    A part of a composed KPI needs its value only, not the figures beside it.
    """

    kpi: Kpi
    period: Period
    window: WindowAsked
    within: WithinAsked
    is_part: bool

    @property
    def beside(self) -> tuple[Figure, ...]:
        """The figures to show beside the value."""
        return () if self.is_part else self.kpi.beside


def check_dimensions(kpi: Kpi, by: tuple[str, ...], scope: Scope) -> None:
    """Nothing, when the KPI has every dimension asked for.

    Raises: ScopeError with a sentence that names the dimensions it has.
    """
    for dimension in (*by, *scope.members()):
        if dimension not in kpi.dimensions:
            raise ScopeError(
                f"{kpi.label} has no dimension '{dimension}': its records do not carry it; "
                + (f"use {', '.join(kpi.dimensions)}" if kpi.dimensions else "it has none")
            )
    if len(set(by)) != len(by):
        raise ScopeError(f"split by {', '.join(by)}: name each dimension once")


def check_limits(
    kpi: Kpi, window: WindowAsked, within: WithinAsked, week: int | None = None
) -> None:
    """Nothing, when the KPI looks at every limit asked for.

    Raises: PeriodError with a sentence that names the KPIs that do.
    """
    if window is not None and not has_window(kpi):
        having = ", ".join(one.key for one in all_kpis() if has_window(one))
        raise PeriodError(
            f"{kpi.label} does not look at expected closes, so a window (--window) cannot limit "
            f"it; these do: {having}"
        )
    if within is not None and not isinstance(kpi.method, Cohort):
        having = ", ".join(one.key for one in all_kpis() if isinstance(one.method, Cohort))
        raise PeriodError(
            f"{kpi.label} follows no cohort, so a limit of days (--within) cannot hold for it; "
            f"these do: {having}"
        )
    if week is not None and not _has_week(kpi):
        having = ", ".join(one.key for one in all_kpis() if _has_week(one))
        raise PeriodError(
            f"{kpi.label} looks at no frozen forecast, so a week of its window (--week) cannot "
            f"be meant; these do: {having}"
        )


def _has_week(kpi: Kpi) -> bool:
    """Whether a frozen forecast is what it looks at."""
    return isinstance(kpi.method, FromLedger) and kpi.method.records == "forecasts"


def has_window(kpi: Kpi) -> bool:
    """Whether expected closes decide what counts; of a composed KPI, in its first part."""
    return isinstance(main_part(kpi).method, State | Slip)


def main_part(kpi: Kpi) -> Kpi:
    """The KPI whose rows stand behind the number: of a composed one its first part, if it has
    any; else itself.
    """
    parts = kpi.method.parts if isinstance(kpi.method, Composed) else ()
    return part(parts[0]) if parts else kpi
