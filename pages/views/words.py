"""The sentences of a screen, settled: what stands in its headline, blocks and empty states."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Headline:
    """The sentence that says what happened and one quiet line under it."""

    sentence: str
    under: str = ""


@dataclass(frozen=True)
class Block:
    """A block's title, which is its message, and a quiet word at the right."""

    title: str
    aside: str = ""


@dataclass(frozen=True)
class Empty:
    """An empty answer: what is missing, why, and what mends it."""

    what: str
    why: str
    mend: str


@dataclass(frozen=True)
class Labelled:
    """A word of the link and what a button says for it."""

    word: str
    label: str
