"""A load after a load: nothing new, changed values, missing deals, incremental, going back."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.errors import StoreError
from data.load import load
from data.publish import current_file
from data.status import loads, rollback, status
from tests.data.loading.exports import DEALS, NOW, PEOPLE, export


def rows(store: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query on the published file, dates and decimals as text."""
    path = current_file(store)
    with duckdb.connect(str(path), read_only=True) as con:
        return [
            tuple(None if value is None else str(value) for value in row)
            for row in con.execute(sql).fetchall()
        ]


HISTORY = """
    select changed_at, stage, outcome, amount, is_deleted from opportunity_history
    where opportunity_id = '{}' and origin = 'load' order by changed_at
"""


def test_the_same_content_again_publishes_nothing(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = load([company], store, now=NOW)
    lines = DEALS.splitlines()
    shuffled = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    again = load([export(tmp_path / "copy", opportunities=shuffled, people=PEOPLE)], store, now=NOW)
    assert again.is_unchanged
    assert again.path is None
    assert again.fingerprint == first.fingerprint
    assert [one.seq for one in loads(store)] == [1]


def test_the_fingerprint_follows_values_settings_and_nothing_else(
    company: Path, tmp_path: Path
) -> None:
    prints = set()
    for name, toml in (
        ("a", ""),
        ("b", 'date_format = "%Y-%m-%d"\n'),
        ("c", "fiscal_year_start = 4\n"),
    ):
        store = tmp_path / name
        store.mkdir()
        (store / "tandem.toml").write_text(toml)
        prints.add(load([company], store, now=NOW).fingerprint)
    assert len(prints) == 2
    export(company, opportunities=DEALS.replace("300.00", "300.01"))
    assert load([company], tmp_path / "d", now=NOW).fingerprint not in prints


def test_what_changed_becomes_a_version_at_the_data_date(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert load([company], store, now=NOW).data_date == date(2026, 6, 1)
    changed = (
        DEALS.replace(
            "O4,Qualify,2026-06-01T09:00:00Z,,open,300.00",
            "O4,Propose,2026-06-01T09:00:00Z,,open,350.00",
        )
        .replace(
            "O1,Qualify,2026-01-05T09:00:00Z,,open",
            "O1,Propose,2026-01-05T09:00:00Z,2026-06-10T15:00:00Z,won",
        )
        .replace(
            "O2,Propose,2026-02-01T09:00:00Z,2026-03-01T10:00:00Z,won,250.50",
            "O2,Propose,2026-02-01T09:00:00Z,2026-03-01T10:00:00Z,won,260.00",
        )
    ) + "O5,Qualify,2026-06-20T09:00:00Z,,open,5.00,P1,\n"
    export(company, opportunities=changed)
    result = load([company], store, now=NOW)
    assert (result.data_date, result.history) == (date(2026, 6, 20), "grown")
    assert rows(store, HISTORY.format("O4")) == [
        ("2026-06-01 09:00:00", "Qualify", "open", "300.00", "False"),
        ("2026-06-20 23:59:59", "Propose", "open", "350.00", "False"),
    ]
    # A close after the last data date is a version at its own moment.
    assert rows(store, HISTORY.format("O1")) == [
        ("2026-01-05 09:00:00", "Qualify", "open", "100.00", "False"),
        ("2026-06-10 15:00:00", "Propose", "won", "100.00", "False"),
    ]
    # A won deal corrected later was open, then won, then corrected.
    assert rows(store, HISTORY.format("O2")) == [
        ("2026-02-01 09:00:00", "Propose", "open", "250.50", "False"),
        ("2026-03-01 10:00:00", "Propose", "won", "250.50", "False"),
        ("2026-06-20 23:59:59", "Propose", "won", "260.00", "False"),
    ]
    assert rows(store, HISTORY.format("O3")) == rows(store, HISTORY.format("O5")) == []
    assert load([company], store, now=NOW).is_unchanged


def test_a_full_load_that_lacks_a_deal_writes_it_as_deleted(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([company], store, now=NOW)
    export(company, opportunities="\n".join(DEALS.splitlines()[:-1]) + "\n")
    load([company], store, now=NOW)
    assert rows(store, HISTORY.format("O4")) == [
        ("2026-06-01 09:00:00", "Qualify", "open", "300.00", "False"),
        # What is left ends with a close in April; the deletion is seen after the last data date.
        ("2026-06-01 23:59:59", "Qualify", "open", "300.00", "True"),
    ]
    assert status(store).data_date == date(2026, 6, 1)
    assert load([company], store, now=NOW).is_unchanged
    export(company, opportunities=DEALS)
    load([company], store, now=NOW)
    # Back on the same data date: the later state takes the place of the earlier one.
    assert [row[4] for row in rows(store, HISTORY.format("O4"))] == ["False", "False"]


def test_an_export_with_its_own_history_replaces_what_grew(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([company], store, now=NOW)
    export(company, opportunities=DEALS.replace("300.00", "301.00"))
    load([company], store, now=NOW)
    assert status(store).history == "grown"
    export(
        company,
        opportunity_history="opportunity_id,changed_at,stage,amount\nO4,2026-06-01T09:00:00Z,Qualify,301\n",
    )
    load([company], store, now=NOW)
    assert status(store).history == "export"
    assert rows(store, "select opportunity_id, origin from opportunity_history") == [
        ("O4", "export")
    ]


def test_an_incremental_load_changes_and_adds_by_key(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    export(company, spend="spent_on,amount\n2026-01-01,10\n2026-01-01,10\n2026-01-02,7\n")
    load([company], store, now=NOW)
    part = export(
        tmp_path / "part",
        opportunities="opportunity_id,stage,created_at,amount,owner_id\n"
        "O4,Propose,2026-06-01T09:00:00Z,310,P1\nO9,Qualify,2026-07-01T09:00:00Z,9,P1\n",
        spend="spent_on,amount\n2026-01-02,8\n2026-01-03,1\n",
    )
    result = load([part], store, incremental=True, now=NOW)
    assert rows(store, "select opportunity_id, amount from opportunities order by 1") == [
        ("O1", "100.00"),
        ("O2", "250.50"),
        ("O3", "75.25"),
        ("O4", "310.00"),
        ("O9", "9.00"),
    ]
    assert rows(store, "select spent_on, sum(amount) from spend group by 1 order by 1") == [
        ("2026-01-01", "20.00"),
        ("2026-01-02", "8.00"),
        ("2026-01-03", "1.00"),
    ]
    assert result.counts["people"] == 1
    assert [row[3] for row in rows(store, HISTORY.format("O4"))] == ["300.00", "310.00"]
    assert loads(store)[0].mode == "incremental"
    assert load([part], store, incremental=True, now=NOW).is_unchanged


def test_three_loads_are_kept_and_rollback_goes_back(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for cents in ("01", "02", "03", "04"):
        export(company, opportunities=DEALS.replace("300.00", f"300.{cents}"))
        load([company], store, now=NOW)
    assert [(one.seq, one.is_current) for one in loads(store)] == [
        (4, True),
        (3, False),
        (2, False),
    ]
    assert rollback(store).seq == 3
    assert rows(store, "select amount from opportunities where opportunity_id = 'O4'") == [
        ("300.03",)
    ]
    assert rollback(store).seq == 2
    with pytest.raises(StoreError, match="there is no load before this one"):
        rollback(store)
    export(company, opportunities=DEALS.replace("300.00", "305.00"))
    load([company], store, now=NOW)
    assert [one.seq for one in loads(store)] == [3, 2]


def test_a_deal_that_its_history_deleted_is_not_new_to_a_load_that_leaves_it_alone(
    company: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    history = (
        "opportunity_id,changed_at,stage,outcome,is_deleted\n"
        "O1,2026-01-05T09:00:00Z,Qualify,open,false\n"
        "O1,2026-02-05T09:00:00Z,Qualify,open,true\n"
    )
    export(company, opportunity_history=history)
    load([company], store, now=NOW)
    more = export(tmp_path / "more", people="person_id,name,team\nP2,Bo,sales\n")
    load([more], store, incremental=True, now=NOW)
    assert rows(store, "select count(*) from people") == [("2",)]
    assert rows(store, "select opportunity_id, is_deleted from opportunity_history order by 2") == [
        ("O1", "False"),
        ("O1", "True"),
    ]
