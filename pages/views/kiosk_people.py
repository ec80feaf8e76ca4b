"""Nobody's name on a wall: what stands for people, and where it is put."""

from collections.abc import Mapping
from dataclasses import replace

from data.warehouse import Reader
from metrics.people import Duty, duties_of
from pages.views.kiosk import Beside, Pledge, WallView
from pages.views.kiosk_chart import Falls
from pages.views.kiosk_words import without_people

# A shorter part of a name is a word of its own too often.
_SHORTEST_PART = 3


def stand_ins(reader: Reader) -> dict[str, str]:
    """What stands for every name, address and id of a person."""
    return called(duties_of(reader))


def called(duties: Mapping[str, Duty]) -> dict[str, str]:
    """The same of these people: a number is nobody's name, and would be taken out of amounts."""
    found: dict[str, str] = {}
    for person_id, duty in duties.items():
        for name in (person_id, duty.name, duty.email):
            if any(letter.isalpha() for letter in name):
                found.setdefault(name, duty.words)
    return found


def typed_stand_ins(reader: Reader) -> dict[str, str]:
    """The same with every part of a name: people who type call each other by one of them."""
    found = stand_ins(reader)
    for duty in duties_of(reader).values():
        for part in duty.name.split():
            if len(part) >= _SHORTEST_PART:
                found.setdefault(part, duty.words)
    return found


def duty_words(duties: dict[str, Duty], person_id: str) -> str:
    """What the person does; an id that the load does not know is nobody's."""
    return duties[person_id].words if person_id in duties else "A colleague"


def nameless(view: WallView, reader: Reader) -> WallView:
    """The view without any person's name, address or id in any of its words."""
    people = stand_ins(reader)

    def said(text: str) -> str:
        return without_people(text, people)

    chart = view.chart
    if isinstance(chart, Falls):
        falls = tuple(replace(one, hover=said(one.hover)) for one in chart.falls)
        chart = replace(chart, words=said(chart.words), falls=falls)
    return replace(
        view,
        headline=replace(view.headline, sentence=said(view.headline.sentence)),
        lines=tuple(replace(one, text=said(one.text)) for one in view.lines),
        beside=tuple(
            Beside(said(one.label), one.value, replace(one.note, text=said(one.note.text)))
            for one in view.beside
        ),
        pledges=tuple(Pledge(one.state, said(one.what), said(one.under)) for one in view.pledges),
        chart=chart,
        said=said(view.said),
    )
