"""What the field says, as lines of the digest: the same words as on the screen."""

from metrics.field.seen import the_line
from metrics.field.words import clock_words, field_title, waiting_of, who_words
from metrics.weekly.figures import quiet
from metrics.weekly.page import Line, Listing
from metrics.weekly.records import Weekly
from metrics.wording import sentence


def field_listing(found: Weekly) -> tuple[Listing, ...]:
    """The one that the meeting looks at with its answer; none where the field is silent."""
    one = the_line(found.field)
    if one is None:
        return ()
    under = quiet(who_words(one.voice), clock_words(one, found.workspace))
    lines = [Line(one.voice.text, under, state="late" if one.is_overdue else "")]
    if one.voice.reply:
        lines.append(Line(one.voice.reply.text, f"{sentence(one.voice.reply.side)} answered"))
    return (Listing(field_title(one, waiting_of(found.field)), tuple(lines)),)
