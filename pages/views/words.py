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


def joined(parts: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


# What a dimension's members are where the data names none, and what such a member is called.
NONE = "(none)"
_NOUNS = {"size_band": "size"}


def member_name(dimension: str, name: str) -> str:
    """The member as people read it: 'Webinar', '(no source named)'."""
    if name != NONE:
        return name
    return f"(no {_NOUNS.get(dimension, dimension).replace('_', ' ')} named)"


@dataclass(frozen=True)
class Labelled:
    """A word of the link and what a button says for it."""

    word: str
    label: str
