"""Files that came through the browser, kept in the store's incoming area until they are loaded."""

import hashlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

from data.errors import DataContractError, StoreError
from data.publish import INCOMING

# What `data.reading` opens, as a browser's file box takes it.
READABLE = (
    *("csv", "tsv", "txt"),
    *("xlsx", "xlsm", "xls", "xlsb", "ods"),
    *("jsonl", "ndjson"),
    *("parquet", "pq"),
)
PREFIX = "upload-"
LONGEST_NAME = 120
# Nobody looks at a preview for longer; what an app that ended left behind goes with the next.
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Upload:
    """Files saved for one visitor."""

    folder: Path
    names: tuple[str, ...]


def save_upload(store: Path, visitor: str, files: Sequence[tuple[str, BinaryIO]]) -> Upload:
    """The visitor's files in a folder of their own, in the place of what they sent before.

    Raises: DataContractError for a name that is none or stands twice, StoreError when the store
    cannot be written.
    """
    names = [_plain_name(name) for name, _ in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataContractError(
            f"two files are called {twice[0]}; rename one of them, or upload one at a time"
        )
    folder = _folder(store, visitor)
    try:
        _remove_old(store)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, (_, content) in zip(names, files, strict=True):
            with (folder / name).open("wb") as out:
                shutil.copyfileobj(content, out)
    except OSError as error:
        raise StoreError(
            f"{store}: the files cannot be saved: {error.strerror}; free space or allow writing"
        ) from error
    return Upload(folder, tuple(names))


def discard_upload(store: Path, visitor: str) -> None:
    """Remove what the visitor sent; nothing where there is nothing."""
    shutil.rmtree(_folder(store, visitor), ignore_errors=True)


def _folder(store: Path, visitor: str) -> Path:
    # A visitor's name is never a path: it comes from a session, and sessions come from outside.
    return store / INCOMING / f"{PREFIX}{hashlib.sha256(visitor.encode()).hexdigest()[:16]}"


def _plain_name(given: str) -> str:
    """The file's own name without any folder.

    Raises: DataContractError where nothing is left or it would not fit.
    """
    name = PureWindowsPath(given.replace("/", "\\")).name.strip()
    if not name.strip(".") or "\0" in name or len(name.encode()) > LONGEST_NAME:
        raise DataContractError(
            f"a file has no usable name ('{given[:40]}'); give it a short one, such as leads.csv"
        )
    return name


def _remove_old(store: Path) -> None:
    for folder in (store / INCOMING).glob(f"{PREFIX}*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
