"""The pool today among the tiles of block 2, for who may see it in percent."""

from data.warehouse import Reader
from metrics.lifecycle.guard import Action
from metrics.meeting.agenda import plan_stamp
from pages.components.meeting import Room
from pages.components.session import remembered
from pages.views.asked import Asked
from pages.views.meeting_pool import build_pool, build_pool_tile
from pages.views.tile import Tile


def pool_tiles(source: Reader, asked: Asked, room: Room) -> tuple[Tile, ...]:
    """The tile; none where the guard does not let who looks see it, or nothing is known."""
    if room.who is None or room.agenda is None or not room.may(Action.SEE_POOL):
        return ()
    state = room.who.state
    key = f"{asked.as_of}|{plan_stamp(state)}"
    now = remembered(build_pool, source, key, state, asked.as_of)
    return (build_pool_tile(now, room.agenda.before, source.load.workspace),)
