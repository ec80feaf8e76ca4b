"""What the lifecycle refuses: a stable code for programs, one sentence for people."""

from data.errors import RevenueError

CODES = (
    "not_allowed",
    "same_person",
    "same_hands",
    "wrong_side",
    "plan_changed",
    "not_proposed",
    "already_proposed",
    "already_signed",
    "already_in_force",
    "not_in_force",
    "not_yet",
    "unsigned",
    "no_such_version",
    "no_reason",
    "not_in_period",
    "period_closed",
    "period_not_closed",
    "not_ended",
    "missing_result",
    "not_approved",
    "already_approved",
    "already_paid",
    "already_asked",
    "later_closed",
    "earlier_open",
    "old_data",
    "nothing_to_restate",
    "window_over",
    "unknown_figure",
    "no_number",
    "no_statement",
    "no_such_line",
    "already_answered",
    "no_such_dispute",
    "unknown_person",
    "unknown_role",
    "last_admin",
    "no_payees",
    "fewer_payees",
    "deleted_person",
    "still_paid",
    "no_text",
    "past_due",
    "too_far",
    "no_expected",
    "unknown_outcome",
    "no_such_commitment",
    "already_settled",
    "other_request",
    "beyond_data",
    "no_such_meeting",
    "no_such_words",
    "no_side",
    "own_side",
    "unknown_side",
    "unknown_kind",
    "unknown_account",
    "names_somebody",
    "no_such_voice",
    "asks_nobody",
    "is_withdrawn",
)


LONGEST_REASON = 2000


class Refused(RevenueError):
    """A command that was not done; nothing has changed but the event that says so."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        if code not in CODES:
            raise ValueError(f"'{code}' is no code of a refusal")
        self.code = code


def needed_reason(text: str, what: str) -> str:
    """The reason without outer blanks. Raises: Refused where there is none, or a whole book."""
    if not text.strip():
        raise Refused("no_reason", f"{what} needs a reason; it is kept with the decision")
    return given_reason(text, what)


def given_reason(text: str, what: str) -> str:
    """The reason without outer blanks, '' for none. Raises: Refused for what cannot be kept."""
    if len(text) > LONGEST_REASON:
        raise Refused("no_reason", f"{what} takes a reason of {LONGEST_REASON} characters at most")
    if not is_text(text):
        raise Refused("no_reason", f"the reason of {what} holds a sign that is no text")
    return text.strip()


def is_text(text: str) -> bool:
    """Whether every sign may stand in a message: no NUL, no half of a pair."""
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)
