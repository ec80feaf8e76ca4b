"""The demo company's week, and the digest taken apart: its paragraphs and its text."""

import re
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from data.warehouse import Reader, Warehouse
from metrics.inbox import inbox
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.state import State
from metrics.weekly.digest import digest_of
from metrics.weekly.gather import weekly
from metrics.weekly.page import Digest
from metrics.weekly.records import Weekly

# The demo's export ends on 15 November 2026; it was loaded on the Monday after.
LAST, TODAY = date(2026, 11, 15), date(2026, 11, 16)
HEAD_OF_MARKETING, HEAD_OF_SALES = "P002", "P003"
VOID = {"meta", "br", "img", "input", "link", "hr"}


@dataclass(frozen=True)
class Week:
    """A store with what was read from it, and its week."""

    store: Path
    reader: Reader
    state: State
    found: Weekly

    def digest(self, person: str = "") -> Digest:
        """The digest, with the inbox of a person where one is named."""
        if not person:
            return digest_of(self.found)
        waits = inbox(self.state, self.reader, person, TODAY)
        return digest_of(self.found, waits, self.found.names.get(person, person))


def week_of(desk: Desk, store: Path, today: date = TODAY, as_of: date | None = None) -> Week:
    """The week of a store as of a day, for a company whose day is `today`."""
    reader, state = Warehouse(store).reader(), desk.state
    return Week(store, reader, state, weekly(reader, state, store, today=today, as_of=as_of))


class Page(HTMLParser):
    """A document read as any reader would: tags, attributes, words by paragraph, what is amiss."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.paragraphs: list[str] = []
        self.title = ""
        self.feed(document)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag is opened."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        """A tag is closed: the last one that was opened."""
        last = self.open.pop() if self.open else ""
        assert last == tag, f"</{tag}> closes {last or 'nothing'}"

    def handle_data(self, data: str) -> None:
        """Words, which stand in paragraphs alone."""
        if "p" in self.open:
            self.paragraphs[-1] += data
        elif "title" in self.open:
            self.title += data
        elif "style" not in self.open:
            assert not data.replace("\u00a0", "").strip(), f"words outside a paragraph: {data}"


def flat(text: str) -> str:
    """The words with one blank between them; a blank that holds a number together stays."""
    return re.sub(r"[ \n]+", " ", text).strip()
