"""Roles: from tandem.toml at first, then granted and revoked as events."""

from datetime import timedelta
from pathlib import Path

import pytest

from metrics.errors import RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import Action
from tests.metrics.lifecycle.desks import NOW, desk_in, kinds, only, plan, refused


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The company's desk."""
    return desk_in(tmp_path / "store")


def test_the_workspace_names_the_first_ones(desk: Desk) -> None:
    assert desk.state.roles_of("ann") == {"admin"}
    assert desk.state.people_with("finance") == ("fin", "flo")
    assert kinds(desk) == []


def test_an_unknown_role_in_the_workspace_is_named(tmp_path: Path) -> None:
    with pytest.raises(RevenueError) as found:
        desk_in(tmp_path, roles='[roles]\nhead_of_sale = ["sam"]\n')
    assert found.value.code == "workspace"
    assert found.value.message.startswith(
        "tandem.toml: [roles] 'head_of_sale' is no role; did you mean 'head_of_sales'?; write "
        'role = ["person", ...] with one of viewer, display, member,'
    )


def test_a_grant_acts_at_once_and_for_other_desks(desk: Desk, tmp_path: Path) -> None:
    other = desk_in(tmp_path / "store")
    assert refused(other, lambda: other.propose("new", plan()))[0] == "not_allowed"
    assert desk.grant("ann", "new", ["finance", "viewer"]) == {"finance", "viewer"}
    assert other.propose("new", plan()).proposed_by == "new"
    assert desk.revoke("ann", "new", ["finance"]) == {"viewer"}
    assert refused(other, lambda: other.propose("new", plan()))[0] == "not_allowed"
    (granted,) = only(desk, "roles_granted")
    assert (granted.actor, granted.subject, dict(granted.body)) == (
        "ann",
        "new",
        {"roles": ["viewer", "finance"]},
    )


def test_a_role_of_the_workspace_can_be_revoked(desk: Desk) -> None:
    assert desk.revoke("ann", "sam", ["head_of_sales"]) == frozenset()
    made = desk.propose("fin", plan())
    assert refused(desk, lambda: desk.sign("sam", 1, made.plan_hash))[0] == "not_allowed"


def test_what_changes_nothing_writes_nothing(desk: Desk) -> None:
    assert desk.grant("ann", "fin", ["finance"]) == {"finance"}
    assert desk.revoke("ann", "vic", ["admin"]) == {"viewer"}
    assert kinds(desk) == []


def test_only_an_admin_and_never_for_oneself(desk: Desk) -> None:
    for person in ("fin", "mia", "ops", "vic", "pam", "nobody"):
        act = lambda person=person: desk.grant(person, "vic", ["finance"])  # noqa: E731
        assert refused(desk, act)[0] == "not_allowed"
    assert refused(desk, lambda: desk.grant("ann", "ann", ["finance"])) == (
        "same_person",
        "nobody grants roles to themselves; ask another admin",
    )
    assert refused(desk, lambda: desk.grant("ann", " ann ", ["finance"]))[0] == "unknown_person"
    assert refused(desk, lambda: desk.grant("ann ", "ann", ["finance"]))[0] == "unknown_person"


def test_one_admin_stays(desk: Desk) -> None:
    assert refused(desk, lambda: desk.revoke("ann", "ann", ["admin"])) == (
        "last_admin",
        "ann is the only admin; grant it to another first",
    )
    desk.grant("ann", "bob", ["admin"])
    assert desk.revoke("ann", "ann", ["admin"]) == frozenset()
    assert refused(desk, lambda: desk.grant("ann", "vic", ["member"]))[0] == "not_allowed"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 201, "nul\0", "\u202eevil", "\ud800"])
def test_a_name_that_is_none_is_refused_and_told(desk: Desk, name: str) -> None:
    assert refused(desk, lambda: desk.grant("ann", name, ["viewer"]))[0] == "unknown_person"
    assert refused(desk, lambda: desk.grant(name, "vic", ["viewer"]))[0] == "unknown_person"
    assert [one.actor for one in only(desk, "refused")] == ["ann", "(nobody)"]


def test_an_unknown_role_is_refused_with_the_nearest(desk: Desk) -> None:
    code, said = refused(desk, lambda: desk.grant("ann", "vic", ["finanse"]))
    assert code == "unknown_role"
    assert said.startswith("there is no role 'finanse'; did you mean 'finance'?; roles: viewer,")
    assert refused(desk, lambda: desk.grant("ann", "vic", []))[0] == "unknown_role"


def test_looking_is_guarded_and_told_too(desk: Desk) -> None:
    assert desk.see(Action.PAYEES, "fin") == desk.state
    code, said = refused(desk, lambda: desk.see(Action.PAYEES, "ops"))
    assert (code, said) == (
        "not_allowed",
        "ops may not load or see the payees: it is for finance",
    )


def test_the_state_is_the_same_however_it_is_read(desk: Desk) -> None:
    desk.grant("ann", "new", ["finance"])
    made = desk.propose("new", plan())
    desk.at(NOW + timedelta(days=1)).sign("sam", 1, made.plan_hash)
    events = desk.ledger.events()
    start = type(desk.state).start(desk.workspace)
    one_by_one = start
    for event in events:
        one_by_one = one_by_one.after([event])
    assert desk.state == one_by_one == start.after(events)
    assert start == type(desk.state).start(desk.workspace)
