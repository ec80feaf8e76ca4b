"""Copies of what is published and of the ledger, verified by opening them."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import RevenueError, StoreError
from data.ledger.copies import copy_ledger, restore_ledger
from data.publish import current_file, kept_files, loader_lock, publish, sequence_of, verify
from data.snapshots import copy_snapshots
from data.status import published_counts
from data.workspace import FILE_NAME, Workspace

_MANIFEST = "backup.json"
_LEDGER = "ledger"
_CHUNK = 1 << 20


def backup(store: Path, folder: Path) -> tuple[Path, ...]:
    """What was copied: the published file, the ledger, or both.

    Beside them lie tandem.toml and a manifest with the digest of every file.
    Raises: StoreError when there is nothing to copy, or the folder holds a copy or cannot be
    written; LedgerError when the ledger does not hold.
    """
    if (folder / _MANIFEST).exists():
        raise StoreError(f"{folder}: holds a copy already; name another folder")
    published = current_file(store)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _LEDGER).mkdir(exist_ok=True, mode=0o700)
        names = [f"{_LEDGER}/{name}" for name in copy_ledger(store, folder / _LEDGER)]
        copied = [folder / name for name in names[:1]]
        # After the ledger: what its events name was kept before they were written.
        names.extend(copy_snapshots(store, folder))
        if published is not None:
            shutil.copyfile(published, folder / published.name)
            verify(folder / published.name, published_counts(folder / published.name))
            names.append(published.name)
            copied.insert(0, folder / published.name)
        if not copied:
            raise StoreError(f"no data in {store}: there is nothing to copy")
        if (store / FILE_NAME).exists():
            shutil.copyfile(store / FILE_NAME, folder / FILE_NAME)
            names.append(FILE_NAME)
        digests = {name: _digest(folder / name) for name in names}
        (folder / _MANIFEST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
    return tuple(copied)


def restore(store: Path, folder: Path) -> tuple[Path, ...]:
    """What was restored: the published file, the ledger, or both; tandem.toml where none is.

    Raises: StoreError when the copy is not whole; LedgerError when the store has a ledger
    already, or the copied one does not hold. Then nothing is published.
    """
    digests = _whole(folder)
    facts = [name for name in digests if "/" not in name and name != FILE_NAME]
    restored: list[Path] = []
    with loader_lock(store) as working:
        for name in facts:
            shutil.copyfile(folder / name, working / name)
            verify(working / name, published_counts(working / name))
        with _settings(store, folder, digests):
            # Before the facts are published: a store with a ledger of its own stays as it is.
            if any(name.startswith(f"{_LEDGER}/") for name in digests):
                restore_ledger(store, folder / _LEDGER)
                restored.append(store / _LEDGER)
                copy_snapshots(folder, store)
        for name in facts:
            number = max((sequence_of(one) for one in kept_files(store)), default=0) + 1
            fingerprint = name.split("-")[1].removesuffix(".duckdb")
            restored.insert(0, publish(store, working / name, number, fingerprint))
    return tuple(restored)


@contextmanager
def _settings(store: Path, folder: Path, digests: dict[str, str]) -> Iterator[None]:
    """tandem.toml of the copy in a store that has none; gone again when the rest is refused."""
    is_new = FILE_NAME in digests and not (store / FILE_NAME).exists()
    try:
        if is_new:
            shutil.copyfile(folder / FILE_NAME, store / FILE_NAME)
            Workspace.read(store)
        yield
    except RevenueError:
        if is_new:
            (store / FILE_NAME).unlink()
        raise


def _whole(folder: Path) -> dict[str, str]:
    """The digests of the copy's files, each as it was copied."""
    try:
        digests: dict[str, str] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{folder}: holds no copy that `python -m data backup` made ({_MANIFEST})"
        ) from error
    for name, digest in digests.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise StoreError(f"{folder / name}: is not what was copied; use another copy")
    return digests


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
