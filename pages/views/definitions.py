"""Definitions: every number in words, from the declarations; needs no data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.workspace import Workspace
from metrics.facts import FACTS, MONTH_END
from metrics.kpi import Composed, FromLedger, Given, Kpi, Story
from metrics.kpis import FAMILIES, FAMILY_NAMES
from metrics.registry import all_kpis
from metrics.wording import count, day, exact, joined, period_label
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block, Empty, Headline

# A date that no record carries, in words.
_DATED_BY = {MONTH_END: "the last day of its month"}


@dataclass(frozen=True)
class ExampleTable:
    """The rows of one table that a worked example is given."""

    name: str
    table: ShortTable


@dataclass(frozen=True)
class Definition:
    """One number: what it is, what it is not, who owns it, and its proof on a few rows."""

    key: str
    label: str
    gist: str
    question: str
    facts: tuple[tuple[str, str], ...]
    given: tuple[ExampleTable, ...]
    outcome: str


@dataclass(frozen=True)
class Family:
    """The definitions of one family under its name."""

    block: Block
    definitions: tuple[Definition, ...]


@dataclass(frozen=True)
class DefinitionsView:
    """The sentence, the definition the link names, and the families that fit the search."""

    headline: Headline
    chosen: Definition | None
    families: tuple[Family, ...]
    message: str
    empty: Empty | None


def build_definitions(workspace: Workspace, key: str, search: str) -> DefinitionsView:
    """The glossary; `key` is the number a link names, `search` the words that must stand in it."""
    every = all_kpis()
    words = search.casefold().split()
    chosen = next((one for one in every if one.key == key), None)
    families = tuple(
        Family(Block(name, _how_many(found)), tuple(_definition(one, workspace) for one in found))
        for name, family in zip(FAMILY_NAMES, FAMILIES, strict=True)
        if (found := [one for one in family if _fits(one, words)])
    )
    payable = [one for one in every if one.payable]
    return DefinitionsView(
        headline=Headline(
            f"{count(len(every))} numbers, each with one definition that both teams read",
            f"{count(len(payable))} of them may be paid on. What a screen shows, an export says "
            "and a plan pays is the same declaration.",
        ),
        chosen=None if chosen is None else _definition(chosen, workspace),
        families=families,
        message="" if chosen or not key else f"There is no number called “{key}”; all are shown.",
        empty=None if families else _nothing(search),
    )


def _fits(one: Kpi, words: Sequence[str]) -> bool:
    """Whether every word of the search stands somewhere in the declaration."""
    said = " ".join(
        (one.key, one.label, one.question, one.definition, one.not_this, *one.owners)
    ).casefold()
    return all(word in said or word in said.replace("_", " ") for word in words)


def _nothing(search: str) -> Empty:
    return Empty(
        what=f"No definition holds “{search}”",
        why="Names, questions, definitions and what a number is not were searched.",
        mend="Try one plain word, such as lead, win or pipeline, or empty the box.",
    )


def _how_many(found: Sequence[Kpi]) -> str:
    return "1 number" if len(found) == 1 else f"{count(len(found))} numbers"


def _definition(one: Kpi, workspace: Workspace) -> Definition:
    unit = one.unit.value.replace("_", " ")
    facts = (
        ("Definition", one.definition),
        ("It is not", one.not_this),
        ("Made of", _made_of(one)),
        ("Unit", f"{unit}; {one.better.value} is better"),
        ("Split by", ", ".join(name.replace("_", " ") for name in one.dimensions) or "nothing"),
        ("Owned by", joined(list(one.owners))),
        ("Pay", "may carry a weight in a plan" if one.payable else "never paid on"),
        ("Version", f"{one.version} · {one.key}"),
    )
    return Definition(
        key=one.key,
        label=one.label,
        gist=f"{unit} · {one.better.value} is better",
        question=one.question,
        facts=facts,
        given=tuple(_example_table(table) for table in _given(one)),
        outcome=_outcome(one, workspace),
    )


def _made_of(one: Kpi) -> str:
    """Which records and dates stand behind it, in words; of a composed one, its parts."""
    if isinstance(one.method, FromLedger):
        parts = joined([part.replace("_", " ") for part in one.method.parts])
        against = f" frozen in the ledger, against {parts}" if parts else " of the ledger"
        return f"{one.method.records}{against}"
    if isinstance(one.method, Composed):
        return joined([part.replace("_", " ") for part in one.method.parts])
    dated_by = _DATED_BY.get(one.dated_by) or one.dated_by.replace("_", " ")
    return f"{FACTS[one.fact].noun}, by {dated_by}"


def _given(one: Kpi) -> Iterable[Given]:
    if isinstance(one.example, Story):
        return one.example.given
    return (Given(one.fact, one.example.columns, one.example.rows),)


def _example_table(given: Given) -> ExampleTable:
    lines = [line.split("|") for line in given.rows.strip().splitlines() if line.strip()]
    columns = tuple(Column(name.strip()) for name in given.columns.split(","))
    rows = tuple(tuple(Cell(cell.strip()) for cell in line) for line in lines)
    return ExampleTable(given.table.replace("_", " "), ShortTable(columns, rows))


def _outcome(one: Kpi, workspace: Workspace) -> str:
    """'Q1 2026 gives 33.33 %: one won of three closed in the quarter'."""
    example = one.example
    seen = f", seen on {day(example.as_of, workspace)}," if isinstance(example, Story) else ""
    value = "no answer" if example.value is None else _value(one, example.value, workspace)
    return f"{period_label(example.period)}{seen} gives {value}: {example.because}"


def _value(one: Kpi, value: Decimal, workspace: Workspace) -> str:
    return exact(value, one.unit, workspace.currency)
