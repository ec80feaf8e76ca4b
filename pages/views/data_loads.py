"""The loads that are kept, and the way back to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.status import KeptLoad
from data.workspace import Workspace
from metrics.wording import count, moment, rounded, weekday
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block

NAMED = ("leads", "opportunities", "bookings")


@dataclass(frozen=True)
class LoadsView:
    """The kept loads, newest first; `way_back` is empty where there is no load before."""

    block: Block
    table: ShortTable
    way_back: str
    confirmation: str


def build_loads(kept: Sequence[KeptLoad], files: int, workspace: Workspace) -> LoadsView:
    """The kept loads and what going back would do; of `files`, not all may be readable."""
    if files and not kept:
        return _unreadable(files)
    now = next((one for one in kept if one.is_current), None)
    before = [one for one in kept if now is not None and one.seq < now.seq]
    columns = (
        Column("Load", is_wide=True),
        Column("Published", is_wide=True),
        Column("Data up to", is_wide=True),
        Column("What", is_wide=True),
        Column("Rows", is_wide=True),
        Column("Took", is_number=True),
        Column("Fingerprint"),
    )
    noun = "load is" if len(kept) == 1 else "loads are"
    way_back = confirmation = ""
    if now is not None and before:
        way_back = f"Go back to load {before[0].seq}"
        confirmation = (
            f"Load {before[0].seq}, published {moment(before[0].published_at, workspace)}, "
            f"becomes the one that every screen shows. Load {now.seq} is removed; to have it "
            "again, load its files again."
        )
    return LoadsView(
        block=Block(f"{count(len(kept))} {noun} kept", "the last three; older ones are removed"),
        table=ShortTable(columns, tuple(_row(one, workspace) for one in kept)),
        way_back=way_back,
        confirmation=confirmation,
    )


def _unreadable(files: int) -> LoadsView:
    """The way back is there even where a damaged file keeps its record to itself."""
    way_back = "Go back to the load before" if files > 1 else ""
    return LoadsView(
        block=Block(f"{count(files)} published files, not all of them readable"),
        table=ShortTable((), ()),
        way_back=way_back,
        confirmation="The load before becomes the one that every screen shows. The one that "
        "cannot be opened is removed.",
    )


def _row(one: KeptLoad, workspace: Workspace) -> tuple[Cell, ...]:
    reached = "no dates" if one.data_date is None else weekday(one.data_date, workspace)
    shown = (f"{count(one.counts[name])} {name}" for name in NAMED if one.counts.get(name))
    forced = f"forced: {one.force_reason}" if one.force_reason else ""
    return (
        Cell(
            str(one.seq), second="shown on every screen" if one.is_current else "", is_strong=True
        ),
        Cell(moment(one.published_at, workspace)),
        Cell(reached),
        Cell(f"{one.mode}, {one.mapping}", second=forced),
        Cell(" · ".join(shown)),
        Cell(f"{rounded(Decimal(str(one.duration_seconds)), 1)} s"),
        Cell(one.fingerprint[:12], is_quiet=True),
    )
