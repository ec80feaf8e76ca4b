"""The digest as plain text: for a terminal, and for the text part of a mail."""

import textwrap
from collections.abc import Iterator

from metrics.literal import visible
from metrics.said import Moved
from metrics.weekly.page import Digest, Figure, Line, Listing, Section

WIDTH = 76
# Of a paragraph that is ours, and of one that holds names from data.
LONGEST, NAMED = 2000, 400
# What stands before a commitment, and before what is late in the inbox.
MARKS = {"Kept": "■", "Moved": "◧", "Dropped": "□", "Overdue": "▲", "Open": "○", "late": "▲"}
ARROWS = {1: "▲ ", -1: "▼ ", 0: ""}


def digest_text(found: Digest) -> str:
    """The whole digest in lines of at most 76 signs where its words allow it."""
    return "\n".join(_lines(found)) + "\n"


def moved_words(one: Moved) -> str:
    """'▲ 6 points on last week'."""
    return f"{ARROWS[one.way]}{visible(one.text, NAMED)}" if one.text else ""


def headed(line: Line) -> str:
    """The line's words behind its state: '■ Kept: …', '▲ …' of what is late."""
    text = visible(line.text)
    if not line.state:
        return text
    mark = MARKS.get(line.state, "")
    return f"{mark} {text}" if line.state == "late" else f"{mark} {line.state}: {text}".strip()


def is_promise(line: Line) -> bool:
    """Whether its value is a sentence on what a commitment did, which stands under it."""
    return bool(line.state and line.value.text)


def _lines(found: Digest) -> Iterator[str]:
    yield f"{visible(found.company)} · Weekly"
    yield from _wrapped(found.dateline, "")
    yield ""
    for words in (found.headline, *found.more):
        yield from _wrapped(words, "")
    if found.inbox is not None:
        yield ""
        yield from _listing(found.inbox, "")
    for number, section in enumerate(found.sections, start=1):
        yield ""
        yield "-" * WIDTH
        yield from _section(number, section)
    yield ""
    yield "-" * WIDTH
    for words in found.foot:
        yield from _wrapped(words, "")


def _section(number: int, section: Section) -> Iterator[str]:
    yield from _wrapped(f"{number}  {section.title}", "", "   ")
    if section.aside:
        yield from _wrapped(section.aside, "   ")
    for words in section.words:
        yield ""
        yield from _wrapped(words, "   ")
    for figure in section.figures:
        yield ""
        yield from _figure(figure)
    for listing in section.listings:
        yield ""
        yield from _listing(listing, "   ")


def _figure(one: Figure) -> Iterator[str]:
    yield from _pair(one.label, one.value, "   ")
    moved = [moved_words(each) for each in one.moved]
    beside = " · ".join(part for part in (*moved, one.aim, one.count) if part)
    yield from _wrapped(beside, "      ")
    yield from _wrapped(one.note, "      ")


def _listing(found: Listing, indent: str) -> Iterator[str]:
    yield from _wrapped(found.title, indent)
    for line in found.lines:
        yield from _line(line, f"{indent}  ")
    yield from _wrapped(found.foot, f"{indent}  ")


def _line(line: Line, indent: str) -> Iterator[str]:
    text, value = headed(line), moved_words(line.value)
    if is_promise(line):
        yield from _wrapped(text, indent)
        yield from _wrapped(visible(line.under, NAMED), f"{indent}   ")
        yield from _wrapped(value, f"{indent}   ")
        return
    yield from _pair(text, value, indent)
    yield from _wrapped(visible(line.under, NAMED), f"{indent}   ")


def _pair(text: str, value: str, indent: str) -> Iterator[str]:
    """The text at the left and the value at the right end of the line, under it where too long."""
    left, right = visible(text), visible(value)
    room = WIDTH - len(indent) - len(right)
    if len(left) + 2 <= room:
        yield f"{indent}{left.ljust(room)}{right}".rstrip()
        return
    yield from _wrapped(left, indent)
    yield from _wrapped(right, f"{indent}   ")


def _wrapped(text: str, indent: str, rest: str | None = None) -> list[str]:
    """The text in lines that keep words whole; none for no text."""
    return textwrap.wrap(
        visible(text, LONGEST),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
