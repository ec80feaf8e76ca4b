"""One key a person: what is sealed with it is gone for good when it is destroyed."""

import base64
import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from data.errors import LedgerError
from data.ledger.anchor import RESTORE, SECRET, sync_folder
from data.ledger.event import Sealed, Secret, canonical

FILE_NAME = "key"
_MARK = frozenset({"sealed", "token"})


class MasterKey:
    """What wraps people's keys: the environment's secret, else a file beside the ledger."""

    def __init__(self, folder: Path, secret: str | None) -> None:
        self.path = folder / FILE_NAME
        self._secret = secret
        self._known: dict[tuple[str, str], Fernet] = {}

    def wrapped(self, person_ref: str, key: str) -> str:
        """The key as it may be stored; it opens under this person's name only."""
        if self._secret is None and not self.path.exists():
            self._make()
        return self._box().encrypt(canonical([person_ref, key]).encode()).decode()

    def opened_all(self, wrapped: Mapping[str, str]) -> dict[str, Fernet]:
        """The key of every person there is, those opened before at no cost; no other is kept.

        Raises: LedgerError when one does not open.
        """
        self._known = {one: self._known[one] for one in wrapped.items() if one in self._known}
        fresh = {ref: text for ref, text in wrapped.items() if (ref, text) not in self._known}
        opened = self.opened(fresh)
        self._known |= {(ref, fresh[ref]): key for ref, key in opened.items()}
        return {ref: self._known[ref, text] for ref, text in wrapped.items()}

    def opened(self, wrapped: Mapping[str, str]) -> dict[str, Fernet]:
        """These persons' keys.

        Raises: LedgerError when one does not open.
        """
        if not wrapped:
            return {}
        box = self._box()
        return {ref: self._one(box, ref, text) for ref, text in wrapped.items()}

    def _one(self, box: MultiFernet, person_ref: str, text: str) -> Fernet:
        try:
            owner, key = json.loads(box.decrypt(text.encode()))
        except (InvalidToken, ValueError) as error:
            raise LedgerError(
                f"the key of '{person_ref}' does not open: set {SECRET} to the secret it was "
                f"stored with ({self.path.name} beside the ledger where none was set), or "
                f"{RESTORE}"
            ) from error
        if owner != person_ref:
            raise LedgerError(f"the key of '{person_ref}' is another person's; {RESTORE}")
        return Fernet(key)

    def _box(self) -> MultiFernet:
        """The environment's secret first; a file's key still opens what it has wrapped."""
        boxes = []
        if self._secret is not None:
            derived = hmac.new(self._secret.encode(), b"tandem person keys", hashlib.sha256)
            boxes.append(Fernet(base64.urlsafe_b64encode(derived.digest())))
        try:
            boxes.append(Fernet(self.path.read_bytes().strip()))
        except FileNotFoundError:
            if not boxes:
                raise LedgerError(
                    f"{self.path}: the key that opens what is sealed is gone; {RESTORE}"
                ) from None
        except (OSError, ValueError) as error:
            raise LedgerError(f"{self.path}: cannot be read: {error}; {RESTORE}") from error
        return MultiFernet(boxes)

    def _make(self) -> None:
        """Makes the key file, readable by its owner only; the first of two makers wins."""
        handle, name = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, self.path)
        except FileExistsError:
            pass
        finally:
            os.unlink(name)
        sync_folder(self.path.parent)


def plain(value: object, where: str = "body") -> object:
    """The value as JSON types; `Secret` values by what they hide.

    Raises: TypeError for what the ledger does not store, a float above all.
    """
    if isinstance(value, Secret):
        return plain(value.value, where)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [plain(one, f"{where}[{number}]") for number, one in enumerate(value)]
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value) or value.keys() == _MARK:
            raise TypeError(f"{where}: names must be text, and not only 'sealed' and 'token'")
        return {name: plain(one, f"{where}.{name}") for name, one in value.items()}
    raise TypeError(f"{where}: the ledger stores no {type(value).__name__}; write it as text")


def people_in(value: object) -> set[str]:
    """The persons whose values a body holds: of a draft, or as stored."""
    found: set[str] = set()
    rest = [value]
    while rest:
        one = rest.pop()
        # Most are plain values: they go first, as asking for a Mapping takes long.
        if one is None or isinstance(one, str | int):
            continue
        if isinstance(one, Secret):
            found.add(one.person_ref)
        elif isinstance(one, list | tuple):
            rest.extend(one)
        elif isinstance(one, Mapping):
            if one.keys() == _MARK:
                found.add(str(one["sealed"]))
            else:
                rest.extend(one.values())
    return found


def sealed(value: object, keys: Mapping[str, Fernet]) -> object:
    """The value as it is stored: `Secret` values as tokens that only the person's key opens."""
    if isinstance(value, Secret):
        token = keys[value.person_ref].encrypt(canonical(plain(value)).encode())
        return {"sealed": value.person_ref, "token": token.decode()}
    if isinstance(value, Mapping):
        return {name: sealed(one, keys) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [sealed(one, keys) for one in value]
    return value


def unsealed(value: object, keys: Mapping[str, Fernet]) -> object:
    """The stored value made readable; `Sealed` where the person's key is gone.

    Raises: LedgerError when a token does not open with the key of its person.
    """
    if isinstance(value, list):
        return [unsealed(one, keys) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() != _MARK:
        return {name: unsealed(one, keys) for name, one in value.items()}
    person_ref = str(value["sealed"])
    if person_ref not in keys:
        return Sealed(person_ref)
    try:
        opened: object = json.loads(keys[person_ref].decrypt(str(value["token"]).encode()))
    except InvalidToken as error:
        raise LedgerError(
            f"what is sealed for '{person_ref}' does not open with that person's key; {RESTORE}"
        ) from error
    return opened
