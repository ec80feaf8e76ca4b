"""Copies of what is published, verified by opening them."""

import hashlib
import json
import shutil
from pathlib import Path

from data.errors import StoreError
from data.publish import current_file, kept_files, loader_lock, publish, sequence_of, verify
from data.status import published_counts
from data.workspace import FILE_NAME, Workspace

_MANIFEST = "backup.json"
_CHUNK = 1 << 20


def backup(store: Path, folder: Path) -> Path:
    """The copy of the published file, beside tandem.toml and a manifest with their digests.

    Raises: StoreError when nothing is published, or the folder holds a copy or cannot be
    written.
    """
    published = current_file(store)
    if published is None:
        raise StoreError(f"no data in {store}: there is nothing to copy")
    if (folder / _MANIFEST).exists():
        raise StoreError(f"{folder}: holds a copy already; name another folder")
    target = folder / published.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(published, target)
        names = [published.name]
        if (store / FILE_NAME).exists():
            shutil.copyfile(store / FILE_NAME, folder / FILE_NAME)
            names.append(FILE_NAME)
        verify(target, published_counts(target))
        digests = {name: _digest(folder / name) for name in names}
        (folder / _MANIFEST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
    return target


def restore(store: Path, folder: Path) -> Path:
    """The published file, made from the copy in the folder; tandem.toml where there is none.

    Raises: StoreError when the copy is not whole.
    """
    try:
        digests: dict[str, str] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{folder}: holds no copy that `python -m data backup` made ({_MANIFEST})"
        ) from error
    for name, digest in digests.items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise StoreError(f"{folder / name}: is not what was copied; use another copy")
    (name,) = [name for name in digests if name != FILE_NAME]
    with loader_lock(store) as working:
        if FILE_NAME in digests and not (store / FILE_NAME).exists():
            shutil.copyfile(folder / FILE_NAME, store / FILE_NAME)
            Workspace.read(store)
        made = working / name
        shutil.copyfile(folder / name, made)
        verify(made, published_counts(made))
        number = max((sequence_of(one) for one in kept_files(store)), default=0) + 1
        return publish(store, made, number, name.split("-")[1].removesuffix(".duckdb"))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
