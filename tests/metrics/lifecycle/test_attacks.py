"""The desk called directly: by everybody for everything, and with what nobody should type."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import LedgerError
from metrics.errors import RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.results_entry import Entry
from metrics.pool.plan import External
from tests.metrics.lifecycle.desks import desk_in, kinds, plan, refused

EVERYBODY = ("ann", "ops", "fin", "flo", "mia", "sam", "pam", "vic", "wall", "stranger")
LEADERS, HEADS, FINANCE = {"mia", "sam", "fin", "flo"}, {"mia", "sam"}, {"fin", "flo"}
OWN = {"ann", "ops", "fin", "flo", "mia", "sam", "pam"}
Q4 = "2026-Q4"
Command = Callable[[Desk, str], object]
# Every command with who may go past the guard; what comes after that is another matter.
COMMANDS: dict[str, tuple[set[str], Command]] = {
    "draft": (LEADERS, lambda desk, who: desk.save_draft(who, plan())),
    "propose": (LEADERS, lambda desk, who: desk.propose(who, plan())),
    "sign": (HEADS, lambda desk, who: desk.sign(who, 1, "0" * 64)),
    "reject": (HEADS, lambda desk, who: desk.reject(who, 1, "no")),
    "withdraw": (LEADERS, lambda desk, who: desk.withdraw(who, 1)),
    "activate": (LEADERS, lambda desk, who: desk.activate(who, 1)),
    "acknowledge": (OWN, lambda desk, who: desk.acknowledge(who, 1)),
    "grant": ({"ann"}, lambda desk, who: desk.grant(who, "vic", ["finance"])),
    "revoke": ({"ann"}, lambda desk, who: desk.revoke(who, "fin", ["finance"])),
    "load payees": (FINANCE, lambda desk, who: desk.load_payees(who, Path("none.csv"))),
    "read payees": (FINANCE, lambda desk, who: desk.read_payees(who, Path("none.csv"))),
    "delete payee": (FINANCE, lambda desk, who: desk.delete_payee(who, "pam")),
    "enter": (
        FINANCE,
        lambda desk, who: PeriodDesk(desk).enter_result(who, Q4, Entry("x", "1", "s")),
    ),
    "close": (FINANCE, lambda desk, who: PeriodDesk(desk).close(who, Q4)),
    "reopen": (HEADS, lambda desk, who: PeriodDesk(desk).reopen(who, Q4, "why")),
    "approve": (FINANCE, lambda desk, who: PeriodDesk(desk).approve(who, Q4)),
    "pay": (FINANCE, lambda desk, who: PeriodDesk(desk).pay(who, Q4)),
    "restate": (FINANCE, lambda desk, who: PeriodDesk(desk).restate(who, Q4, "why")),
    "payroll": (FINANCE, lambda desk, who: PeriodDesk(desk).payroll(who, Q4)),
    "accrual": (FINANCE, lambda desk, who: PeriodDesk(desk).accrual(who, Q4)),
    "dispute": (OWN, lambda desk, who: PeriodDesk(desk).dispute(who, Q4, "Pool", "why")),
    "statement": (FINANCE, lambda desk, who: PeriodDesk(desk).statement(who, Q4, "somebody")),
    "answer": (FINANCE, lambda desk, who: PeriodDesk(desk).answer_dispute(who, "1", "so")),
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The company's desk."""
    return desk_in(tmp_path / "store")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_refused_to_everybody_it_is_not_for(desk: Desk, name: str) -> None:
    allowed, command = COMMANDS[name]
    for who in EVERYBODY:
        if who not in allowed:
            code, said = refused(desk, lambda who=who: command(desk, who))
            assert code == "not_allowed"
            assert said.startswith(f"{who} may not ")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_passes_the_guard_for_whom_it_is_for(desk: Desk, name: str) -> None:
    allowed, command = COMMANDS[name]
    assert [who for who in sorted(allowed) if code_of(desk, who, command) == "not_allowed"] == []


def code_of(desk: Desk, who: str, command: Command) -> str:
    """The code of what it is refused for; '' where it is done."""
    try:
        command(desk, who)
    except RevenueError as error:
        return error.code
    return ""


HOSTILE = ["", " ", "\n", "\0", "\ud800", "\u202eabc", "x" * 5000, "2026-Q4\n", "fin "]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("who", HOSTILE)
def test_a_person_that_is_none_does_nothing(desk: Desk, name: str, who: str) -> None:
    before = desk.state
    with pytest.raises(RevenueError):
        COMMANDS[name][1](desk, who)
    assert set(kinds(desk)) <= {"refused"}
    assert all(event.actor == "(nobody)" for event in desk.ledger.events(after=before.seq))


NO_NUMBERS = [
    "1e400",
    "NaN",
    "inf",
    "-inf",
    "",
    " ",
    "1_000",
    "1,5",
    "0x10",
    "٣",
    "1/3",
    "\0",
    "--1",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_figure_that_is_no_number_is_refused(desk: Desk, text: str) -> None:
    external = External(key="ebitda", label="EBITDA", unit="money", source="Finance")
    desk.propose("mia", plan().model_copy(update={"external": (external,)}))
    periods = PeriodDesk(desk)
    for entry in (Entry("ebitda", text, "close"), Entry("ebitda", "1", "close", text)):
        code, said = refused(desk, lambda entry=entry: periods.enter_result("fin", Q4, entry))
        assert code == "no_number"
        assert "write it as 1234.50" in said
    told = periods.enter_result("fin", Q4, Entry("ebitda", "-1250.5", "close"))
    assert told.body["value"] == "-1250.5"


def test_another_secret_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_KEY", "a" * 40)
    store = tmp_path / "store"
    desk = desk_in(store)
    desk.propose("mia", plan())
    desk.ledger.close()
    for secret in ("b" * 40, "", None):
        if secret is None:
            monkeypatch.delenv("TANDEM_LEDGER_KEY")
        else:
            monkeypatch.setenv("TANDEM_LEDGER_KEY", secret)
        with pytest.raises(LedgerError):
            desk_in(store)
    monkeypatch.setenv("TANDEM_LEDGER_KEY", "a" * 40)
    assert len(desk_in(store).state.versions) == 1
