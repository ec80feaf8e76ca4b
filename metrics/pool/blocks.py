"""A document as blocks of plain text, and the same blocks as Markdown. No text is markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Letters that Markdown reads as markup; a plan's names show them as they are.
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~&@^])")

# What a cell says when there is nothing to say.
NOTHING = "none"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Sentences."""

    text: str


@dataclass(frozen=True)
class Listing:
    """A list of short texts, numbered where their order counts."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the columns from `numbers_from` on hold figures and stand to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers_from: int = 1


Block = Heading | Paragraph | Listing | Table


def told(header: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int = 1) -> Table:
    """The table without the columns that say nothing in any row."""
    kept = [n for n in range(len(header)) if any(row[n] not in ("", NOTHING) for row in rows)]
    slim = tuple(tuple(row[n] for n in kept) for row in rows)
    before = sum(n < numbers_from for n in kept)
    return Table(tuple(header[n] for n in kept), slim, before)


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown that shows every text literally."""
    return "\n\n".join(_written(block) for block in blocks) + "\n"


def tables_in(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text, header first, each cell as a reader sees it."""
    tables: list[list[list[str]]] = []
    is_inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            is_inside = False
            continue
        if not is_inside:
            tables.append([])
        is_inside = True
        cells = [_plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            tables[-1].append(cells)
    return tables


def section(text: str, heading: Heading) -> str:
    """The Markdown below a heading, up to the next one; '' where it is missing."""
    _, found, below = f"\n{text}".partition(f"\n{_written(heading)}\n")
    return re.split(r"\n#+ ", below)[0].strip() if found else ""


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_literal(block.text)}"
    if isinstance(block, Paragraph):
        return _opened(_literal(block.text))
    if isinstance(block, Listing):
        marks = [f"{n}." if block.is_numbered else "-" for n in range(1, len(block.items) + 1)]
        lines = zip(marks, block.items, strict=True)
        return "\n".join(f"{mark} {_opened(_literal(item))}" for mark, item in lines)
    rules = ["---" if n < block.numbers_from else "--:" for n in range(len(block.header))]
    rows = [_row(block.header), f"| {' | '.join(rules)} |", *(_row(row) for row in block.rows)]
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_literal(cell) for cell in cells)} |"


def _literal(text: str) -> str:
    return MARKUP.sub(r"\\\1", text)


def _opened(text: str) -> str:
    """A paragraph whose first letters are no list mark: '1.' becomes '1\\.'."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", text))


def _plain(text: str) -> str:
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)
