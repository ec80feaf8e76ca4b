"""The deals behind a bar of the bridge, and the open deals that need a hand."""

from dataclasses import dataclass
from datetime import date

from data.warehouse import Reader
from metrics.answer import RowSet
from metrics.bridge import Deal, bridge
from metrics.bridge.hygiene import Finding, hygiene
from metrics.bridge.words import MEANINGS, NAMES, hygiene_title
from metrics.compute import Question, calendar_of
from metrics.drill import rows
from metrics.wording import counted, exact_money, money, short_day
from pages.views.asked import Asked
from pages.views.pipeline import window_of
from pages.views.rows import row_table_of
from pages.views.table import RowTable

ENDS = ("opening", "closing")
DEAL = ("opportunity_id", "name", "owner")
MOVED = (
    "account",
    "region",
    "from_stage",
    "to_stage",
    "close_before",
    "close_after",
    "amount_before",
    "amount_after",
)
OPEN = (
    "opportunity_id",
    "name",
    "account",
    "owner",
    "region",
    "stage",
    "expected_close",
    "times_moved_later",
    "quiet_days",
    "amount",
)


@dataclass(frozen=True)
class DealsView:
    """What a bar means, what it holds, and its deals."""

    title: str
    sentence: str
    rows: RowTable


@dataclass(frozen=True)
class Untidy:
    """One thing that is wrong with open deals: how many, what they are worth, what to do."""

    key: str
    what: str
    mend: str
    label: str


@dataclass(frozen=True)
class HygieneView:
    """What needs a hand, one line a rule; no line where nothing does."""

    title: str
    foot: str
    findings: tuple[Untidy, ...]


def build_bar_deals(reader: Reader, asked: Asked, frm: date, to: date, bar: str) -> DealsView:
    """The deals of one bar with everything that moved them, the largest first."""
    workspace = reader.load.workspace
    found = bridge(reader, frm, to, asked.period, asked.scope)
    amount = exact_money(found.amounts[bar], workspace.currency)
    file_name = f"bridge_{bar}_{asked.period.name}_{frm}_{to}.csv"
    if bar in ENDS:
        day = frm if bar == "opening" else to
        moment = (calendar_of(reader).day(day),)
        question = Question(
            ("open_pipeline",), moment, asked.scope, as_of=day, window=window_of(asked)
        )
        table = row_table_of(rows(reader, question), workspace, file_name)
    else:
        deals = found.behind(bar)
        named = [one for one in MEANINGS if any(one in deal.movements for deal in deals)]
        lines = [(*_named(deal), *map(deal.movements.get, named), *_rest(deal)) for deal in deals]
        columns = (*DEAL, *named, *MOVED)
        table = row_table_of(RowSet(columns, tuple(lines)), workspace, file_name)
    return DealsView(
        title=f"{NAMES[bar]}: {amount} in {counted(found.counts[bar], 'deals')}",
        sentence=MEANINGS[bar],
        rows=table,
    )


def _named(deal: Deal) -> tuple[object, ...]:
    return deal.opportunity_id, deal.name, deal.owner


def _rest(deal: Deal) -> tuple[object, ...]:
    """What stands behind the movements, in the order of the columns."""
    return (
        deal.account,
        deal.region,
        deal.stage_before,
        deal.stage_after,
        deal.close_before,
        deal.close_after,
        deal.amount_before,
        deal.amount_after,
    )


def build_hygiene(reader: Reader, asked: Asked, on: date) -> HygieneView:
    """What is wrong with the open deals due in the window or before it."""
    found = hygiene(reader, on, asked.period, asked.scope)
    currency = reader.load.workspace.currency
    return HygieneView(
        title=hygiene_title(found),
        foot=f"{counted(found.looked_at, 'open deals')} due in the window, before it or on no day, "
        f"at the end of {short_day(on)}; a deal can need more than one thing.",
        findings=tuple(_untidy(one, currency) for one in found.findings),
    )


def _untidy(finding: Finding, currency: str) -> Untidy:
    return Untidy(
        key=finding.rule.key,
        what=finding.rule.what,
        mend=finding.rule.mend,
        label=f"{counted(len(finding.deals), 'deals')}, {money(finding.amount, currency)}",
    )


def build_untidy_deals(reader: Reader, asked: Asked, on: date, key: str) -> DealsView:
    """The deals that one rule holds for."""
    found = hygiene(reader, on, asked.period, asked.scope)
    finding = next(one for one in found.findings if one.rule.key == key)
    lines = tuple(
        (
            deal.opportunity_id,
            deal.name,
            deal.account,
            deal.owner,
            deal.region,
            deal.stage,
            deal.closes_on,
            deal.pushes,
            deal.quiet_days,
            deal.amount,
        )
        for deal in finding.deals
    )
    table = row_table_of(RowSet(OPEN, lines), reader.load.workspace, f"hygiene_{key}_{on}.csv")
    return DealsView(finding.rule.what, finding.rule.mend, table)
