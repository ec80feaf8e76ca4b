"""Payouts: one payee's statement, every word settled. Built only for who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from metrics.lifecycle.statements import Statement
from metrics.wording import decimal, exact_money, period_label
from pages.views.payouts_tree import Branch, branch, company_tree, names_in, person_label
from pages.views.plan_words import in_unit
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block

_STANDING = {
    "running": "by what is known so far",
    "ended": "not closed yet",
    "closed": "closed, not approved yet",
    "approved": "approved, not paid yet",
    "paid": "paid",
}


@dataclass(frozen=True)
class Figure:
    """One amount of the statement with its label."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class StatementView:
    """A payee's statement: the figures, its parts, what could still be got, and the steps."""

    block: Block
    figures: tuple[Figure, ...]
    parts: ShortTable
    steps: ShortTable | None
    company: tuple[Branch, ...]
    own: tuple[Branch, ...]
    corrections: tuple[str, ...]
    lines: tuple[str, ...]  # what a question may be about; none while it runs
    proof: str


def build_statement(
    found: Statement, names: Mapping[str, str], *, is_own: bool, has_money: bool
) -> StatementView:
    """The statement; money of the whole pool only with `has_money`."""
    who = "Your statement" if is_own else f"Statement of {person_label(found.person_id, names)}"
    currency = found.currency
    own = branch(found.own, currency).steps
    company = company_tree(found.company, currency, has_money=has_money)
    is_closed = bool(found.statement_hash)
    return StatementView(
        Block(f"{who}, {period_label(found.period)}", _STANDING[found.standing]),
        _figures(found),
        _parts(found),
        _steps(found),
        company,
        own,
        tuple(
            _correction(one.difference, one.reason, one.is_barred, currency)
            for one in found.corrections
        ),
        names_in((*company, *own)) if is_closed else (),
        f"Proof of this statement: {found.statement_hash}" if is_closed else "",
    )


def _figures(found: Statement) -> tuple[Figure, ...]:
    if found.standing == "running":
        known = Figure("Earned so far", _money(found.earned, found.currency), "by what is known")
        if found.forecast is None:
            return (known,)
        text = _money(found.forecast, found.currency)
        return (Figure("Expected payout", text, "at the end of the period"), known)
    return (Figure("Payout", _money(found.payout, found.currency), _STANDING[found.standing]),)


def _money(amount: Fraction, currency: str) -> str:
    return exact_money(decimal(amount), currency)


def _parts(found: Statement) -> ShortTable:
    """The parts of the payout, which is their sum."""
    shown = [("From the shared pool", found.pool_part)]
    if found.individual_part:
        shown.append(("Individual part", found.individual_part))
    if found.restatement:
        shown.append(("Corrections of earlier periods", found.restatement))
    rows = [(Cell(name), Cell(_money(amount, found.currency))) for name, amount in shown]
    rows.append(
        (Cell("Payout", is_strong=True), Cell(_money(found.payout, found.currency), is_strong=True))
    )
    if found.restatement_carried:
        carried = _money(found.restatement_carried, found.currency)
        rows.append((Cell("Carried to the next statement", is_quiet=True), Cell(carried)))
    last = 2 if found.restatement_carried else 1
    said = "by what is known so far" if found.standing == "running" else "to the cent"
    return ShortTable(
        (Column(f"What it is made of, {said}"), Column("Amount", is_number=True)),
        tuple(rows),
        sum_rows=last,
    )


def _steps(found: Statement) -> ShortTable | None:
    """What each next breakpoint would add to this payout."""
    if not found.next_steps:
        return None
    rows = tuple(
        (
            Cell(one.label, is_strong=True),
            Cell(in_unit(one.result, one.unit, found.currency), is_quiet=True),
            Cell(in_unit(one.at, one.unit, found.currency)),
            Cell(
                f"+{_money(one.adds, found.currency)}"
                if one.adds > 0
                else _money(one.adds, found.currency),
                is_strong=True,
            ),
        )
        for one in found.next_steps
    )
    columns = (
        Column("What could still be got"),
        Column("Expected", is_number=True),
        Column("Next mark", is_number=True),
        Column("Would add", is_number=True),
    )
    return ShortTable(columns, rows)


def _correction(difference: Fraction, reason: str, is_barred: bool, currency: str) -> str:
    sign = "+" if difference > 0 else ""
    said = f"{sign}{_money(difference, currency)}: {reason}"
    late = " It came after the plan's window, so nothing is taken back."
    return f"{said}.{late}" if is_barred else f"{said}. It stands on the next statement."
