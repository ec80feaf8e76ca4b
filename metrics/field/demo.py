"""What the demo company's field has said: one answered, one over its clock, and a quote."""

from collections.abc import Sequence
from datetime import date, timedelta

from metrics.field.voices import Said, answer, raise_voice
from metrics.lifecycle.desk import Desk
from metrics.meeting.demo import Chapter, Room

DAY = timedelta(days=1)


def field_chapters(room: Room, monday: date) -> Sequence[Chapter]:
    """Around the meeting of a Monday: the week before it, and its own."""

    def asking(desk: Desk) -> None:
        raise_voice(
            desk,
            room.seller,
            Said(
                "Hospitals ask for the drift figures on one page before they ask the price.",
                who="a biomedical engineer of a hospital",
                kpi="win_rate",
            ),
        )

    def answering(desk: Desk) -> None:
        told = "The page is in the sales folder; the next mailing brings it to every hospital."
        answer(desk, room.marketer, 1, told)

    def quoting(desk: Desk) -> None:
        quote = "We kept your probe running through two audits and nobody had to explain it."
        raise_voice(desk, room.seller, Said(quote, "quote", "a quality manager of a food plant"))

    def complaining(desk: Desk) -> None:
        raise_voice(
            desk,
            room.head_of_sales,
            Said(
                "Guests of the webinar are handed over without a project; ask them for its date.",
                "frustration",
                kpi="acceptance_rate",
            ),
        )

    return (
        (monday - 5 * DAY, asking),
        (monday - 4 * DAY, answering),
        (monday + DAY, complaining),
        (monday + 2 * DAY, quoting),
    )
