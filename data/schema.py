"""The canonical tables: the loader's target and everything the models may read."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """What a column holds; the value is the DuckDB type that stores it."""

    TEXT = "varchar"
    DATE = "date"
    MOMENT = "timestamp"
    MONEY = "decimal(18, 2)"
    NUMBER = "decimal(18, 6)"
    INTEGER = "bigint"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """One column: its type, whether a row needs it, the values it allows ('' = any)."""

    name: str
    type: ColumnType
    required: bool = False
    values: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True)
class Table:
    """One canonical table and the columns that make a row unique (none: rows may repeat)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_TYPES = {
    "text": ColumnType.TEXT,
    "date": ColumnType.DATE,
    "moment": ColumnType.MOMENT,
    "money": ColumnType.MONEY,
    "number": ColumnType.NUMBER,
    "integer": ColumnType.INTEGER,
    "boolean": ColumnType.BOOLEAN,
}
_REFERENCES = {
    "account_id": "accounts.account_id",
    "campaign_id": "campaigns.campaign_id",
    "lead_id": "leads.lead_id",
    "manager_id": "people.person_id",
    "opportunity_id": "opportunities.opportunity_id",
    "owner_id": "people.person_id",
    "parent_id": "accounts.account_id",
    "person_id": "people.person_id",
    "product_id": "products.product_id",
    "recycled_from": "leads.lead_id",
}
_STRATEGY = "strategy:acquisition|retention|development|substitution"
_TIER = "icp_tier:A|B|C"
_TEAM = "marketing|sales|success|other"


def _column(table: str, text: str, type_name: str) -> Column:
    """The column that `text` ('name', 'name*', 'name:value|value') describes."""
    name, _, values = text.partition(":")
    required = name.endswith("*")
    name = name.rstrip("*")
    reference = _REFERENCES.get(name, "")
    if reference == f"{table}.{name}":
        reference = ""
    allowed = tuple(values.split("|")) if values else ()
    return Column(name, _TYPES[type_name], required, allowed, reference)


def _table(name: str, key: str, *groups: str) -> Table:
    """The table of `groups`, each 'type: column column ...'; `key` lists its key columns."""
    columns: list[Column] = []
    for group in groups:
        type_name, _, texts = group.partition(": ")
        columns.extend(_column(name, text, type_name) for text in texts.split())
    return Table(name, tuple(columns), tuple(key.split()))


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "people",
            "person_id",
            f"text: person_id* name* email team*:{_TEAM} role region manager_id time_zone",
            "date: started_on ended_on",
        ),
        _table(
            "accounts",
            "account_id",
            f"text: account_id* name* industry region country size_band {_TIER} owner_id",
            "text: parent_id",
            "date: created_on",
        ),
        _table(
            "campaigns",
            "campaign_id",
            "text: campaign_id* name* channel source region industry",
            "date: started_on ended_on",
            "money: budget",
            "text: message",
        ),
        _table(
            "spend",
            "",
            "date: spent_on*",
            "money: amount*",
            "text: currency kind:program|people|tools team source campaign_id region",
            "text: industry size_band",
        ),
        _table(
            "leads",
            "lead_id",
            "text: lead_id*",
            "moment: created_at*",
            "text: source campaign_id account_id owner_id region industry size_band",
            f"text: {_TIER}",
            "moment: handed_over_at assigned_at first_response_at",
            "text: first_response_kind:human|automated",
            "moment: accepted_at handed_back_at",
            "text: hand_back_reason",
            "moment: hand_back_answered_at disqualified_at",
            "text: recycled_from opportunity_id",
            "moment: converted_at",
        ),
        _table(
            "touches",
            "touch_id",
            "text: touch_id*",
            "moment: touched_at*",
            "text: channel* source campaign_id account_id lead_id opportunity_id kind",
        ),
        _table(
            "opportunities",
            "opportunity_id",
            "text: opportunity_id* account_id lead_id name owner_id source channel campaign_id",
            f"text: product_id {_TIER} sourced_by:marketing|sales|success|partner {_STRATEGY}",
            "moment: created_at* entered_pipeline_at",
            "text: stage*",
            "money: amount",
            "text: currency",
            "number: probability",
            "date: expected_close_on",
            "moment: closed_at",
            "text: outcome:open|won|lost loss_reason competitor region industry size_band",
        ),
        _table(
            "opportunity_history",
            "opportunity_id changed_at",
            "text: opportunity_id*",
            "moment: changed_at*",
            "text: stage",
            "money: amount",
            "date: expected_close_on",
            "number: probability",
            "text: forecast_category owner_id outcome:open|won|lost",
            "boolean: is_deleted",
            "text: region source industry size_band",
        ),
        _table("products", "product_id", "text: product_id* name* category"),
        _table(
            "stages",
            "stage",
            "text: stage*",
            "integer: position*",
            "text: kind*:open|won|lost",
            "boolean: in_pipeline",
            "number: probability",
            "text: forecast_category",
        ),
        _table(
            "bookings",
            "booking_id",
            "text: booking_id*",
            "date: booked_on*",
            "money: amount*",
            "text: currency kind*:new|expansion|renewal|contraction|churn opportunity_id",
            f"text: account_id owner_id {_STRATEGY} product_id",
            "integer: term_months",
            "money: recurring_monthly",
        ),
        _table(
            "activities",
            "activity_id",
            "text: activity_id*",
            "moment: at*",
            "text: person_id* kind account_id lead_id opportunity_id",
            "number: minutes",
            "boolean: with_customer",
            "text: joint_with",
        ),
        _table(
            "targets",
            "kpi period team region industry size_band owner_id",
            "text: kpi* period*",
            "number: value*",
            "text: team region industry size_band owner_id",
        ),
        _table("fx_rates", "currency on", "text: currency*", "date: on*", "number: rate*"),
        _table(
            "calendar_exceptions",
            "on region",
            "date: on*",
            "text: region kind:holiday|working_day",
        ),
    )
}
