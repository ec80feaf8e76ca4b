"""What stands behind a held meeting's numbers: files beside the ledger, named by their digest.

The ledger's event holds the digest, so that a file that was changed is told from its content.
"""

import gzip
import hashlib
import os
import re
import shutil
import tempfile
import zlib
from pathlib import Path

from data.errors import StoreError

FOLDER = "snapshots"
SUFFIX = ".json.gz"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class SnapshotError(StoreError):
    """The rows that were kept with a meeting cannot be read as they were written."""

    code = "snapshot"


def digest_of(text: str) -> str:
    """What the text is called by: the SHA-256 of its UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def keep_snapshot(store: Path, text: str) -> str:
    """The digest under which the text is kept, safe on disk; the same text is kept once.

    Raises: SnapshotError where the folder cannot be written.
    """
    digest = digest_of(text)
    folder = store / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_whole(folder, digest):
            return digest
        # Without a date, so that the same rows are the same file.
        _write(folder, digest, gzip.compress(text.encode("utf-8"), mtime=0))
        _sync(folder)
    except OSError as error:
        raise SnapshotError(f"{folder}: cannot be written: {error.strerror}") from error
    return digest


def _write(folder: Path, digest: str, packed: bytes) -> None:
    """The file, whole or not there: what did not fit leaves nothing that takes room."""
    handle, draft = tempfile.mkstemp(".draft", digest, folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, folder / f"{digest}{SUFFIX}")
    except OSError:
        os.unlink(draft)
        raise


def kept_snapshot(store: Path, digest: str) -> str:
    """The text that was kept under the digest.

    Raises: SnapshotError in one sentence where it is missing or not what was written.
    """
    path = store / FOLDER / f"{digest}{SUFFIX}"
    if not _DIGEST.fullmatch(digest) or not path.is_file():
        raise SnapshotError(f"{path}: the rows kept with the meeting are missing; {_MEND}")
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise SnapshotError(_changed(path)) from error
    if digest_of(text) != digest:
        raise SnapshotError(_changed(path))
    return text


_MEND = "copy the file back from a backup; the meeting's numbers stand in the ledger"


def _changed(path: Path) -> str:
    return f"{path}: the rows kept with the meeting are not what was written; {_MEND}"


def _is_whole(folder: Path, digest: str) -> bool:
    """Whether the file is there as it should be; one that was damaged is written again."""
    try:
        kept_snapshot(folder.parent, digest)
    except SnapshotError:
        return False
    return True


def copy_snapshots(store: Path, folder: Path) -> tuple[str, ...]:
    """The names of the files copied from one store or copy to another, each of them whole.

    Raises: SnapshotError for a file that is not what was written: a copy must not carry it on.
    """
    names = []
    for path in sorted((store / FOLDER).glob(f"*{SUFFIX}")):
        kept_snapshot(store, path.name.removesuffix(SUFFIX))
        (folder / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, folder / FOLDER / path.name)
        names.append(f"{FOLDER}/{path.name}")
    return tuple(names)


def _sync(folder: Path) -> None:
    """Makes a rename in the folder safe on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
