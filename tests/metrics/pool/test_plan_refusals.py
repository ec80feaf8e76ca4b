"""What a plan can get wrong, and the one sentence it is refused with: where, what, the mend."""
# A row of a table is one refusal, as long as its sentence.
# ruff: noqa: E501

import json

import pytest

from metrics.errors import PlanError
from metrics.pool.inputs import KnownKey
from metrics.pool.plan_checks import checked
from metrics.pool.reading import plan_json, read_plan
from tests.metrics.pool.plan_texts import GOOD, KNOWN, edited

# What stands in the good plan, what is written instead, what the person reads.
# Every sentence starts with: plan 'Shared pool 2026-Q4',
REFUSALS = (
    # The head.
    ('"2026-Q4"', '"Q4 2026"', "period: 'Q4 2026' is no period to pay for; write 2026-Q4, 2026-11, 2026-W47, 2026 or 2026-10-01..2026-12-31"),
    ('"2026-Q4"', '"2026-W60"', "period: '2026-W60' is no period to pay for; write 2026-Q4, 2026-11, 2026-W47, 2026 or 2026-10-01..2026-12-31"),
    ('"2026-Q4"', '"２０２６"', "period: '２０２６' is no period to pay for; write 2026-Q4, 2026-11, 2026-W47, 2026 or 2026-10-01..2026-12-31"),
    ('"2026-Q4"', '"all"', "period: 'all' is no period to pay for; write 2026-Q4, 2026-11, 2026-W47, 2026 or 2026-10-01..2026-12-31"),
    ('"2026-Q4"', "2026", 'period: 2026 is no text; write it in quotes, such as "2026-Q4"'),
    ('period   = "2026-Q4"\n', "", 'period: it is missing; write the period it pays for, such as period = "2026-Q4"'),
    ('"USD"', '"dollars"', "currency: 'dollars' is no currency code; write three capitals such as EUR"),
    # Keys and values that a plan does not know.
    ("reserve =", "reserves =", "funding: no key is called 'reserves'; did you mean 'reserve'?"),
    ("[clawback]", "[colour]", "colour: no key is called 'colour'; known here: name, period, currency, funding, measures, external, gates, kickers, combine, rounding, split, allocation, proration, clawback"),
    ("[clawback]", '[clawback]\nperiod = "2026-Q4"', "clawback: key 'period' does not belong here; move it to the top, above the first table"),
    ('"target_incentives"', '"target_incentive"', "funding, method: 'target_incentive' is not known; did you mean 'target_incentives'?"),
    ('otherwise = "zero"', 'otherwise = "0 %"', "gate 1 'bookings', otherwise: '0 %' is not known; write zero, half or cap_at_target"),
    ("weight = 50", 'weight = "fifty"', "measure 1 'bookings', weight: 'fifty' is no number; write digits, such as 50 or 0.8"),
    ("weight = 50", "weight = true", "measure 1 'bookings', weight: true is no number; write digits, such as 50 or 0.8"),
    ("cap     = 200", "cap     = inf", "funding, cap: Infinity is no amount; write digits, such as 50 or 0.8"),
    ("cap     = 200", "cap     = nan", "funding, cap: NaN is no amount; write digits, such as 50 or 0.8"),
    ("cap     = 200", "cap     = 1e40", "funding, cap: 1E+40 is too large; write less than 1,000,000,000,000,000"),
    ("cap     = 200", "cap     = 1e-900", "funding, cap: 1E-900 is too fine; write at most 12 decimals"),
    ("window_days = 120", "window_days = 120.5", "clawback, window_days: 120.5 is not whole; write a whole number"),
    ("[[gates]]", "[gates]", "gates: a table is no list; write [[gates]], with two brackets, once for each"),
    ("[[3200000, 50], ", "[[3200000], ", "measure 1 'bookings', points: point 1 is a list; write [result, payout]"),
    ('kpi       = "bookings"\n', "", "gate 1, kpi: it is missing; name the KPI"),
    # Where the pool comes from.
    ('"target_incentives"', '"fixed"', "funding, amount: method fixed needs one; write the pool's money at 100 %"),
    ("amount  = 0", "amount  = 90000", "funding, amount: method target_incentives does not read it; set it to 0, or method to fixed"),
    ("amount  = 0", "amount  = -1", "funding, amount: -1 is negative; write 0 or more"),
    ('"target_incentives"', '"share"', "funding, kpi: method share needs one; name the KPI that the pool is a share of"),
    ("tiers   = []", "tiers   = [[0, 10, 0.1]]", "funding, tiers: method target_incentives does not read it; remove it, or set method to share"),
    ("cap     = 200", "cap     = -200", "funding, cap: -200 is negative; write 0 or more"),
    ("floor   = 0", "floor   = -5", "funding, floor: -5 is negative; write 0 or more"),
    ("floor   = 0", "floor   = 250", "funding, floor: 250 is above the cap of 200; lower it to 200 or less"),
    ('afford  = { kpi = "", floor = 0', 'afford  = { kpi = "", floor = 5', "funding, afford, kpi: a floor of 5 without a KPI bounds nothing; name the KPI"),
    ('afford  = { kpi = ""', 'afford  = { kpi = "win_rate"', "funding, afford, kpi: 'win_rate' is in percent, and the pool is in money; choose a KPI in money"),
    ("reserve = 0", "reserve = 101", "funding, reserve: 101 is more than the whole; write 0 to 100"),
    ("reserve = 0", "reserve = -1", "funding, reserve: -1 is negative; write 0 or more"),
    ('afford  = { kpi = "", floor = 0', 'afford  = { kpi = "ebitda", floor = -5', "funding, afford, floor: -5 is negative; write 0 or more"),
    ('afford  = { kpi = ""', 'afford  = { kpi = "ebit"', "funding, afford, kpi: no KPI is called 'ebit'; did you mean 'ebitda'?"),
    ('"target_incentives"\namount  = 0\nkpi     = ""', '"share"\namount  = 0\nkpi     = "sales_cycle"', "funding, kpi: 'sales_cycle' is in days, and the pool is in money; choose a KPI in money"),
    ('"target_incentives"\namount  = 0\nkpi     = ""', '"share"\namount  = 0\nkpi     = "open_pipeline"', "funding, kpi: nobody can be paid by 'open_pipeline'; choose a payable KPI"),
    # Measures: weights, KPIs, curves.
    ("weight = 50", "weight = 60", "measures: weights sum to 110, not 100; lower one by 10"),
    ("weight = 50", "weight = 49", "measures: weights sum to 99, not 100; raise one by 1"),
    ("weight = 50", "weight = 51", "measures: weights sum to 101, not 100; lower one by 1"),
    ("weight = 50", "weight = 49.99", "measures: weights sum to 99.99, not 100; raise one by 0.01"),
    ("weight = 50", "weight = -50", "measure 1 'bookings', weight: -50 is negative; write 0 or more"),
    ('"bookings"', '"boookings"', "measure 1 'boookings', kpi: no KPI is called 'boookings'; did you mean 'bookings'?"),
    ('"bookings"', '"nps"', "measure 1 'nps', kpi: no KPI is called 'nps'; name one, or write it under [[external]]"),
    ('"bookings"', '""', "measure 1, kpi: it is empty; name the KPI"),
    ('"bookings"', '"open_pipeline"', "measure 1 'open_pipeline', kpi: nobody can be paid by 'open_pipeline'; choose a payable KPI"),
    ('"sales_cycle"', '"bookings"', "measure 2 'bookings', points: they run downward, but higher is better for bookings; write them from low to high"),
    ("[[73, 50], [68, 100], [66, 100], [61, 200]]", "[[61, 50], [73, 100]]", "measure 2 'sales_cycle', points: they run upward, but lower is better for sales_cycle; write them from high to low"),
    ("[4800000, 200]]", "[4800000, 90]]", "measure 1 'bookings', points: the payout falls from 100 to 90 at 4800000; a better result must not pay less, so write 100 or more there"),
    ("[61, 200]]", "[61, 99]]", "measure 2 'sales_cycle', points: the payout falls from 100 to 99 at 61; a better result must not pay less, so write 100 or more there"),
    ("[4800000, 200]]", "[4000000, 200]]", "measure 1 'bookings', points: result 4000000 stands twice in a row; keep one payout for it"),
    ("[4800000, 200]]", "[3900000, 200]]", "measure 1 'bookings', points: result 3900000 comes after 4000000; let the results rise all the way"),
    ("[61, 200]]", "[67, 200]]", "measure 2 'sales_cycle', points: result 67 comes after 66; let the results fall all the way"),
    ("[[3200000, 50], [4000000, 100], [4800000, 200]]", "[[4000000, 100]]", "measure 1 'bookings', points: one point makes no line; add a second, or set shape to step"),
    ("[[3200000, 50], [4000000, 100], [4800000, 200]]", "[]", "measure 1 'bookings', points: there are none; write [result, payout] pairs, such as [[0.8, 50], [1, 100]]"),
    ('"win_rate"', '"bookings"', "measure 3 'bookings': measure 1 pays by it too; put their weights into one"),
    ('limit  = ""', 'limit  = "win_rate"', "measure 1 'bookings', limit: 'win_rate' is in percent, and 'bookings' is in money; choose a KPI in money"),
    ('limit  = ""', 'limit  = "bookings"', "measure 1 'bookings', limit: 'bookings' cannot limit itself; name another KPI or remove it"),
    ('limit  = ""', 'limit  = "new_busines"', "measure 1 'bookings', limit: no KPI is called 'new_busines'; did you mean 'new_business'?"),
    ("scope  = {}", 'scope  = { region = "" }', "measure 1 'bookings', scope: it is empty; write it such as {region = \"EMEA\"}"),
    # External figures.
    ('key    = "ebitda"', 'key    = "bookings"', "external figure 1 'bookings', key: a KPI is called 'bookings' already; choose another key"),
    ('key    = "ebitda"', 'key    = "the profit"', "external figure 1 'the profit', key: 'the profit' is no key; write letters, digits and _, a letter first"),
    ("[[external]]", '[[external]]\nkey = "ebitda"\nlabel = "Profit"\nunit = "money"\nsource = "Finance"\n[[external]]', "external figure 2 'ebitda', key: external figure 1 has it too; keep one of them"),
    ('"Finance, monthly close"', '" "', "external figure 1 'ebitda', source: it is empty; write where it comes from"),
    # Gates and kickers.
    ("at_least  = 2800000", "at_least  = 2800000\nat_most = 9", "gate 1 'bookings': at_least and at_most are both there; keep one of them"),
    ("at_least  = 2800000\n", "", "gate 1 'bookings': neither at_least nor at_most is there; write one of them"),
    ("at_least  = 2800000", "at_most   = 2800000", "gate 1 'bookings', at_most: higher is better for bookings; write at_least"),
    ('[[gates]]\nkpi       = "bookings"', '[[gates]]\nkpi = "booking"', "gate 1 'booking', kpi: no KPI is called 'booking'; did you mean 'bookings'?"),
    ('[[gates]]\nkpi       = "bookings"', '[[gates]]\nkpi = "open_pipeline"', "gate 1 'open_pipeline', kpi: nobody can be paid by 'open_pipeline'; choose a payable KPI"),
    ('"customer_hours"', '"hours"', "kicker 1 'hours', kpi: no KPI is called 'hours'; did you mean 'customer_hours'?"),
    ("at_least = 10", "at_least = 10\nat_most = 12", "kicker 1 'customer_hours': at_least and at_most are both there; keep one of them"),
    ("at_least = 10\n", "", "kicker 1 'customer_hours': neither at_least nor at_most is there; write one of them"),
    ("points   = 5", "points   = 0", "kicker 1 'customer_hours', points: 0 adds nothing; write the points it adds, above 0"),
    ('"customer_hours"', '"sales_cycle"', "kicker 1 'sales_cycle', at_least: lower is better for sales_cycle; write at_most"),
    # Combining and rounding.
    ("points = []", "points = [[80, 50], [100, 100]]", "combine, points: method payouts does not read them; remove them or set it to attainments"),
    ('method = "payouts"', 'method = "attainments"', "measure 1 'bookings', points: combine by attainments has one curve for all; move the points to [combine]"),
    ("funding = 1", "funding = 12", 'rounding, funding: 12 is out of range; write 0 to 9 or "none"'),
    ("funding = 1", 'funding = "one"', "rounding, funding: 'one' is no number; write a whole number or \"none\""),
    ("money   = 2", "money   = 3", "rounding, money: 3 is out of range; write -9 to 2"),
    # From the pool to people.
    ('by    = "target_incentive"', 'by    = "teams"', "split, teams: by teams needs them; write each with its percent, such as {sales = 100}"),
    ("teams = {}", "teams = { sales = 100 }", "split, teams: by target_incentive does not read them; remove them, or set by to teams"),
    ('by    = "target_incentive"\nteams = {}', 'by = "teams"\nteams = { marketing = 40, sales = 50 }', "split, teams: the parts sum to 90, not 100; raise one by 10"),
    ('by    = "target_incentive"\nteams = {}', 'by = "teams"\nteams = { marketing = -10, sales = 110 }', "split, teams, marketing: -10 is negative; write 0 or more"),
    ('by    = "target_incentive"\nteams = {}', 'by = "teams"\nteams = { " " = 100 }', "split, teams: a team has no name; write it before the percent"),
    ("pool_share   = 100", "pool_share   = 120", "allocation, pool_share: 120 is more than the whole; write 0 to 100"),
    ("pool_share   = 100", "pool_share   = -1", "allocation, pool_share: -1 is negative; write 0 or more"),
    ("individual   = []", 'individual   = [{ kpi = "bookings", weight = 40, points = [[1, 50], [2, 100]] }]', "allocation, individual: weights sum to 40, not 100; raise one by 60"),
    ("individual   = []", 'individual   = [{ kpi = "bookings", weight = 100, points = [[1, 50], [2, 100]], scope = { owner = "Ann" } }]', "allocation, individual measure 1 'bookings', scope: an individual measure looks at the payee alone; leave it out"),
    ("[0.8, 1.2]", "[1.2, 0.8]", "allocation, modifier: [1.2, 0.8] runs backward; write the lowest first"),
    ("[0.8, 1.2]", "[1.1, 1.2]", "allocation, modifier: [1.1, 1.2] leaves out 1, where nothing is changed; widen it to hold 1"),
    ("[0.8, 1.2]", "[-1, 1.2]", "allocation, modifier: [-1, 1.2] goes below 0; start it at 0 or more"),
    ("[0.8, 1.2]", "[0.8]", "allocation, modifier: 1 values; write two, such as [0.8, 1.2]"),
    ("cap_multiple = 3.0", "cap_multiple = -3", "allocation, cap_multiple: -3 is negative; write 0 or more"),
    ("minimum_service_days = 0", "minimum_service_days = -1", "proration, minimum_service_days: -1 is negative; write 0 or more"),
    ("window_days = 120", "window_days = -120", "clawback, window_days: -120 is negative; write 0 or more"),
)  # fmt: skip

# The same for plans that need more than one line changed.
SHARE = edited('"target_incentives"', '"share"').replace('kpi     = ""', 'kpi     = "ebitda"')
TIERS = (
    ("[]", 'funding, tiers: method share needs them; write [from, to, rate], such as [[0, "inf", 0.02]]'),
    ("[[0, 10, 0.1], [8, 20, 0.2]]", "funding, tiers, tier 2: it starts at 8 and overlaps the tier before it; start it at 10"),
    ("[[0, 10, 0.1], [12, 20, 0.2]]", "funding, tiers, tier 2: it starts at 12 and leaves a gap; start it at 10"),
    ('[[0, "inf", 0.1], [10, 20, 0.2]]', "funding, tiers, tier 2: the tier before it has no end; let only the last one run to inf"),
    ("[[0, 10, 5]]", "funding, tiers, tier 1: rate 5 is outside 0 to 1; write 2 % as 0.02"),
    ("[[0, 10, -0.1]]", "funding, tiers, tier 1: rate -0.1 is outside 0 to 1; write 2 % as 0.02"),
    ("[[10, 0, 0.1]]", "funding, tiers, tier 1: it ends at 0, not above its start 10; swap them"),
    ("[[0, 10]]", "funding, tiers, tier 1: a list is no slice; write [from, to, rate]"),
    ('[["inf", 10, 0.1]]', "funding, tiers, tier 1: 'inf' is no number; write digits, such as 50 or 0.8"),
)  # fmt: skip

ATTAINMENTS = """
name = "Shared pool 2026-Q4"
period = "2026-Q4"
[[measures]]
kpi = "bookings"
weight = 100
[combine]
method = "attainments"
points = POINTS
"""
COMBINED = (
    ("[]", "combine, points: there are none; write [result, payout] pairs, such as [[0.8, 50], [1, 100]]"),
    ("[[120, 50], [100, 100]]", "combine, points: they run downward, and more attainment is better; write them from low to high"),
    ("[[80, 50], [100, 40]]", "combine, points: the payout falls from 50 to 40 at 100; a better result must not pay less, so write 50 or more there"),
    ("[[100, 100]]", "combine, points: one point makes no line; add a second, or set shape to step"),
)  # fmt: skip

SMALL = """
name = "Shared pool 2026-Q4"
period = "PERIOD"
[funding]
method = "fixed"
amount = 1000
[proration]
days = "DAYS"
"""
DAYS = (
    ("2026-W47", "months", "proration, days: the period 2026-W47 holds no whole month; set days to calendar"),
    ("2026-10-02..2026-11-29", "months", "proration, days: the period 2026-10-02..2026-11-29 holds no whole month; set days to calendar"),
    ("2026-10-31..2026-10-31", "30/360", "proration, days: the period 2026-10-31..2026-10-31 holds no day of 30/360; set days to calendar"),
)  # fmt: skip

NO_MEASURES = 'name = "Shared pool 2026-Q4"\nperiod = "2026-Q4"\n'
NOTHING_TO_COMBINE = '[funding]\nmethod = "fixed"\namount = 5\n[combine]\nmethod = "attainments"\n'
WHOLE = (
    (NO_MEASURES, "measures: there are none; add one, or set the funding's method to fixed"),
    (NO_MEASURES + NOTHING_TO_COMBINE, "combine, method: there are no measures to combine; set it to payouts"),
)  # fmt: skip

# A document that cannot be read at all is called by its file's name, with the line.
UNREADABLE = (
    ("toml", "", "plan 'q4.toml': the document is empty; write name, period and the tables below them"),
    ("toml", b"name = \"A\"\nperiod = \"\xff\"", "plan 'q4.toml', line 2: it is not UTF-8; save the file as UTF-8"),
    ("toml", 'name = "A"\nname = "B"', "plan 'q4.toml', line 2: the key is written twice; keep one of them"),
    ("toml", "[split]\n[split]", "plan 'q4.toml', line 2: the table [split] is written twice; put its keys into one"),
    ("toml", "name = ", "plan 'q4.toml', line 1: not readable as TOML: Invalid value; check quotes, brackets and commas"),
    ("toml", "cap = " + "9" * 5000, "plan 'q4.toml': a value is too long or too deep to read; shorten it"),
    ("json", "[1]", "plan 'q4.toml': the document is no table; write {...} with the plan's keys inside"),
    ("json", '{"name":\n}', "plan 'q4.toml', line 2: not readable as JSON: Expecting value; check quotes, brackets and commas"),
    ("json", '{"name": "A",\n "split": {"by": "teams",\n "by": "teams"}}', "plan 'q4.toml', line 3: the key is written twice; keep one of them"),
    ("json", "[" * 100_000, "plan 'q4.toml': a value is too long or too deep to read; shorten it"),
    ("json", '{"name": "A", "period": null}', "plan 'A', period: it is null; write a value or leave the key out"),
    ("json", '{"name": "A", "period": "2026", "funding": {"cap": NaN}}', "plan 'A', funding, cap: NaN is no amount; write digits, such as 50 or 0.8"),
    ("json", '{"name": "A\\nB", "period": "2026"}', "plan 'A B', name: it holds a line break or a hidden character; write it on one line"),
    ("json", '{"name": "  ", "period": "2026"}', "plan 'q4.toml', name: it is empty; write what people call the plan"),
)  # fmt: skip


def refusal(text: str | bytes, form: str = "toml") -> str:
    """The sentence that the document is refused with; '' when it holds."""
    try:
        checked(read_plan(text, form=form, name="q4.toml"), KNOWN)
    except PlanError as error:
        return error.message
    return ""


@pytest.mark.parametrize(("old", "new", "said"), REFUSALS)
def test_a_bad_plan_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    assert refusal(edited(old, new)) == f"plan 'Shared pool 2026-Q4', {said}"


@pytest.mark.parametrize(("tiers", "said"), TIERS)
def test_bad_tiers_are_refused(tiers: str, said: str) -> None:
    text = SHARE.replace("tiers   = []", f"tiers   = {tiers}")
    assert refusal(text) == f"plan 'Shared pool 2026-Q4', {said}"


@pytest.mark.parametrize(("points", "said"), COMBINED)
def test_a_bad_curve_over_attainment_is_refused(points: str, said: str) -> None:
    assert refusal(ATTAINMENTS.replace("POINTS", points)) == f"plan 'Shared pool 2026-Q4', {said}"


@pytest.mark.parametrize(("period", "days", "said"), DAYS)
def test_days_that_the_period_does_not_hold_are_refused(period: str, days: str, said: str) -> None:
    text = SMALL.replace("PERIOD", period).replace("DAYS", days)
    assert refusal(text) == f"plan 'Shared pool 2026-Q4', {said}"


@pytest.mark.parametrize(("text", "said"), WHOLE)
def test_a_plan_that_lacks_what_it_pays_by_is_refused(text: str, said: str) -> None:
    assert refusal(text) == f"plan 'Shared pool 2026-Q4', {said}"


@pytest.mark.parametrize(("form", "text", "said"), UNREADABLE)
def test_an_unreadable_document_is_refused(form: str, text: str | bytes, said: str) -> None:
    assert refusal(text, form) == said


def test_the_first_of_several_faults_in_the_document_is_named() -> None:
    text = edited("weight = 50", 'weight = "many"').replace("window_days", "window")
    said = "measure 1 'bookings', weight: 'many' is no number; write digits, such as 50 or 0.8"
    assert refusal(text) == f"plan 'Shared pool 2026-Q4', {said}"
    text = edited("weight = 50", "weight = 55").replace("money   = 2", "money   = 9")
    assert refusal(text).endswith("measures: weights sum to 105, not 100; lower one by 5")
    later_first = '[split]\nwho = 1\n[funding]\nhow = 2\n[x]\nname = "A"\n'
    assert refusal(later_first) == (
        "plan 'q4.toml', split: no key is called 'who'; known here: by, teams"
    )


def test_a_refused_plan_is_refused_in_its_json_form_too() -> None:
    plan = read_plan(edited("weight = 50", "weight = 49"), form="toml", name="q4.toml")
    said = "plan 'Shared pool 2026-Q4', measures: weights sum to 99, not 100; raise one by 1"
    assert refusal(plan_json(plan), "json") == said


# Unusual, and right.
LEGAL = (
    ("[[73, 50], [68, 100], [66, 100], [61, 200]]", '[[68, 100]]\nshape = "step"'),
    ("at_least  = 2800000", 'at_least  = "2800000.00"'),
    ("weight = 50", "weight = 50.0"),
    ("[[3200000, 50], [4000000, 100], [4800000, 200]]\nshape  = \"linear\"", "[[4000000, 100]]\nshape  = \"step\""),
    ("[[3200000, 50], [4000000, 100], [4800000, 200]]", "[[-3906, 35], [-856, 100], [2194, 100]]"),
    ("cap     = 200", "cap     = 0"),
    ("floor   = 0", "floor   = 200"),
    ('limit  = ""', 'limit  = "ebitda"'),
    ('kpi       = "bookings"\nat_least  = 2800000', 'kpi = "ebitda"\nat_most = 5'),
    ('kpi    = "win_rate"', 'kpi    = "sales_cycle"\nscope = { region = "EMEA" }'),
    ('by    = "target_incentive"\nteams = {}', 'by = "teams"\nteams = { b = 0, a = 100 }'),
    ("[0.8, 1.2]", "[0, 1.25]"),
    ("pool_share   = 100", "pool_share   = 0"),
    ("money   = 2", "money   = -4"),
    ('days                 = "calendar"', 'days = "30/360"'),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), LEGAL)
def test_an_unusual_plan_that_holds_is_not_refused(old: str, new: str) -> None:
    assert refusal(edited(old, new)) == ""


def test_a_key_of_a_results_file_is_known_and_fits_any_unit() -> None:
    told = KnownKey("nps[region=EMEA]", "nps", "", "", True)
    plan = read_plan(edited('"bookings"', '"nps"'), form="toml", name="q4.toml")
    assert checked(plan, {**KNOWN, told.key: told}) is plan
    ebitda = KnownKey("ebitda", "ebitda", "", "", True)
    plan = read_plan(GOOD, form="toml", name="q4.toml")
    assert checked(plan, {**KNOWN, "ebitda": ebitda}) is plan
    own = KnownKey("ebitda", "EBITDA after bonus", "money", "", True)
    assert checked(plan, {**KNOWN, "ebitda": own}) is plan


def test_the_json_form_of_every_key_is_known_to_people() -> None:
    plan = read_plan(GOOD, form="toml", name="q4.toml")
    document = json.loads(plan_json(plan))
    assert list(document) == sorted(type(plan).model_fields)
