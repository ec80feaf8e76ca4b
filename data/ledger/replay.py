"""What may be written, and what was written before under the same key."""

from collections.abc import Mapping, Sequence

from data.errors import LedgerError
from data.ledger.event import Draft, Event, Sealed, Secret
from data.ledger.keys import plain


def checked(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts, when each can be stored.

    Raises: TypeError for a body the ledger does not store; LedgerError for a text that no
    database takes, or a key given twice.
    """
    for one in drafts:
        plain(one.body)
        for text in (one.kind, one.actor, one.subject, one.key or ""):
            if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise LedgerError(f"{text!r} cannot be stored: it is no text")
    keys = [one.key for one in drafts if one.key]
    if len(set(keys)) != len(keys):
        raise LedgerError("two events were drafted under one key; each needs its own")
    return tuple(drafts)


def replayed(drafts: tuple[Draft, ...], by_key: Mapping[str, Event]) -> tuple[Event, ...] | None:
    """The stored events of drafts that were written before; None where they are new.

    Drafts are written together or not at all, so one that is known means that all are.
    Raises: LedgerError when a key stands for another content, or some of the keys are new.
    """
    if not drafts:
        return ()
    keyed = [one for one in drafts if one.key]
    stored = [by_key[one.key] for one in keyed if one.key and one.key in by_key]
    if not stored:
        return None
    if len(stored) != len(keyed):
        raise LedgerError(
            f"key '{stored[0].key}' was written before, without the others drafted beside it"
        )
    for draft, event in zip(keyed, stored, strict=True):
        same = (draft.kind, draft.actor, draft.subject) == (event.kind, event.actor, event.subject)
        if not same or not _says_the_same(draft.body, event.body):
            raise LedgerError(
                f"key '{draft.key}' stands for event {event.seq} ({event.kind}), which says "
                "something else; nothing was written"
            )
    return tuple(stored)


def _says_the_same(given: object, stored: object) -> bool:
    """Whether the bodies agree; what can no longer be read agrees with any value."""
    if isinstance(given, Secret):
        if isinstance(stored, Sealed):
            return stored.person_ref == given.person_ref
        return plain(given) == stored
    if isinstance(given, Mapping):
        return (
            isinstance(stored, dict)
            and given.keys() == stored.keys()
            and all(_says_the_same(one, stored[name]) for name, one in given.items())
        )
    if isinstance(given, list | tuple):
        return (
            isinstance(stored, list)
            and len(given) == len(stored)
            and all(map(_says_the_same, given, stored))
        )
    return given == stored
