"""The workspace: what the company has decided once for all screens (`tandem.toml`)."""

import difflib
import re
import tomllib
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from data.errors import WorkspaceError

FILE_NAME = "tandem.toml"
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = Annotated[Decimal, Field(gt=0, le=10_000)]
Rate = Annotated[Decimal, Field(ge=0, le=1)]


class _Section(BaseModel):
    """Settings that never change once read and take no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_a_number_where_one_is_due(cls, value: object, info: ValidationInfo) -> object:
        is_number = cls.model_fields[str(info.field_name)].annotation in (int, Decimal)
        # Settings kept as JSON write exact numbers as text; tandem.toml has numbers of its own.
        is_text = isinstance(value, str) and info.mode == "python"
        if is_number and (is_text or isinstance(value, bool)):
            raise ValueError("write a plain number, without quotes")
        return value


class BusinessHours(_Section):
    """When a team is at work, in its own zone."""

    opens: str = "09:00"
    closes: str = "17:00"
    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri")

    @field_validator("opens", "closes")
    @classmethod
    def _is_clock_time(cls, value: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError(f"'{value}' is no time of day; write it as 09:00")
        return value

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError(f"closes ({self.closes}) must be later than opens ({self.opens})")
        if not self.days or len(set(self.days)) != len(self.days):
            raise ValueError("days needs at least one day, each once, such as ['mon', 'tue']")
        return self

    @property
    def opens_at(self) -> time:
        """The local time of day the window opens."""
        return time.fromisoformat(self.opens)

    @property
    def closes_at(self) -> time:
        """The local time of day the window closes."""
        return time.fromisoformat(self.closes)

    @property
    def seconds_per_day(self) -> int:
        """The length of one business day, in seconds."""
        opens, closes = self.opens_at, self.closes_at
        minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
        return minutes * 60


class ServiceLevels(_Section):
    """How fast each side has promised to act, in business hours and business days."""

    response_hours: Hours = Decimal(4)
    hand_back_hours: Hours = Decimal(16)
    leak_limit_days: Hours = Decimal(5)


class CustomerHours(_Section):
    """Hours a month with customers expected of a person, by kind of role."""

    executive: Annotated[Decimal, Field(ge=0, le=744)] = Decimal(20)
    marketing: Annotated[Decimal, Field(ge=0, le=744)] = Decimal(10)
    sales: Annotated[Decimal, Field(ge=0, le=744)] = Decimal(40)


class Workspace(_Section):
    """Every setting of the company, with the values that stand where the file says nothing."""

    company: Annotated[str, Field(min_length=1, max_length=200)] = "My company"
    currency: str = "USD"
    time_zone: str = "UTC"
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    business_hours: BusinessHours = BusinessHours()
    service_levels: ServiceLevels = ServiceLevels()
    look_back_days: Annotated[int, Field(ge=1, le=3650)] = 365
    gross_margin: Rate = Decimal("0.75")
    growth_goal: Annotated[Decimal, Field(ge=-1, le=100)] = Decimal("0.35")
    customer_hours: CustomerHours = CustomerHours()
    personal_data_retention_months: Annotated[int, Field(ge=1, le=600)] = 24
    max_bad_percent: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(5)
    date_format: Annotated[str, Field(min_length=2, max_length=40)] = "%d %b %Y"
    roles: dict[str, tuple[str, ...]] = {}
    # May hold a password, and says where, not how: no load keeps it or is rebuilt for it.
    ledger_url: Annotated[str, Field(exclude=True, repr=False)] = ""

    @field_validator("currency")
    @classmethod
    def _is_currency_code(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}", value):
            raise ValueError(f"'{value}' is no currency code; write three capitals such as EUR")
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"'{value}' is no time zone{_meant(value, available_timezones())}")
        return value

    @classmethod
    def read(cls, store: Path) -> "Workspace":
        """The workspace of the store folder; the defaults where it has no tandem.toml.

        Raises: WorkspaceError that names the file, the key and the mend.
        """
        path = store / FILE_NAME
        try:
            # Editors on Windows put a byte order mark in front.
            text = path.read_text(encoding="utf-8-sig")
            found = tomllib.loads(text, parse_float=Decimal)
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WorkspaceError(f"{path}: not readable as TOML: {error}") from error
        except OSError as error:
            raise WorkspaceError(f"{path}: cannot be read: {error.strerror}") from error
        return cls._checked(found, str(path))

    @classmethod
    def _checked(cls, found: dict[str, Any], where: str) -> "Workspace":
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            said = "; ".join(_said(dict(one)) for one in error.errors())
        # Not from within: pydantic's error would keep every frame up to here for good.
        raise WorkspaceError(f"{where}: {said}")

    def to_json(self) -> str:
        """The settings as one JSON document, the same text for the same settings."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> "Workspace":
        """The workspace that `to_json` wrote."""
        return cls.model_validate_json(text)

    def write_template(self, store: Path) -> Path:
        """The path of tandem.toml, written with every setting and its meaning if absent."""
        path = store / FILE_NAME
        if not path.exists():
            store.mkdir(parents=True, exist_ok=True)
            path.write_text(_template(self), encoding="utf-8")
        return path

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def response_sla_seconds(self) -> int:
        """Sales' promise on the first human response, in business seconds."""
        return int(self.service_levels.response_hours * 3600)

    @property
    def hand_back_sla_seconds(self) -> int:
        """Marketing's promise on answering a hand-back, in business seconds."""
        return int(self.service_levels.hand_back_hours * 3600)

    @property
    def leak_limit_seconds(self) -> int:
        """When a lead nobody acted on counts as leaked, in business seconds."""
        return int(self.service_levels.leak_limit_days * self.business_hours.seconds_per_day)


def _known_keys(where: tuple[str | int, ...]) -> list[str]:
    """The keys allowed in the section that the path `where` leads into."""
    model: type[BaseModel] = Workspace
    for name in where[:-1]:
        field = model.model_fields.get(str(name))
        kind = field.annotation if field else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return []
        model = kind
    return list(model.model_fields)


def _meant(word: str, known: "set[str] | list[str]") -> str:
    """' - did you mean X?' or '' when nothing is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean '{near[0]}'?" if near else ""


_KINDS = {
    "string_type": 'write text in quotes, such as "EUR"',
    "tuple_type": 'write a list, such as ["ann", "bo"]',
    "dict_type": "write a section, its name in brackets on a line and its keys below",
    "model_type": "write a section, its name in brackets on a line and its keys below",
}


def _said(error: dict[str, Any]) -> str:
    """One sentence for one validation error: the key, what is wrong, the mend."""
    where = tuple(error["loc"])
    key = ".".join(str(part) for part in where)
    if error["type"] == "extra_forbidden":
        known = _known_keys(where)
        mend = _meant(str(where[-1]), known) or f"; known here: {', '.join(known)}"
        return f"unknown key '{key}'{mend}"
    text = _KINDS.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return f"key '{key}': {text[0].lower() + text[1:]} (found {_shown(error['input'])})"


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _template(workspace: Workspace) -> str:
    """The text of a tandem.toml that says what `workspace` says."""
    return _TEMPLATE.format(
        workspace=workspace,
        hours=workspace.business_hours,
        levels=workspace.service_levels,
        customer=workspace.customer_hours,
        days=", ".join(f'"{day}"' for day in workspace.business_hours.days),
        company=workspace.company.replace("\\", "\\\\").replace('"', '\\"'),
    )


_TEMPLATE = """\
# The workspace: what this company has decided once. Load again after a change.
company = "{company}"
# Reporting currency, three capitals.
currency = "{workspace.currency}"
# The zone of moments written without one, and of every day's border.
time_zone = "{workspace.time_zone}"
# Month the fiscal year starts in, 1 to 12.
fiscal_year_start = {workspace.fiscal_year_start}
# How many days back a touch counts.
look_back_days = {workspace.look_back_days}
# Rates: 0.75 is 75 percent; growth is per year.
gross_margin = {workspace.gross_margin}
growth_goal = {workspace.growth_goal}
personal_data_retention_months = {workspace.personal_data_retention_months}
# A file with more unreadable rows than this, in percent, stops the load.
max_bad_percent = {workspace.max_bad_percent}
date_format = "{workspace.date_format}"
# A PostgreSQL ledger that several servers share; empty is a file in the store.
ledger_url = ""

# When a team is at work, in each owner's own zone.
[business_hours]
opens = "{hours.opens}"
closes = "{hours.closes}"
days = [{days}]

# Business hours from handover to the first human answer, and to answer a hand-back;
# business days until a lead nobody acted on counts as leaked.
[service_levels]
response_hours = {levels.response_hours}
hand_back_hours = {levels.hand_back_hours}
leak_limit_days = {levels.leak_limit_days}

# Hours a month with customers, expected of a person.
[customer_hours]
executive = {customer.executive}
marketing = {customer.marketing}
sales = {customer.sales}

# role = ["person", ...]
[roles]
"""
