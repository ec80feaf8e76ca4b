"""The field voice in words: who asks whom, about what, and how its clock stands."""

from collections.abc import Sequence

from data.workspace import Workspace
from metrics.errors import UnknownKpiError
from metrics.field.clock import hours
from metrics.field.records import Voice
from metrics.field.seen import Seen
from metrics.registry import kpi
from metrics.wording import number_word, plain, sentence, weekday

NOTHING = "Nothing from the field yet"
HOW = "Either team raises a request, a frustration or a quote; the other one answers by the clock."


def field_title(one: Seen | None, waiting: int) -> str:
    """'From the field: a request of sales waits over its clock'."""
    if one is None:
        return NOTHING
    voice = one.voice
    what = f"a {voice.kind} of {voice.side}"
    if voice.is_waiting:
        over = " over its clock" if one.is_overdue else f" for {voice.asks}"
        return f"From the field: {what} waits{over}{_more(waiting - 1)}"
    if voice.reply:
        return f"From the field: {voice.reply.side} answered {what}"
    return f"From the field: a quote, heard by {voice.side}"


def _more(others: int) -> str:
    if not others:
        return ""
    verb = "waits" if others == 1 else "wait"
    return f", and {number_word(others).lower()} more {verb}"


def who_words(voice: Voice) -> str:
    """'Sales asks marketing', 'Heard by sales'; after it who said it, and what it is about."""
    asked = f"{sentence(voice.side)} asks {voice.asks}" if voice.asks else f"Heard by {voice.side}"
    about = [one for one in (voice.account, _label(voice.kpi)) if one]
    said = f"said by {voice.who}" if voice.who else ""
    return " · ".join(
        part for part in (asked, said, f"about {', '.join(about)}" if about else "") if part
    )


def _label(key: str) -> str:
    """What people call the KPI; its key where it is gone from the registry."""
    try:
        return kpi(key).label if key else ""
    except UnknownKpiError:
        return key


def clock_words(one: Seen, workspace: Workspace) -> str:
    """'waiting 9 of 16 business hours', 'answered after 5 of 16 business hours', or its day."""
    if one.waited is None:
        return f"on {weekday(one.voice.said_on, workspace)}"
    waited, limit = plain(hours(one.waited), 1), plain(hours(one.limit), 1)
    verb = "waiting" if one.voice.is_waiting else "answered after"
    if one.is_late:
        return f"{verb} {waited} business hours; {limit} are agreed"
    return f"{verb} {waited} of {limit} business hours"


def waiting_of(found: Sequence[Seen]) -> int:
    """How many wait for an answer."""
    return sum(1 for one in found if one.voice.is_waiting)
