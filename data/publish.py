"""Puts a finished file in the place of the published one, whole or not at all."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.errors import StoreError
from data.sql_text import identifier

FOLDER = "warehouse"
CURRENT = "current"
INCOMING = "incoming"
KEPT = 3
_LOCK = "loader.lock"
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{12}\.duckdb")


@contextmanager
def loader_lock(store: Path) -> Iterator[Path]:
    """The folder of this load's own files; no other load runs meanwhile, here or elsewhere.

    The lock falls with its process, so one that was killed leaves none behind; what it left
    of files is removed here.
    Raises: StoreError when another load is running or the store cannot be written.
    """
    incoming = store / INCOMING
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        (store / FOLDER).mkdir(exist_ok=True)
        handle = os.open(incoming / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{store}: cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
            raise StoreError(
                f"{store}: another load is running (process {holder}); wait until it is done"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        _remove_leftovers(store)
        folder = incoming / f"load-{os.getpid()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _remove_leftovers(store: Path) -> None:
    """Removes what killed loads left: their working folders, and a file never made current."""
    for folder in (store / INCOMING).glob("load-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for draft in (store / FOLDER).glob(f"{CURRENT}.*"):
        draft.unlink(missing_ok=True)
    now = current_file(store)
    if now is None and (store / FOLDER / CURRENT).exists():
        # A pointer that leads nowhere: any of the files may be the one that was published.
        return
    for path in kept_files(store):
        if now is None or sequence_of(path) > sequence_of(now):
            path.unlink(missing_ok=True)


def kept_files(store: Path) -> list[Path]:
    """The published files that are still there, oldest first."""
    folder = store / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def sequence_of(path: Path) -> int:
    """The number of the load that made a published file."""
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else 0


def current_file(store: Path) -> Path | None:
    """The published file, or None before the first load."""
    try:
        name = (store / FOLDER / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{store / FOLDER / CURRENT}: {error.strerror}") from error
    path = store / FOLDER / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def verify(path: Path, counts: Mapping[str, int]) -> None:
    """Opens the finished file anew and counts its rows.

    Raises: StoreError when a count differs or changes are still outside the file.
    """
    if Path(f"{path}.wal").exists():
        raise StoreError(f"{path.name}: changes are still in its log; the load is not published")
    with duckdb.connect() as con:
        con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as made (read_only)")
        for table, expected in counts.items():
            found = con.execute(f"select count(*) from made.{identifier(table)}").fetchone()
            if found != (expected,):
                raise StoreError(
                    f"{path.name}: {table} holds {found and found[0]} rows on disk, not "
                    f"{expected}; the load is not published"
                )


def publish(store: Path, made: Path, sequence: int, fingerprint: str) -> Path:
    """The published file: `made`, moved into place, pointed at, and safe on disk."""
    folder = store / FOLDER
    target = folder / f"{sequence:06d}-{fingerprint[:12]}.duckdb"
    try:
        _sync(made)
        os.replace(made, target)
        _sync(folder)
        point_to(store, target)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
    for old in kept_files(store)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def point_to(store: Path, target: Path) -> None:
    """Makes `target` the published file, in one step that cannot be seen half done."""
    folder = store / FOLDER
    draft = folder / f"{CURRENT}.{os.getpid()}"
    draft.write_text(target.name + "\n", encoding="utf-8")
    _sync(draft)
    os.replace(draft, folder / CURRENT)
    _sync(folder)


def roll_back(store: Path) -> Path:
    """The file that is published now: the one before; the newer one is removed.

    Where what is published was lost, the newest file that is kept.

    Raises: StoreError when there is no load before.
    """
    with loader_lock(store):
        now = current_file(store)
        files = kept_files(store)
        before = [path for path in files if now is None or sequence_of(path) < sequence_of(now)]
        if not before:
            raise StoreError(f"{store}: there is no load before this one to go back to")
        point_to(store, before[-1])
        if now is not None:
            now.unlink(missing_ok=True)
        return before[-1]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
