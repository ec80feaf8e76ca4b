"""Who may do what: each cell of the table, asked of the guard itself."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from metrics.lifecycle.guard import TABLE, About, Action, check, is_allowed
from metrics.lifecycle.records import PayeeTerms, RegisteredPayee
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.roles import ROLES
from metrics.lifecycle.state import State

# One person a role, named for it; each is a payee, so that each has an own statement, except
# those who only look.
COLUMNS = ROLES
TEAMS = {
    "member": "marketing",
    "head_of_marketing": "marketing",
    "head_of_sales": "sales",
    "head_of_success": "success",
    "finance": "",
    "operations": "",
    "admin": "",
}


def terms(team: str) -> tuple[PayeeTerms, ...]:
    """A year's terms in the team."""
    target, one = Decimal("1000"), Decimal(1)
    row = PayeeTerms(date(2026, 1, 1), None, "", team, one, target, "USD", "", True, one, None)
    return (row,)


def state() -> State:
    """Everybody, and a payee in each team."""
    payees = {f"{team} payee": terms(team) for team in ("marketing", "sales", "success")}
    return State(
        roles={role: frozenset({role}) for role in ROLES},
        payees={one: RegisteredPayee(one, has) for one, has in payees.items()},
    )


def allowed(action: Action, about: Mapping[str, About] | About | None = None) -> set[str]:
    """The roles that may do it; `about` may depend on the role that asks."""
    found = set()
    for role in COLUMNS:
        who = about.get(role) if isinstance(about, Mapping) else about
        if is_allowed(action, role, state(), who):
            found.add(role)
    return found


EVERYONE = set(ROLES)
HEADS = {"head_of_marketing", "head_of_sales", "head_of_success"}
LEADERS = {*HEADS, "finance"}
PAID = {"member", *LEADERS, "operations", "admin"}
OWN = {role: About(person_id=role, team=TEAMS.get(role, "")) for role in ROLES}


@pytest.mark.parametrize(
    ("action", "who"),
    [
        (Action.SEE_REVENUE, EVERYONE),
        (Action.SEE_POOL, EVERYONE),
        (Action.SEE_TEAMS, LEADERS),
        (Action.DRAFT, LEADERS),
        (Action.PROPOSE, LEADERS),
        (Action.WITHDRAW, LEADERS),
        (Action.ACTIVATE, LEADERS),
        (Action.REJECT, HEADS),
        (Action.REOPEN, HEADS),
        (Action.ENTER_RESULT, {"finance"}),
        (Action.CLOSE, {"finance"}),
        (Action.APPROVE, {"finance"}),
        (Action.PAY, {"finance"}),
        (Action.RESTATE, {"finance"}),
        (Action.FREEZE, {*LEADERS, "operations", "admin"}),
        (Action.COMMIT, PAID),
        (Action.NOTE, PAID),
        (Action.VOICE, PAID),
        (Action.HOLD, {*LEADERS, "operations"}),
        (Action.WORD, {*LEADERS, "operations"}),
        (Action.PAYROLL, {"finance"}),
        (Action.PAYEES, {"finance"}),
        (Action.READ_DATA, {"finance", "operations", "admin"}),
        (Action.CHANGE_DATA, {"operations", "admin"}),
        (Action.ROLES, {"admin"}),
    ],
)
def test_a_row_without_persons(action: Action, who: set[str]) -> None:
    assert allowed(action) == who
    # Naming a person or a team opens nothing more.
    for about in (OWN, About("sales payee"), About(team="marketing")):
        assert allowed(action, about) == who


@pytest.mark.parametrize("action", [Action.SEE_STATEMENT, Action.DISPUTE, Action.ACKNOWLEDGE])
def test_the_own(action: Action) -> None:
    assert allowed(action, OWN) == PAID


@pytest.mark.parametrize("team", ["marketing", "sales", "success"])
def test_statements_of_others(team: str) -> None:
    about = About(f"{team} payee")
    assert allowed(Action.SEE_STATEMENT, about) == {f"head_of_{team}", "finance"}
    assert allowed(Action.SEE_STATEMENT, About("who left", team)) == {f"head_of_{team}", "finance"}
    assert allowed(Action.DISPUTE, about) == set()
    assert allowed(Action.ACKNOWLEDGE, about) == set()
    assert allowed(Action.ANSWER, about) == {f"head_of_{team}", "finance"}


@pytest.mark.parametrize("side", ["marketing", "sales", "success"])
def test_a_head_signs_for_the_own_side_only(side: str) -> None:
    assert allowed(Action.SIGN, About(team=side)) == {f"head_of_{side}"}
    assert allowed(Action.SIGN) == set()


def test_the_statement_of_nobody_in_particular_is_for_finance() -> None:
    assert allowed(Action.SEE_STATEMENT) == {"finance"}
    assert allowed(Action.SEE_STATEMENT, About("nobody")) == {"finance"}


def test_operations_and_admin_are_no_way_to_pay() -> None:
    pay = {
        *(Action.SEE_TEAMS, Action.CLOSE, Action.PAYROLL, Action.PAYEES, Action.APPROVE),
        *(Action.PAY, Action.RESTATE, Action.PROPOSE, Action.SIGN, Action.ENTER_RESULT),
    }
    both = State(roles={"opa": frozenset({"operations", "admin"})}, payees=state().payees)
    for action in pay:
        assert not is_allowed(action, "opa", both, About("sales payee"))
    assert not is_allowed(Action.SEE_STATEMENT, "opa", both, About("sales payee"))
    assert is_allowed(Action.SEE_STATEMENT, "opa", both, About("opa"))


def test_every_action_stands_in_the_table() -> None:
    assert set(TABLE) == set(Action)
    assert set().union(*TABLE.values()) == set(ROLES)


@pytest.mark.parametrize("action", list(Action))
def test_who_has_no_role_may_do_nothing(action: Action) -> None:
    for about in (None, About(), About("stranger"), About("", "sales")):
        assert not is_allowed(action, "stranger", state(), about)
        assert not is_allowed(action, "", state(), about)


def test_who_is_paid_is_a_member() -> None:
    assert state().roles_of("sales payee") == {"member"}
    assert is_allowed(Action.SEE_STATEMENT, "sales payee", state(), About("sales payee"))


def test_a_refusal_says_whom_it_is_for() -> None:
    with pytest.raises(Refused) as found:
        check(Action.SEE_STATEMENT, "head_of_sales", state(), About("marketing payee"))
    assert found.value.code == "not_allowed"
    assert found.value.message == (
        "head_of_sales may not see this statement: it is for member (the own), head of marketing "
        "(the own), head of marketing (the own team), head of sales (the own), head of sales (the "
        "own team), head of success (the own), head of success (the own team), finance, "
        "operations (the own), admin (the own)"
    )
    with pytest.raises(Refused, match="there is no admin yet: write admin = "):
        check(Action.ROLES, "fin", State(roles={"fin": frozenset({"finance"})}))
