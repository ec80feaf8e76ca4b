"""A plan's document on paper: the blocks as typst, and the PDF or Markdown file."""

import re
from collections.abc import Sequence
from pathlib import Path

import typst

from metrics.errors import PlanError
from metrics.pool.blocks import Block, Heading, Listing, Paragraph, Table
from metrics.pool.document import Document, document_of
from metrics.pool.inputs import Span
from metrics.pool.key_checks import Known
from metrics.pool.plan import Plan

# A longer word may break after every so many letters; a plan's hash stays in one piece.
ENDLESS, PIECE = re.compile(r"\S{65,}"), 16
BREAK = "\u200b"
# Tables up to this many rows stay on one page.
WHOLE_TABLE = 12

PREAMBLE = """\
#set document(title: {title}, date: none)
#set page(
  paper: "a4",
  margin: (x: 2.3cm, top: 2.2cm, bottom: 2.4cm),
  footer: context {{
    set text(size: 7pt, fill: luma(90))
    line(length: 100%, stroke: 0.4pt + luma(190))
    v(-4pt)
    grid(
      columns: (1fr, auto),
      text("Plan hash " + {hash}),
      text(size: 8pt, counter(page).display("1 / 1", both: true)),
    )
  }},
)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", number-width: "tabular")
#set par(leading: 0.62em, spacing: 0.9em)
#set list(indent: 0.4em, spacing: 0.6em)
#set enum(indent: 0.4em, spacing: 0.45em)
#set table(stroke: none, inset: (x: 7pt, y: 4pt))
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 1): set block(below: 1em)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 2): set block(above: 1.7em, below: 0.8em)
#show heading.where(level: 3): set text(size: 11.5pt)
#show heading.where(level: 3): set block(above: 1.4em, below: 0.7em)
#show table.cell.where(y: 0): set text(weight: "bold", size: 9.5pt)
"""


def write_document(plan: Plan, path: Path, known: Known, span: Span) -> Document:
    """The plan's document, written to a .pdf or .md file; the same plan gives the same bytes.

    Raises: PlanError when the plan does not hold, a printed figure does not recompute, or the
    file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".pdf", ".md"):
        raise PlanError(f"document {path}: '{path.suffix}' is no form; name it .pdf or .md")
    document = document_of(plan, known, span)
    content = pdf_of(document) if suffix == ".pdf" else document.markdown.encode()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PlanError(f"document {path}: cannot be written: {error.strerror}") from error
    return document


def pdf_of(document: Document) -> bytes:
    """The document as a PDF on A4: page numbers, and the plan's hash below every page."""
    return bytes(typst.compile(typst_source(document).encode(), format="pdf"))


def typst_source(document: Document) -> str:
    """The document as typst; every text is a string literal, so none of it is markup."""
    head = PREAMBLE.format(title=literal(document.title), hash=literal(document.plan_hash))
    following = (*document.blocks[1:], None)
    pairs = zip(document.blocks, following, strict=True)
    return head + "\n\n".join(_block(block, after) for block, after in pairs) + "\n"


def _block(block: Block, after: Block | None) -> str:
    """A block; words that lead to a table stay on its page."""
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {literal(block.text)})"
    if isinstance(block, Paragraph):
        words = f"#par({literal(block.text)})"
        return f"#block(sticky: true)[{words}]" if isinstance(after, Table) else words
    if isinstance(block, Listing):
        kind = "enum" if block.is_numbered else "list"
        return f"#{kind}({_texts(block.items)})"
    return _table(block)


def _table(table: Table) -> str:
    """A table with a rule below its header, that stays on one page when it is short."""
    count = len(table.header)
    is_words = table.numbers_from >= count
    widths = ["auto"] * (count - 1) + ["1fr" if is_words else "auto"]
    sides = ["left" if n < table.numbers_from else "right" for n in range(count)]
    rows = "".join(f"\n  {_texts(row)}," for row in table.rows)
    rule = "table.hline(stroke: 0.6pt)"
    inside = (
        f"#table(\n  columns: ({', '.join(widths)},),\n  align: ({', '.join(sides)},),\n"
        f"  table.header({_texts(table.header)}, {rule}),{rows}\n"
        "  table.hline(stroke: 0.4pt + luma(190)),\n)"
    )
    breaks = "false" if len(table.rows) <= WHOLE_TABLE else "true"
    return f"#block(breakable: {breaks})[{inside}]"


def _texts(texts: Sequence[str]) -> str:
    return ", ".join(literal(text) for text in texts)


def literal(text: str) -> str:
    """A typst string literal that shows the text as it is."""
    broken = ENDLESS.sub(_in_pieces, text)
    escaped = broken.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _in_pieces(word: re.Match[str]) -> str:
    letters = word.group()
    return BREAK.join(letters[n : n + PIECE] for n in range(0, len(letters), PIECE))
