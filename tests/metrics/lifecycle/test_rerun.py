"""A closed period worked out again from what was kept: the same bytes, wherever and however."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from data.backup import backup, restore
from data.ledger.event import canonical
from metrics.lifecycle.basis import basis_from, basis_json, paid_from, paid_json
from metrics.lifecycle.exact_text import amount_text, exact_text, tree_from, tree_json
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.rerun import closed, rerun, rerun_event, stored_basis, stored_bytes
from metrics.lifecycle.statements import statement_json
from tests.metrics.lifecycle.company import MARCH, Company, load_again, open_company, plan

LATE = "B9,2026-02-20,400.00,USD,new,,A1,acquisition"


@pytest.fixture
def february(company: Company) -> Company:
    """The company with February closed."""
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    return company


def test_the_same_bytes_with_one_and_with_two_threads(february: Company) -> None:
    state = february.desk.state
    stored = stored_bytes(closed(state, "2026-02"))
    assert len(stored) > 5000
    assert rerun(state, "2026-02") == stored
    with ThreadPoolExecutor(2) as pool:
        again = list(pool.map(lambda _: rerun(state, "2026-02"), range(8)))
    assert again == [stored] * 8


def test_the_same_bytes_after_the_warehouse_was_replaced(february: Company) -> None:
    stored = stored_bytes(closed(february.desk.state, "2026-02"))
    load_again(february.store, MARCH, [LATE])
    later = open_company(february.store)
    assert stored_bytes(closed(later.desk.state, "2026-02")) == stored
    assert rerun(later.desk.state, "2026-02") == stored


def test_the_same_bytes_without_any_warehouse(february: Company) -> None:
    stored = stored_bytes(closed(february.desk.state, "2026-02"))
    for file in (february.store / "warehouse").iterdir():
        file.unlink()
    assert rerun(open_company(february.store).desk.state, "2026-02") == stored


def test_the_same_bytes_and_statements_after_a_restore(february: Company, tmp_path: Path) -> None:
    stored = stored_bytes(closed(february.desk.state, "2026-02"))
    told = [february.periods.statement("fay", "2026-02", one) for one in ("P1", "P2", "P3")]
    backup(february.store, tmp_path / "copy")
    empty = tmp_path / "empty"
    empty.mkdir()
    restore(empty, tmp_path / "copy")
    restored = open_company(empty)
    assert stored_bytes(closed(restored.desk.state, "2026-02")) == stored
    assert rerun(restored.desk.state, "2026-02") == stored
    again = [restored.periods.statement("fay", "2026-02", one) for one in ("P1", "P2", "P3")]
    assert [statement_json(one) for one in again] == [statement_json(one) for one in told]


def test_what_is_kept_reads_back_as_it_was(february: Company) -> None:
    basis = stored_basis(closed(february.desk.state, "2026-02"))
    again = basis_from(basis_json(basis), basis.payees)
    assert again == basis
    for one in basis.payees:
        assert paid_from(one.payee.person_id, paid_json(one)) == one
    assert basis.payees[2].payee.rate == Fraction(6, 5)
    assert basis.payees[2].payee.terms[0].valid_to == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(5, 4), "1.25"),
        (Fraction(-5, 1000), "-0.005"),
        (Fraction(0), "0"),
        (Fraction(10) ** 20, "1" + "0" * 20),
        (Fraction(1, 10**12), "0.000000000001"),
    ],
)
def test_a_number_as_text_loses_nothing(value: Fraction, text: str) -> None:
    assert exact_text(value) == text
    assert Fraction(text) == value


def test_money_as_text_has_two_decimals_or_is_exact() -> None:
    assert [amount_text(Fraction(one)) for one in ("0", "-0.5", "1234", "1/3", "0.005")] == [
        "0.00",
        "-0.50",
        "1234.00",
        "1/3",
        "0.005",
    ]


def test_a_stored_tree_reads_back_as_it_was(february: Company) -> None:
    found = february.periods.statement("fay", "2026-02", "P1")
    for step in (*found.company, found.own):
        told = tree_json(step)
        assert tree_json(tree_from(told)) == told


def test_one_changed_figure_is_noticed(february: Company) -> None:
    close = closed(february.desk.state, "2026-02")
    text = canonical(close.body["basis"])
    assert '"value":"1240"' in text
    results = close.body["basis"]["parts"][0]["results"]  # type: ignore[index]
    results["bookings"]["value"] = "1240.01"
    assert not rerun_event(close).holds


def test_a_destroyed_key_takes_one_out_and_leaves_the_others(february: Company) -> None:
    february.desk.ledger.destroy_key("P2", actor="root")
    later = open_company(february.store)
    own = later.periods.statement("fay", "2026-02", "P1")
    assert own.payout == 772
    with pytest.raises(Refused) as gone:
        later.periods.statement("fay", "2026-02", "P2")
    assert gone.value.code == "deleted_person"
    assert rerun_event(closed(later.desk.state, "2026-02")).deleted == ("P2",)
    with pytest.raises(Refused) as again:
        rerun(later.desk.state, "2026-02")
    assert again.value.code == "deleted_person"
    assert "(deleted),P2,2026-02,USD,,,,," in later.periods.payroll("fay", "2026-02")
