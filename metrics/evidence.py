"""What a share rests on beside the rows it counts: where no record says it, 0 would be false."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from metrics.reader import Reader

# By key, the reason why the load cannot tell.
Unsaid: TypeAlias = Mapping[str, str]

_RECURRING: Final = (
    "select not exists (select 1 from booking"
    " where account_id is not null and recurring_monthly is not null)",
    "no data: no booking of a customer says what recurs monthly",
)
_UNDECIDED: Final = (
    "select not exists (select 1 from lead_journey"
    " where decision is not null and not coalesce(is_acceptance_skipped, false))",
    "no data: no lead says that it was accepted or handed back",
)

# Per key, what to ask of the load, each with the reason where it holds; the first counts.
_SILENT: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "jointly_worked_share": (
        (
            "select not exists (select 1 from booking where is_joint)"
            " and not exists (select 1 from touches)",
            "no data: the load holds no touches",
        ),
        (
            "select not exists (select 1 from booking where is_joint)"
            " and not exists (select 1 from activities)",
            "no data: the load holds no activities",
        ),
        (
            "select not exists (select 1 from booking where is_joint)"
            " and not exists (select 1 from person_dimension where team = 'sales')",
            "no data: nobody on record is of the sales team",
        ),
    ),
    "marketing_sourced_share": (
        (
            "select not exists (select 1 from booking where sourced_by <> '(none)')",
            "no data: no deal says who sourced it",
        ),
    ),
    "icp_share": (
        (
            "select not exists (select 1 from opportunity_journey where icp_tier <> '(none)')",
            "no data: no deal or account has a tier",
        ),
    ),
    "acceptance_rate": (_UNDECIDED,),
    "hand_back_rate": (_UNDECIDED,),
    "net_revenue_retention": (_RECURRING,),
    "gross_revenue_retention": (_RECURRING,),
}


def read_unsaid(reader: Reader) -> Unsaid:
    """The KPIs of which the load's records say nothing at all, and why; read once per load."""
    found = ((key, _reason(reader, cases)) for key, cases in _SILENT.items())
    return {key: reason for key, reason in found if reason}


def _reason(reader: Reader, cases: tuple[tuple[str, str], ...]) -> str | None:
    return next((reason for asked, reason in cases if reader.exact_rows(asked, {})[0][0]), None)
