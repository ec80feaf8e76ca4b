"""A statement for a person at a terminal."""

from collections.abc import Iterator

from metrics.lifecycle.exact_text import amount_text
from metrics.lifecycle.statements import Statement
from metrics.pool.tree import Node
from metrics.pool.wording import number


def statement_text(found: Statement) -> str:
    """The statement in lines: the totals, what could be got, then every step."""
    return "\n".join(_lines(found))


def _lines(found: Statement) -> Iterator[str]:
    yield f"{found.person_id}, {found.period} ({found.standing}), {found.currency}"
    yield f"  earned       {amount_text(found.earned)}"
    if found.forecast is not None:
        yield f"  forecast     {amount_text(found.forecast)}"
    if found.restatement:
        yield f"  restatement  {amount_text(found.restatement)}"
    if found.restatement_carried:
        yield f"  carried on   {amount_text(found.restatement_carried)}"
    yield f"  payout       {amount_text(found.payout)}"
    for step in found.next_steps:
        way = f"{number(step.result)} -> {number(step.at)}"
        yield f"  {step.label} {way}: {amount_text(step.adds)} more"
    for one in found.corrections:
        barred = ", too late to be taken back" if one.is_barred else ", on the next statement"
        yield f"  correction {one.number}: {amount_text(one.difference)}{barred} ({one.reason})"
    for node in (*found.company, found.own):
        yield from _tree(node, "")


def _tree(node: Node, indent: str) -> Iterator[str]:
    value = "" if node.value is None else f" = {number(node.value)}"
    yield f"{indent}{node.name}{value}: {node.formula}"
    for child in node.children:
        yield from _tree(child, indent + "  ")
