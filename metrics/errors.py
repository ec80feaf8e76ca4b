"""What can be wrong with a question about a number; each message names the mend."""

import difflib
from collections.abc import Iterable

from data.errors import RevenueError

__all__ = [
    "AttributionError",
    "KpiDefinitionError",
    "MissingResultError",
    "PayeeError",
    "PeriodError",
    "PlanError",
    "RevenueError",
    "ScopeError",
    "UnknownKpiError",
    "did_you_mean",
]


class KpiDefinitionError(RevenueError):
    """A declaration in metrics/kpis/ contradicts itself; raised at import."""

    code = "kpi_definition"


class UnknownKpiError(RevenueError):
    """No KPI has this key."""

    code = "unknown_kpi"

    def __init__(self, key: str, known: Iterable[str]) -> None:
        super().__init__(
            f"no KPI is called '{key}'{did_you_mean(key, known)}; "
            "`python -m metrics list` shows them all"
        )


class PeriodError(RevenueError):
    """A period or a date cannot be read, or has no neighbour to compare with."""

    code = "period"


class NothingDatedError(PeriodError):
    """The load holds no record with a date, so no number has a day to be counted on."""

    code = "nothing_dated"

    def __init__(self) -> None:
        super().__init__(
            "the load holds no lead, deal, booking or other dated record, so there is nothing to "
            "count yet; load an export that has some"
        )


class ScopeError(RevenueError):
    """A dimension or a filter does not fit the KPI."""

    code = "scope"


class AttributionError(RevenueError):
    """A model's shares contradict themselves, or touches are split by what they do not have."""

    code = "attribution"


class PlanError(RevenueError):
    """A plan document contradicts itself or asks for what is not known; raised at load."""

    code = "plan"


class MissingResultError(RevenueError):
    """A measure, gate or kicker of the plan has no result: the run is refused, never paid as 0."""

    code = "missing_result"


class PayeeError(RevenueError):
    """A payee's terms do not fit the plan or each other."""

    code = "payee"


class DigestError(RevenueError):
    """The digest cannot be written where it was asked for; nothing was."""

    code = "digest"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'; did you mean 'x'?', or '' when nothing known is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else ""
