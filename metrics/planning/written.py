"""Files that a person hands in: their text, and the plain numbers in it."""

import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from data.errors import RevenueError
from data.reading.sniff import encoding_of
from metrics.errors import did_you_mean

MOST_BYTES = 64 * 1024 * 1024
MOST_DIGITS = 64
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")


def text_of(path: Path, what: str, error: type[RevenueError]) -> str:
    """The text of a file, without a byte order mark; `what` names it in a refusal.

    Raises: `error` when there is no such file, it cannot be read, or is no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise error(f"{what} {path}: larger than 64 MB, so it is none; check the path")
        return path.read_bytes().decode(encoding_of(path)).removeprefix("\ufeff")
    except FileNotFoundError as missing:
        raise error(f"{what} {path}: no such file; check the path") from missing
    except OSError as unread:
        raise error(f"{what} {path}: cannot be read: {unread.strerror}") from unread
    except UnicodeDecodeError as broken:
        raise error(f"{what} {path}: is no UTF-8 text; save it as UTF-8") from broken


# Hours, modifiers and targets of many payees are the same few numbers.
@lru_cache(maxsize=4096)
def number_of(text: str) -> Fraction | None:
    """The exact number that a plain text such as 1234.50 says; None for anything else.

    Separators of thousands, percent signs and currencies are anything else: they can mean two
    things.
    """
    plain = text.strip()
    if len(plain) > MOST_DIGITS or not NUMBER.fullmatch(plain):
        return None
    return Fraction(plain)


def unknown(name: str, known: tuple[str, ...]) -> str:
    """What to say behind a name that is not known: the nearest, or all there are."""
    return did_you_mean(name, known) or f"; known are {', '.join(known)}"
