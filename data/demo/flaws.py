"""What is wrong with the demo company's exports, on purpose.

`with_problems` makes a few rows say what cannot be true: they load and stand among the data
problems. `dirty_lines` are rows that cannot be read: they go to the quarantine.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.arrays import ABSENT, DAY, HOUR, Flags, Ints
from data.demo.company import LOST, WON
from data.demo.files import Columns, ids, moments
from data.demo.tables import closed_moments
from data.demo.unit import Unit
from data.demo.world import World

UNKNOWN_OWNER = "P999"


def chosen(candidates: Flags, count: int) -> Ints:
    """`count` places spread over the candidates; fewer when there are not so many."""
    places = np.flatnonzero(candidates)
    steps = np.arange(1, count + 1) * len(places) // (count + 1)
    return np.unique(places[steps]) if len(places) else places


def replaced(column: pa.Array, places: Ints, values: pa.Array) -> pa.Array:
    """The column with other values at the places, which are sorted."""
    mask = np.zeros(len(column), dtype=bool)
    mask[places] = True
    return pc.replace_with_mask(column, pa.array(mask), values)


def with_problems(tables: Mapping[str, Columns], unit: Unit, world: World) -> dict[str, Columns]:
    """The first unit's tables with a handful of each problem."""
    changed = {name: dict(columns) for name, columns in tables.items()}
    deals = unit.deals
    closed = closed_moments(unit, world.span)
    last = unit.versions.outcome[unit.versions.is_last]
    is_old = (closed != ABSENT) & (closed < world.span.cutoff - 200 * DAY)
    _contacts_after_win(
        changed, unit, chosen(is_old & (last == WON) & (deals.lead >= 0), 2), closed
    )
    _late_creations(changed, chosen(is_old & (last == LOST) & (deals.lead < 0), 2), closed)
    _unknown_owners(changed, unit, chosen(deals.created > world.span.cutoff - 150 * DAY, 2))
    _early_responses(changed, unit)
    _foreign_opportunities(changed, unit)
    _other_amounts(changed, unit, world)
    return changed


def _contacts_after_win(tables: dict[str, Columns], unit: Unit, deals: Ints, closed: Ints) -> None:
    """Leads that the CRM says were created two days after their deal was won."""
    order = np.argsort(unit.deals.lead[deals])
    deals = deals[order]
    leads = tables["leads"]
    late = moments(closed[deals] + 2 * DAY)
    leads["created_at"] = replaced(leads["created_at"], unit.deals.lead[deals], late)


def _late_creations(tables: dict[str, Columns], deals: Ints, closed: Ints) -> None:
    """Deals created, says the CRM, three days after they were lost."""
    rows = tables["opportunities"]
    rows["created_at"] = replaced(rows["created_at"], deals, moments(closed[deals] + 3 * DAY))


def _unknown_owners(tables: dict[str, Columns], unit: Unit, deals: Ints) -> None:
    """Deals of an owner whom nobody knows, in all their versions."""
    rows, history = tables["opportunities"], tables["opportunity_history"]
    versions = np.flatnonzero(np.isin(unit.versions.deal, deals))
    rows["owner_id"] = replaced(rows["owner_id"], deals, pa.array([UNKNOWN_OWNER] * len(deals)))
    history["owner_id"] = replaced(
        history["owner_id"], versions, pa.array([UNKNOWN_OWNER] * len(versions))
    )


def _early_responses(tables: dict[str, Columns], unit: Unit) -> None:
    """Leads answered two hours before they were handed over."""
    leads = unit.leads
    places = chosen((leads.response_kind == 1) & (leads.handed != ABSENT), 4)
    early = moments(leads.handed[places] - 2 * HOUR)
    columns = tables["leads"]
    columns["first_response_at"] = replaced(columns["first_response_at"], places, early)


def _foreign_opportunities(tables: dict[str, Columns], unit: Unit) -> None:
    """Leads that name an opportunity which names another lead."""
    with_lead = np.flatnonzero(unit.deals.lead >= 0)
    deals = chosen(unit.deals.lead >= 0, 3)
    others = with_lead[np.searchsorted(with_lead, deals) - 1]
    order = np.argsort(unit.deals.lead[deals])
    leads = tables["leads"]
    leads["opportunity_id"] = replaced(
        leads["opportunity_id"], unit.deals.lead[deals][order], ids("O", others[order], 7)
    )


def _other_amounts(tables: dict[str, Columns], unit: Unit, world: World) -> None:
    """Bookings that differ from the won amount by a discount nobody wrote into the CRM."""
    made = unit.bookings.rows(unit.bookings.booked <= world.span.cutoff)
    places = chosen((made.deal >= 0) & (made.booked > world.span.cutoff - 400 * DAY), 3)
    rows = tables["bookings"]
    less = pc.multiply(
        rows["amount"].take(pa.array(places)), pa.scalar("0.95").cast(pa.decimal128(3, 2))
    )
    rows["amount"] = replaced(rows["amount"], places, less.cast(rows["amount"].type, safe=False))


DIRTY: dict[str, tuple[dict[str, str], ...]] = {
    "leads": (
        {"lead_id": "L9000001", "created_at": "2026-13-41", "source": "Website"},
        {"lead_id": "", "created_at": "2026-02-03 10:00:00Z", "source": "Webinar"},
        {"lead_id": "L0000000", "created_at": "2026-02-04 09:30:00Z", "source": "Website"},
        {
            "lead_id": "L9000002",
            "created_at": "2026-02-05 12:00:00Z",
            "source": "Content",
            "handed_over_at": "soon",
        },
    ),
    "opportunities": (
        {"opportunity_id": "O9000001", "amount": "12,5OO"},
        {"opportunity_id": "O9000002", "amount": "NaN"},
        {"opportunity_id": "O9000003", "outcome": "maybe"},
        {"opportunity_id": "", "amount": "18000"},
        {"opportunity_id": "O0000000", "amount": "9000"},
    ),
    "accounts": (
        {"account_id": "A9000001", "name": ""},
        {"account_id": "A9000002", "name": "Tambermere Devices", "icp_tier": "D"},
        {"account_id": "A9000003", "name": "Skarnholm Foods", "created_on": "yesterday"},
    ),
}
_DIRTY_DEAL = {
    "name": "Typed by hand",
    "created_at": "2026-03-02 15:00:00Z",
    "stage": "Qualify",
    "currency": "USD",
    "outcome": "open",
    "expected_close_on": "2026-06-30",
}


def dirty_lines(table: str, columns: Sequence[str]) -> list[str]:
    """The unreadable lines of a table with those columns."""
    usual = _DIRTY_DEAL if table == "opportunities" else {}
    return [
        ",".join(_quoted((usual | row).get(name, "")) for name in columns)
        for row in DIRTY.get(table, ())
    ]


def _quoted(value: str) -> str:
    return f'"{value}"' if "," in value else value
