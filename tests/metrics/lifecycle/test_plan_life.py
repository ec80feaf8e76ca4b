"""From draft to acknowledged: every step, and what each of them refuses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from data.ledger import Draft
from metrics.errors import RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.plans import changed_after
from metrics.lifecycle.told import version_text
from metrics.pool.reading import plan_hash, read_plan
from tests.metrics.lifecycle.desks import desk_in, kinds, only, plan, refused

BEFORE = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The company's desk on 8 November 2026."""
    return desk_in(tmp_path / "store")


@pytest.fixture
def early(tmp_path: Path) -> Desk:
    """The company's desk a month before the quarter starts."""
    return desk_in(tmp_path / "store", BEFORE)


def closed(desk: Desk, period: str) -> None:
    """Closes a period as an event alone: what a close calculates is not asked here."""
    desk.ledger.append(lambda events: (Draft("closed", "fin", period, {}),))


def test_a_proposal_is_kept_as_it_was_read(desk: Desk) -> None:
    made = desk.propose("fin", plan())
    assert made.plan == plan()
    assert made.plan_hash == plan_hash(plan())
    (event,) = only(desk, "proposed")
    assert (event.actor, event.subject, event.key) == ("fin", made.plan_hash, "proposed:1")
    assert {name: event.body[name] for name in event.body if name != "plan"} == {
        "effective_on": "2026-11-08",
        "name": "Shared pool",
        "period": "2026-Q4",
        "plan_hash": made.plan_hash,
        "sides": ["marketing", "sales"],
        "treatment": "whole",
        "version": 1,
    }


def test_before_the_period_it_takes_effect_on_its_first_day(early: Desk) -> None:
    made = early.propose("mia", plan())
    assert made.effective_on == date(2026, 10, 1)
    assert early.sign("sam", 1, made.plan_hash).status == "signed"
    assert early.state.in_force("2026-Q4") is None
    for person, code in (("mia", "not_yet"), ("fin", "not_yet"), ("pam", "not_allowed")):
        assert refused(early, lambda person=person: early.activate(person, 1))[0] == code
    late = early.at(datetime(2026, 10, 1, 0, 0, tzinfo=UTC))
    assert late.activate("fin", 1).in_force_on == date(2026, 10, 1)
    assert refused(late, lambda: late.activate("fin", 1))[0] == "already_in_force"
    assert kinds(late).count("in_force") == 1


def test_the_day_is_the_companys(tmp_path: Path) -> None:
    store = tmp_path / "store"
    roles = 'time_zone = "America/New_York"\n[roles]\nhead_of_marketing = ["mia"]\n'
    desk = desk_in(store, datetime(2026, 10, 1, 3, 59, 59, tzinfo=UTC), roles)
    assert desk.today == date(2026, 9, 30)
    assert desk.propose("mia", plan()).effective_on == date(2026, 10, 1)
    later = desk.at(datetime(2026, 10, 1, 4, 0, tzinfo=UTC))
    assert later.today == date(2026, 10, 1)


def test_the_next_plan_in_force_takes_the_place_of_the_one_before(desk: Desk) -> None:
    first = desk.propose("mia", plan(weight=50))
    desk.sign("sam", 1, first.plan_hash)
    second = desk.propose("sam", plan(weight=40), treatment="segments")
    assert desk.state.in_force("2026-Q4") == desk.state.version(1)
    desk.sign("mia", 2, second.plan_hash)
    assert [one.status for one in desk.state.versions] == ["replaced", "in_force"]
    assert [one.number for one in desk.state.plans_of("2026-Q4")] == [1, 2]
    assert desk.state.in_force("2026-Q4") == desk.state.version(2)
    # Back to the first text: a version of its own.
    third = desk.propose("sam", plan(weight=50), treatment="segments")
    desk.sign("mia", 3, third.plan_hash)
    assert [one.status for one in desk.state.versions] == ["replaced", "replaced", "in_force"]
    code, said = refused(desk, lambda: desk.propose("mia", plan(weight=50), treatment="segments"))
    assert (code, said) == (
        "already_in_force",
        "this plan is in force for 2026-Q4 as version 3",
    )


def test_plans_of_other_periods_are_apart(desk: Desk) -> None:
    first = desk.propose("mia", plan("2026-Q4"))
    desk.propose("mia", plan("2027-Q1"))
    assert [one.status for one in desk.state.versions] == ["proposed", "proposed"]
    assert desk.sign("sam", 1, first.plan_hash).status == "in_force"
    same_days = desk.propose("mia", plan("2027-01-01..2027-03-31", weight=30))
    assert (same_days.number, same_days.period) == (3, "2027-Q1")
    assert desk.state.version(2).status == "voided"


def test_a_rejection_needs_a_reason_and_ends_it(desk: Desk) -> None:
    made = desk.propose("mia", plan())
    for reason in ("", "  \n"):
        code, said = refused(desk, lambda reason=reason: desk.reject("sam", 1, reason))
        assert (code, said) == (
            "no_reason",
            "a rejection needs a reason; it is kept with the decision",
        )
    assert refused(desk, lambda: desk.reject("fin", 1, "no"))[0] == "not_allowed"
    ended = desk.reject("sam", 1, "too steep ")
    assert (ended.status, ended.reason, ended.ended_by) == ("rejected", "too steep", "sam")
    acts: list[Callable[[], object]] = [
        lambda: desk.sign("sam", 1, made.plan_hash),
        lambda: desk.reject("sam", 1, "again"),
        lambda: desk.withdraw("mia", 1),
        lambda: desk.activate("mia", 1),
    ]
    for act in acts:
        assert refused(desk, act) == ("not_proposed", "version 1 is not open: it is rejected")
    assert desk.propose("mia", plan()).number == 2


def test_a_reason_is_kept_whole_and_shown_on_one_line(desk: Desk) -> None:
    desk.propose("mia", plan())
    long = refused(desk, lambda: desk.reject("sam", 1, "x" * 2001))
    assert long == ("no_reason", "a rejection takes a reason of 2000 characters at most")
    ended = desk.reject("sam", 1, "no\n\x1b[31m\u202e because")
    assert ended.reason == "no\n\x1b[31m\u202e because"
    assert version_text(desk, ended).splitlines()[-1] == "  reason: no  [31m  because"


def test_only_who_proposed_takes_it_back(desk: Desk) -> None:
    made = desk.propose("fin", plan())
    desk.sign("mia", 1, made.plan_hash)
    assert refused(desk, lambda: desk.withdraw("mia", 1)) == (
        "not_allowed",
        "version 1 was proposed by fin, who alone withdraws it",
    )
    assert desk.withdraw("fin", 1).status == "withdrawn"
    assert refused(desk, lambda: desk.sign("sam", 1, made.plan_hash))[0] == "not_proposed"


def test_what_is_in_force_is_neither_rejected_nor_withdrawn(desk: Desk) -> None:
    made = desk.propose("mia", plan())
    desk.sign("sam", 1, made.plan_hash)
    said = ("not_proposed", "version 1 is not open: it is in force")
    assert refused(desk, lambda: desk.reject("sam", 1, "late")) == said
    assert refused(desk, lambda: desk.withdraw("mia", 1)) == said
    # An edit of it is a draft, and changes nothing before both have signed again.
    desk.save_draft("mia", plan(weight=40), edits=1)
    assert desk.state.version(1).status == "in_force"


def test_a_plan_that_does_not_hold_is_not_proposed(desk: Desk) -> None:
    text = (
        'name = "P"\nperiod = "2026-Q4"\n[[measures]]\nkpi = "bokings"\nweight = 100\n'
        "points = [[1, 50], [2, 100]]\n"
    )
    unknown = read_plan(text, form="toml", name="p")
    code, said = refused(desk, lambda: desk.propose("mia", unknown))
    assert code == "plan"
    assert "did you mean 'bookings'" in said
    light = read_plan(
        text.replace("bokings", "bookings").replace("100\n", "90\n"), form="toml", name="p"
    )
    assert refused(desk, lambda: desk.propose("mia", light))[0] == "plan"
    # A draft may still be wrong: it is worked on.
    desk.save_draft("mia", light)
    assert desk.state.drafts["2026-Q4"].plan == light


@pytest.mark.parametrize("period", ["all", "2026-Q5", ""])
def test_a_period_that_is_none_is_refused(desk: Desk, period: str) -> None:
    wrong = plan().model_copy(update={"period": period})
    assert refused(desk, lambda: desk.propose("mia", wrong))[0] in ("plan", "period")
    assert refused(desk, lambda: desk.save_draft("mia", wrong))[0] in ("plan", "period")


def test_the_day_lies_in_the_period_and_the_treatment_is_known(desk: Desk) -> None:
    for day in (date(2026, 9, 30), date(2027, 1, 1)):
        code, said = refused(desk, lambda day=day: desk.propose("mia", plan(), effective_on=day))
        assert (code, said) == (
            "not_in_period",
            f"a plan for 2026-Q4 takes effect from 2026-10-01 to 2026-12-31, not on {day}",
        )
    assert refused(desk, lambda: desk.propose("mia", plan(), treatment="half"))[0] == "plan"


def test_a_closed_period_keeps_its_plan(desk: Desk) -> None:
    made = desk.propose("fin", plan())
    desk.sign("mia", 1, made.plan_hash)
    closed(desk, "2026-Q4")
    said = ("period_closed", "2026-Q4 is closed: its plan can no longer change")
    assert refused(desk, lambda: desk.sign("sam", 1, made.plan_hash)) == said
    assert refused(desk, lambda: desk.propose("mia", plan(weight=40))) == said


def test_a_signed_plan_does_not_come_in_force_after_the_close(early: Desk) -> None:
    made = early.propose("mia", plan())
    early.sign("sam", 1, made.plan_hash)
    closed(early, "2026-Q4")
    late = early.at(datetime(2026, 11, 1, tzinfo=UTC))
    assert refused(late, lambda: late.activate("mia", 1))[0] == "period_closed"


def test_success_signs_too_once_it_has_a_head(desk: Desk) -> None:
    desk.grant("ann", "sue", ["head_of_success"])
    made = desk.propose("mia", plan())
    assert made.missing == ("sales", "success")
    assert desk.sign("sam", 1, made.plan_hash).status == "proposed"
    assert desk.sign("sue", 1, made.plan_hash).status == "in_force"


def test_success_signs_through_sales_until_then(desk: Desk) -> None:
    made = desk.propose("mia", plan())
    desk.grant("ann", "sue", ["head_of_success"])
    assert refused(desk, lambda: desk.sign("sue", 1, made.plan_hash)) == (
        "wrong_side",
        "you sign for no side of this plan, not for success",
    )
    assert refused(desk, lambda: desk.sign("sam", 1, made.plan_hash, side="marketing")) == (
        "wrong_side",
        "you sign for sales, not for marketing",
    )
    assert desk.sign("sam", 1, made.plan_hash).status == "in_force"


@pytest.mark.parametrize("person", ["fin", "ann", "ops", "pam", "vic", "wall", "nobody"])
def test_nobody_but_a_head_signs(desk: Desk, person: str) -> None:
    made = desk.propose("mia", plan())
    for side in (None, "sales", "marketing"):
        act = lambda side=side: desk.sign(person, 1, made.plan_hash, side=side)  # noqa: E731
        assert refused(desk, act)[0] == "not_allowed"


@pytest.mark.parametrize("number", [0, -1, 2, 10**6])
def test_a_version_that_is_none(desk: Desk, number: int) -> None:
    made = desk.propose("mia", plan())
    acts: list[Callable[[], object]] = [
        lambda: desk.sign("sam", number, made.plan_hash),
        lambda: desk.reject("sam", number, "why"),
        lambda: desk.withdraw("mia", number),
        lambda: desk.activate("mia", number),
        lambda: desk.acknowledge("pam", number),
        lambda: desk.save_draft("mia", plan(weight=1), edits=number),
    ]
    for act in acts:
        assert refused(desk, act) == (
            "no_such_version",
            f"there is no version {number}; `python -m metrics plan history` lists them",
        )


def test_payees_acknowledge_what_is_in_force_once(desk: Desk) -> None:
    made = desk.propose("mia", plan())
    assert refused(desk, lambda: desk.acknowledge("pam", 1))[0] == "not_in_force"
    desk.sign("sam", 1, made.plan_hash)
    assert list(desk.acknowledge("pam", 1).acknowledged) == ["pam"]
    assert desk.acknowledge("pam", 1) == desk.state.version(1)
    assert len(only(desk, "acknowledged")) == 1
    assert refused(desk, lambda: desk.acknowledge("vic", 1))[0] == "not_allowed"


def test_a_draft_for_another_period_edits_nothing(desk: Desk) -> None:
    desk.propose("mia", plan())
    assert refused(desk, lambda: desk.save_draft("mia", plan("2027-Q1"), edits=1)) == (
        "not_in_period",
        "version 1 is for another period than 2027-Q1",
    )
    desk.save_draft("mia", plan("2027-Q1"))
    assert (desk.state.drafts["2027-Q1"].saved_by, desk.state.drafts["2027-Q1"].edits) == (
        "mia",
        None,
    )


@pytest.mark.parametrize(
    ("effective_on", "now", "share"),
    [
        (date(2026, 10, 1), BEFORE, None),
        (date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC), None),
        (date(2026, 10, 2), BEFORE, Fraction(1, 92)),
        (date(2026, 11, 5), BEFORE, Fraction(35, 92)),
        # Signed on the 5th for the whole quarter: 35 days were over.
        (date(2026, 10, 1), datetime(2026, 11, 5, tzinfo=UTC), Fraction(35, 92)),
        (date(2026, 12, 31), BEFORE, Fraction(91, 92)),
        (date(2026, 10, 1), datetime(2027, 6, 1, tzinfo=UTC), Fraction(1)),
    ],
)
def test_what_share_of_the_period_is_over(
    tmp_path: Path, effective_on: date, now: datetime, share: Fraction | None
) -> None:
    desk = desk_in(tmp_path, now)
    made = desk.propose("mia", plan(), effective_on=effective_on)
    period = desk.calendar.parse("2026-Q4")
    assert changed_after(made, period, desk.today) == share
    signed = desk.sign("sam", 1, made.plan_hash)
    # Once it is in force, later days change nothing.
    if signed.in_force_on:
        assert changed_after(signed, period, date(2030, 1, 1)) == share


def test_a_refusal_keeps_no_word_of_what_was_given(desk: Desk) -> None:
    with pytest.raises(RevenueError):
        desk.reject("fin", 1, "secret 12,345")
    (event,) = only(desk, "refused")
    assert (event.actor, event.subject, dict(event.body)) == (
        "fin",
        "1",
        {"action": "reject", "code": "not_allowed"},
    )
