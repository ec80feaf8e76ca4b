"""What the field says on each engine of the ledger: raised, answered, taken back, read again."""

from data.ledger import verify
from metrics.field.voices import Said, answer, raise_voice, withdraw
from metrics.lifecycle.desk import Desk
from tests.metrics.lifecycle.company import MARCH, Company


def test_it_is_read_again_as_it_was_said(either: Company) -> None:
    desk = either.desk
    asked = raise_voice(desk, "hugo", Said("Send the price list 👩\u200d🔬 \u202e", who="a buyer"))
    raise_voice(desk, "hana", Said("Call the guests of the fair", "frustration"))
    raise_voice(desk, "hana", Said("They hold up.", "quote", account="bolt"))
    answer(desk, "hana", asked.number, "Here it is")
    withdraw(desk, "hana", 2)
    told = desk.state.field_voice
    assert [(one.number, one.kind, one.is_waiting) for one in told.voices] == [
        (1, "request", False),
        (2, "frustration", False),
        (3, "quote", False),
    ]
    assert told.voices[2].account == "Bolt"
    again = either.at(MARCH).desk
    assert again.state.field_voice == told
    assert raise_voice(again, "hana", Said("They hold up.", "quote", account="bolt")).number == 3
    assert _count(again) == 5
    assert verify(again.ledger).holds


def _count(desk: Desk) -> int:
    return sum(1 for one in desk.ledger.events() if one.kind.startswith("field_"))
