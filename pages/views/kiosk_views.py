"""The five views of the wall by their keys, each without anybody's name."""

from collections.abc import Callable

from data.warehouse import Reader
from pages.views.asked import Asked
from pages.views.kiosk import Decided, WallView
from pages.views.kiosk_changed import build_wall_changed
from pages.views.kiosk_commitments import build_wall_commitments
from pages.views.kiosk_demand import build_wall_demand
from pages.views.kiosk_handover import build_wall_handover
from pages.views.kiosk_number import build_wall_number
from pages.views.kiosk_people import nameless

BUILDERS: dict[str, Callable[[Reader, Asked, Decided | None], WallView]] = {
    "commitments": build_wall_commitments,
    "number": build_wall_number,
    "changed": build_wall_changed,
    "handover": build_wall_handover,
    "demand": build_wall_demand,
}
# Those that also say what stands in the ledger.
OF_LEDGER = frozenset({"commitments", "number", "changed"})


def build_wall_view(reader: Reader, asked: Asked, key: str, decided: Decided | None) -> WallView:
    """The view of that key; `decided` is None where the ledger cannot be read."""
    return nameless(BUILDERS[key](reader, asked, decided), reader)
