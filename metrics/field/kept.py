"""The line of the field as a held meeting keeps it, for the all-hands. Nobody is named in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from metrics.field.records import VoiceKind
from metrics.field.seen import Seen
from metrics.meeting.masked import Masked


@dataclass(frozen=True)
class KeptVoice:
    """What was shown when the meeting was held; `waited` and `limit` are business seconds.

    `asks` and `waited` are '' and None of a quote, `answer` '' where nobody had answered.
    """

    number: int
    kind: VoiceKind
    text: str
    side: str
    asks: str
    who: str
    account: str
    kpi: str
    said_on: date
    waited: int | None
    limit: int
    answer: str


def kept_voice(one: Seen | None, masked: Masked) -> KeptVoice | None:
    """The line to keep, whoever is named in it taken out; None where the field is silent."""
    if one is None:
        return None
    voice = one.voice
    return KeptVoice(
        number=voice.number,
        kind=voice.kind,
        text=masked.text(voice.text),
        side=voice.side,
        asks=voice.asks,
        who=masked.text(voice.who),
        account=voice.account,
        kpi=voice.kpi,
        said_on=voice.said_on,
        waited=one.waited,
        limit=one.limit,
        answer=masked.text(voice.reply.text) if voice.reply else "",
    )


def voice_json(one: KeptVoice | None) -> dict[str, object] | None:
    """The line as the event's body holds it."""
    return None if one is None else {**asdict(one), "said_on": one.said_on.isoformat()}


def voice_in(stored: object) -> KeptVoice | None:
    """The line of an event's body; None where there was none, or it was not kept yet."""
    if stored is None:
        return None
    assert isinstance(stored, Mapping), "a line has names"
    return KeptVoice(**{**stored, "said_on": date.fromisoformat(str(stored["said_on"]))})
