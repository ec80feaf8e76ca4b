"""The digest's two files, both whole or none: FILE.html and FILE.txt beside it."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from metrics.errors import DigestError


def checked_path(text: str) -> Path:
    """The path of the HTML file. Raises: DigestError where no digest can be written there."""
    path = Path(text)
    if path.suffix.lower() != ".html":
        raise DigestError(f"'{text}' is no name of an HTML file; write one such as weekly.html")
    if not os.path.isdir(path.parent):
        raise DigestError(f"there is no folder {path.parent}; make it, or name another one")
    for one in (path, beside(path)):
        if os.path.isdir(one):
            raise DigestError(f"{one} is a folder; name a file such as {one / 'weekly.html'}")
    return path


def beside(path: Path) -> Path:
    """The path of the text file that belongs to the HTML file."""
    return path.with_suffix(".txt")


def write_both(path: Path, html: str, text: str) -> tuple[Path, Path]:
    """The paths written. Readers see the old files or the new ones, never a part of one.

    Raises: DigestError where the folder does not take them; what was there stands.
    """
    told = {path: html, beside(path): text}
    drafts = {one: one.with_name(f".{secrets.token_hex(8)}.part") for one in told}
    try:
        _write(drafts, told)
        for one, draft in drafts.items():
            os.replace(draft, one)
    except OSError as error:
        raise DigestError(
            f"{path} cannot be written: {error.strerror or error}; name another place or make room"
        ) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return path, beside(path)


def _write(drafts: Mapping[Path, Path], told: Mapping[Path, str]) -> None:
    """Both texts, safe on disk under names that nobody reads."""
    for one, draft in drafts.items():
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(told[one])
            file.flush()
            os.fsync(file.fileno())
