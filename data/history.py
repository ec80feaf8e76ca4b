"""History that grows by itself: each load is compared with the one before.

Where an export brings no history of its own, what changed since the last load becomes a
version at the new load's data date. The last published file is attached as `before`.
"""

from datetime import UTC, date, datetime, time, timedelta

import duckdb

from data.sql_text import listed
from data.step_sql import row_of
from data.workspace import Workspace

# What a version says of a deal; forecast_category is not a column of opportunities.
TRACKED = (
    "stage",
    "amount",
    "expected_close_on",
    "probability",
    "owner_id",
    "outcome",
    "region",
    "source",
    "industry",
    "size_band",
)

# Deals that say something else than in the load before, are gone, or are back; and when.
_CHANGED_DEAL = """
create or replace temp table changed_deal as
select
    coalesce(new.opportunity_id, old.opportunity_id) as opportunity_id,
    new.opportunity_id is null as is_gone,
    coalesce(last.is_deleted, false) as was_deleted,
    last.opportunity_id is null as is_first,
    case
        when old.outcome is distinct from new.outcome
            and new.closed_at > $since and new.closed_at <= $changed_at
            and (last.changed_at is null or last.changed_at < new.closed_at)
            then new.closed_at
        when last.changed_at > $changed_at
            then last.changed_at + interval 1 second
        else $changed_at
    end as changed_at
from before.opportunities as old
full join opportunities as new on old.opportunity_id = new.opportunity_id
left join (
    select
        opportunity_id,
        max(changed_at) as changed_at,
        arg_max(is_deleted, changed_at) as is_deleted
    from opportunity_history
    group by opportunity_id
) as last on last.opportunity_id = coalesce(new.opportunity_id, old.opportunity_id)
where (new.opportunity_id is null and {is_full} and last.is_deleted is not true)
    or (new.opportunity_id is not null and old.opportunity_id is not null and ({changed}))
    or (new.opportunity_id is not null and old.opportunity_id is null and last.is_deleted is true)
"""


def grow_history(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    dates: tuple[date | None, date],
    is_full: bool,
) -> int:
    """How many versions were written for what changed since the load before.

    `dates` are the data dates of the load before and of this one. The history of the load
    before is already in the table. A full load that lacks a known deal writes it as deleted.
    """
    changed_at = _end_of(dates[1], workspace)
    since = _end_of(dates[0], workspace) if dates[0] else datetime(1, 1, 1)  # noqa: DTZ001
    changed = " or ".join(f"old.{name} is distinct from new.{name}" for name in TRACKED)
    con.execute(
        _CHANGED_DEAL.format(changed=changed, is_full=str(is_full).lower()),
        {"since": since, "changed_at": changed_at},
    )
    _write_first_states(con)
    _write_new_states(con)
    (written,) = row_of(con.execute("select count(*) from changed_deal"))
    con.execute("drop table changed_deal")
    return written


def _write_first_states(con: duckdb.DuckDBPyConnection) -> None:
    """What a deal without history was until now: opened, and closed if it was."""
    fields = ", ".join(f"old.{name}" for name in TRACKED)
    opened = fields.replace("old.outcome", "'open'")
    con.execute(
        f"""
        insert into opportunity_history (opportunity_id, changed_at, {listed(TRACKED)},
            is_deleted, origin)
        select old.opportunity_id, old.created_at, {opened}, false, 'load'
        from before.opportunities as old
        join changed_deal using (opportunity_id)
        where is_first
        """
    )
    con.execute(
        f"""
        insert into opportunity_history (opportunity_id, changed_at, {listed(TRACKED)},
            is_deleted, origin)
        select
            old.opportunity_id,
            greatest(old.closed_at, old.created_at + interval 1 second),
            {fields},
            false,
            'load'
        from before.opportunities as old
        join changed_deal using (opportunity_id)
        where is_first and old.closed_at is not null and old.outcome is distinct from 'open'
        """
    )


def _write_new_states(con: duckdb.DuckDBPyConnection) -> None:
    """What each changed deal is now; a second change at the same moment takes its place."""
    con.execute(
        """
        delete from opportunity_history
        where origin = 'load' and (opportunity_id, changed_at) in (
            select (opportunity_id, changed_at) from changed_deal
        )
        """
    )
    fields = ", ".join(f"case when is_gone then old.{name} else new.{name} end" for name in TRACKED)
    con.execute(
        f"""
        insert into opportunity_history (opportunity_id, changed_at, {listed(TRACKED)},
            is_deleted, origin)
        select opportunity_id, changed_at, {fields}, is_gone, 'load'
        from changed_deal
        left join opportunities as new using (opportunity_id)
        left join before.opportunities as old using (opportunity_id)
        """
    )


def _end_of(day: date, workspace: Workspace) -> datetime:
    """The last second of the day in the workspace's zone, in naive UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=workspace.zone)
    return midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(seconds=1)
