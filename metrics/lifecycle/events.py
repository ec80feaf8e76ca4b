"""The kinds of event that the lifecycle writes, and who may be named in one."""

from data.errors import RevenueError
from data.ledger.event import canonical

ROLES_GRANTED = "roles_granted"
ROLES_REVOKED = "roles_revoked"
REFUSED = "refused"
KEY_DESTROYED = "key_destroyed"

# Subject: the plan's hash; a draft's subject is its period.
DRAFT_SAVED = "draft_saved"
PROPOSED = "proposed"
SIGNED = "signed"
REJECTED = "rejected"
WITHDRAWN = "withdrawn"
IN_FORCE = "in_force"
ACKNOWLEDGED = "acknowledged"

PAYEES_LOADED = "payees_loaded"

# Subject: the period's name.
RESULT_ENTERED = "result_entered"
CLOSED = "closed"
REOPEN_ASKED = "reopen_asked"
REOPENED = "reopened"
APPROVED = "approved"
PAID = "paid"
RESTATED = "restated"

# Subject: the window's name. Written once a week, and no pay in it.
FORECAST_FROZEN = "forecast_frozen"

# Of the weekly meeting, and no pay in them. Subject: the own number of its kind, as text.
COMMITMENT_MADE = "commitment_made"
COMMITMENT_SETTLED = "commitment_settled"
MEETING_NOTED = "meeting_noted"
DEFINITION_DISPUTED = "definition_disputed"
MEETING_HELD = "meeting_held"
# Subject: the meeting's number. Words of a slide of its all-hands.
SLIDE_WORDED = "slide_worded"

# What the field says, and no pay in it. Subject: the voice's own number, as text.
FIELD_RAISED = "field_raised"
FIELD_ANSWERED = "field_answered"
FIELD_WITHDRAWN = "field_withdrawn"

# Subject: the dispute's own number, as text.
DISPUTED = "disputed"
DISPUTE_ANSWERED = "dispute_answered"

_LONGEST_NAME = 200


class PersonError(RevenueError):
    """What should name a person names nobody."""

    code = "unknown_person"


def person_called(name: str) -> str:
    """The person's id, as it is.

    Raises: PersonError for an empty text, blanks around it (they would make a second person of
    one), a very long one, or one that is no single line.
    """
    if not name or name != name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise PersonError("a person is named by an id of one line, such as --as p-ann")
    return name


def request_key(*parts: str | int) -> str:
    """The idempotency key of a request; other parts never make the same text."""
    return canonical(list(parts))
