"""Count and head of the ledger, kept in a file outside its database."""

import fcntl
import hashlib
import hmac
import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import LedgerError
from data.ledger.event import Head

SECRET = "TANDEM_LEDGER_KEY"
FILE_NAME = "anchor.json"
_SECRET_LENGTH = 32
_LEFTOVER_SECONDS = 3600


def secret_of_environment() -> str | None:
    """The key that signs the anchor and wraps people's keys; None where none is set.

    Raises: LedgerError when it is too short to keep anything safe.
    """
    secret = os.environ.get(SECRET) or None
    if secret is not None and len(secret) < _SECRET_LENGTH:
        raise LedgerError(
            f"{SECRET} has {len(secret)} characters; it needs {_SECRET_LENGTH} or more, "
            "such as `openssl rand -hex 32` gives"
        )
    return secret


class Anchor:
    """The file that says how many events there must be and what the last one's hash is."""

    def __init__(self, folder: Path, secret: str | None) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.secret = secret

    @property
    def is_signed(self) -> bool:
        """Whether a key of the environment signs it."""
        return self.secret is not None

    def read(self) -> Head | None:
        """What it says; None where there is no such file.

        Raises: LedgerError when it cannot be read or its signature does not hold.
        """
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            head, signature = Head(int(found["count"]), str(found["head"])), found["signature"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{self.path}: cannot be read: {error}; {RESTORE}") from error
        self._refuse_signature(head, signature)
        return head

    def _refuse_signature(self, head: Head, signature: object) -> None:
        if self.secret is None and signature:
            raise LedgerError(f"{self.path}: is signed; set {SECRET} to the key that signed it")
        if self.secret is None:
            return
        if not signature:
            raise LedgerError(
                f"{self.path}: is not signed although {SECRET} is set; if the key is new, "
                'accept the ledger once: python -m data anchor --reason "..."'
            )
        if not hmac.compare_digest(str(signature), self._signature(head)):
            raise LedgerError(
                f"{self.path}: its signature does not hold: it was changed, or {SECRET} is "
                f"another key; {RESTORE}"
            )

    def _signature(self, head: Head) -> str:
        if self.secret is None:
            return ""
        said = f"tandem anchor:{head.count}:{head.hash}".encode()
        return hmac.new(self.secret.encode(), said, hashlib.sha256).hexdigest()

    def draft(self, head: Head) -> Path:
        """The next anchor, safe on disk beside the present one: a full disk shows here."""
        said = {"count": head.count, "head": head.hash, "signature": self._signature(head)}
        handle, name = tempfile.mkstemp(".draft", f"{FILE_NAME}.", self.folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(said) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def advance(self, draft: Path, head: Head) -> None:
        """Puts the draft in place, unless another process has come further already."""
        with self.locked():
            known = self.read()
            if known is not None and known.count >= head.count:
                draft.unlink()
            else:
                self._place(draft)

    def catch_up(self, head: Head) -> None:
        """Puts the anchor at a verified head that lies further on, where it can be written."""
        try:
            self.advance(self.draft(head), head)
        except OSError:
            # Looking at a ledger needs no right to write: the next append catches up.
            return

    def write(self, head: Head) -> None:
        """Writes the anchor anew, whatever it says now; the caller holds `locked`."""
        self._place(self.draft(head))

    def _place(self, draft: Path) -> None:
        os.replace(draft, self.path)
        sync_folder(self.folder)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the anchor, among the processes of this machine."""
        handle = os.open(self.folder / f"{FILE_NAME}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def turn(self, until: float) -> Iterator[None]:
        """One of this machine's processes at a time; without waiting past `until`.

        It only saves deciding in vain: whoever comes first is settled by the database.
        """
        handle = os.open(self.folder / "turn.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while time.monotonic() < until:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    # Which of several waiting processes is next must not be always the same.
                    time.sleep(random.uniform(0.001, 0.01))
            yield
        finally:
            os.close(handle)

    def remove_leftovers(self) -> None:
        """Removes drafts that killed processes left; a living one's is seconds old."""
        for path in self.folder.glob(f"{FILE_NAME}.*.draft"):
            try:
                if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
                    path.unlink()
            except OSError:
                continue


RESTORE = "restore a backup: python -m data restore DIR"


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder safe on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
