"""The plan on paper: what it says, that it recomputes, and that names stay names."""
# A row of a table is one plan, as long as what is written in it.
# ruff: noqa: E501

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings

from metrics.errors import PlanError
from metrics.planning.results import known_keys
from metrics.planning.typeset import pdf_of, typst_source, write_document
from metrics.pool.blocks import Heading, Paragraph, Table, markdown, section, tables_in
from metrics.pool.decimals import read_back, written
from metrics.pool.document import document_of, prove_document
from metrics.pool.inputs import Span
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash, read_plan
from tests.metrics.pool import pool_engine, pool_worlds
from tests.metrics.pool.plan_texts import GOOD, KNOWN, edited

Q4 = Span(date(2026, 10, 1), date(2026, 12, 31))


def plan_of(text: str) -> Plan:
    """The plan of a TOML text."""
    return read_plan(text, form="toml", name="plan.toml")


def paper(text: str = GOOD) -> str:
    """The document of a plan as Markdown."""
    return document_of(plan_of(text), KNOWN, Q4).markdown


def test_a_curve_is_told_in_words_and_as_a_table() -> None:
    assert section(paper(), Heading(3, "Measure 2: Sales cycle")) == (
        "A lower result is better. Payment starts at 73 days, which pays 50 % of target. Between "
        "the points it follows a straight line, up to 200 % at 61 days. From 68 days to 66 days "
        "it stays at 100 %. A result above 73 days pays nothing. Below 61 days it stays at 200 %. "
        "At 73 days the payout jumps by 50 points.\n\n"
        "| Result | Payout, % |\n| --: | --: |\n| 75.5 days | 0 |\n| 73 days | 50 |\n"
        "| 70.5 days | 75 |\n| 68 days | 100 |\n| 67 days | 100 |\n| 66 days | 100 |\n"
        "| 63.5 days | 150 |\n| 61 days | 200 |\n| 58.5 days | 200 |"
    )


# 61 of 92 days from 1 November: 6,000 x 61/92 = 3,978.26; the target pool is 13,978.26.
PAID = (
    ("Example: at threshold", "50", "6,989.13", "5,000.00", "1,989.13"),
    ("Example: at target", "100", "13,978.26", "10,000.00", "3,978.26"),
    ("Example: at the top", "205", "27,956.52", "20,000.00", "7,956.52"),
)


@pytest.mark.parametrize(("title", "funding", "pool", "whole", "joiner"), PAID)
def test_examples_pay_what_the_plan_pays(
    title: str, funding: str, pool: str, whole: str, joiner: str
) -> None:
    assumed, people, _, steps, paid = tables_in(section(paper(), Heading(3, title)))
    assert assumed[0] == ["Assumed", "Result", "Target"]
    assert people[1:] == [
        ["Payee 1", "10,000", "whole period"],
        ["Payee who joins", "6,000", "2026-11-01"],
    ]
    figures = {row[0]: row[1] for row in steps}
    assert figures["Funding, %"] == funding
    assert figures["Pool, USD"] == pool
    assert paid[1:] == [
        ["Payee 1", "1", whole, whole],
        ["Payee who joins", "0.663043", joiner, joiner],
    ]


def test_the_joiner_is_told_in_a_sentence() -> None:
    assert (
        "Payee who joins starts on 2026-11-01: 61 of 92 days, so 0.663043 of the target incentive "
        "of 6,000 counts, which is 3,978.26 USD. The payout is 3,978.26 USD."
    ) in section(paper(), Heading(3, "Example: at target"))


def outcomes() -> list[str]:
    """The lines of the document whose figures follow from others."""
    text = paper()
    found = []
    for title in ("Measure 1: Bookings", "Example: at threshold", "Example: at the top"):
        below = section(text, Heading(3, title)).splitlines()
        rows = [line for line in below if re.match(r"\| (\d|Funding|Pool|Payee who)", line)]
        found += [line for line in rows if "2026-11-01" not in line]
    return found


@pytest.mark.parametrize("line", outcomes())
def test_a_figure_that_does_not_recompute_is_refused(line: str) -> None:
    plan, text = plan_of(GOOD), paper()
    digit = re.search(r"(\d)(?=[^\d]*$)", line)
    assert digit is not None
    wrong = line[: digit.start()] + str((int(digit.group()) + 1) % 10) + line[digit.end() :]
    assert text.count(line) >= 1
    with pytest.raises(PlanError, match="build the document anew"):
        prove_document(plan, KNOWN, Q4, text.replace(line, wrong, 1))


def test_the_refusal_names_the_line() -> None:
    plan, text = plan_of(GOOD), paper()
    with pytest.raises(PlanError) as refused:
        prove_document(plan, KNOWN, Q4, text.replace("| 70.5 days | 75 |", "| 70.5 days | 76 |"))
    assert refused.value.message == (
        "plan 'Shared pool 2026-Q4', document, 'Measure 2: Sales cycle': 70.5 days pays 75 and 76 "
        "is printed; build the document anew from the plan"
    )
    with pytest.raises(PlanError) as refused:
        prove_document(
            plan, KNOWN, Q4, text.replace("| Pool, USD | 27,956.52 |", "| Pool, USD | 1 |")
        )
    assert refused.value.message == (
        "plan 'Shared pool 2026-Q4', document, 'Example: at the top': '| Pool, USD | 1 |' "
        "recomputes to '| Pool, USD | 27,956.52 |'; build the document anew from the plan"
    )
    with pytest.raises(PlanError, match="it cannot be computed again"):
        prove_document(plan, KNOWN, Q4, text.replace("Example: at target", "Example"))


TEAMS = 'by = "teams"\nteams = { "R&D | <b>_x_</b>" = 30, sales = 70 }'
CURVE = "[[3200000, 50], [4000000, 100], [4800000, 200]]"
# Plans of every kind; each prints and proves all of its figures.
KINDS = (
    ('by    = "target_incentive"\nteams = {}', TEAMS),
    ("pool_share   = 100", "pool_share   = 70"),
    ("money   = 2", "money   = 0"),
    ("money   = 2", "money   = -4"),
    ("funding = 1", 'attainment = 0\nmeasure = 1\nweighted = 2\nproration = 3\nmode = "down"'),
    ('days                 = "calendar"', 'days = "workdays"'),
    ('days                 = "calendar"', 'days = "months"'),
    ('days                 = "calendar"', 'days = "30/360"\ninclusive = false\nleavers = "forfeit"'),
    ("minimum_service_days = 0", "minimum_service_days = 80"),
    ("[0.8, 1.2]", "[0, 1.25]\nbudget_neutral = false"),
    ("cap_multiple = 3.0", "cap_multiple = 0.5"),
    ("cap     = 200", "cap     = 0"),
    ("reserve = 0", "reserve = 12.5"),
    ("floor   = 0", "floor   = 60.5"),
    ('limit  = ""', 'limit  = "new_business"'),
    ("scope  = {}", 'scope  = { region = "EMEA", industry = "Energy" }'),
    ('afford  = { kpi = ""', 'afford  = { kpi = "ebitda"'),
    ('"target_incentives"\namount  = 0', '"fixed"\namount  = 123456.78'),
    (CURVE, "[[3333333.333333, 33.333333], [4000000, 100.1]]"),
    (f'{CURVE}\nshape  = "linear"', '[[4000000, 100]]\nshape  = "step"'),
    (f'{CURVE}\nshape  = "linear"\nbelow  = "zero"\nabove  = "cap"', f'{CURVE}\nbelow = "extrapolate"\nabove = "extrapolate"'),
    ("[[73, 50], [68, 100], [66, 100], [61, 200]]", '[[0.8, 50], [1, 100], [1.3, 200]]\nbasis = "target"'),
    ("[[73, 50], [68, 100], [66, 100], [61, 200]]", '[[1.2, 50], [1, 100], [0.7, 200]]\nbasis = "target"'),
    ("at_least = 10", "at_least = 10.25"),
    ('kpi      = "customer_hours"\nat_least = 10', 'kpi = "sales_cycle"\nat_most = 62'),
    ("individual   = []", 'individual   = [{ kpi = "bookings", weight = 100, points = [[1, 50], [2, 100]] }]'),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), KINDS)
def test_a_plan_of_any_kind_prints_and_proves_itself(old: str, new: str) -> None:
    document = document_of(plan_of(edited(old, new)), KNOWN, Q4)
    assert document.markdown.count("### Example: ") == 3
    assert pdf_of(document).startswith(b"%PDF-")


SHARE = """
name = "Share"
period = "2026-Q4"
[funding]
method = "share"
kpi = "ebitda"
tiers = [[0, 1000000, 0.01], [1000000, "inf", 0.025]]
afford = { kpi = "ebitda", floor = 0, on = "after" }
[[external]]
key = "ebitda"
label = "EBITDA"
unit = "money"
source = "Finance"
"""
ATTAINMENTS = """
name = "Attainments"
period = "2026-Q4"
[[measures]]
kpi = "bookings"
weight = 60
[[measures]]
kpi = "sales_cycle"
weight = 40
[combine]
method = "attainments"
points = [[80, 50], [100, 100], [120, 200]]
[[gates]]
kpi = "bookings"
at_least = 700
otherwise = "half"
"""


def test_a_share_of_a_figure_prints_its_slices() -> None:
    text = paper(SHARE)
    assert "| 1,000,000 | no end | 2.5 % |" in text
    # 2,000,000 before the bonus are (2,000,000 + 15,000) / 1.025 = 1,965,853.66 after it; the
    # 34,146.34 between them are cut to 200 % of the target pool of 13,978.26.
    assert "| Pool, USD | 27,956.52 |" in text


def test_one_curve_over_attainments_prints_it_once() -> None:
    text = paper(ATTAINMENTS)
    assert text.count("Payout of the weighted attainment, in %") == 1
    top = tables_in(section(text, Heading(3, "Example: at the top")))
    assert top[0][1:] == [["Bookings", "1,680", "1,400"], ["Sales cycle", "32 days", "40 days"]]
    assert top[2][1:] == [["Bookings", "120", "60", "72"], ["Sales cycle", "120", "40", "48"]]


NASTY = "#1 $pool$ *a* _b_ @c <d> [e](f) `g` ~h~ \\\\i | j & k ^l^ // m"


def test_names_are_shown_as_they_are() -> None:
    shown = NASTY.replace("\\\\", "\\")
    text = edited('"Shared pool 2026-Q4"', f'"{NASTY}"')
    document = document_of(plan_of(text), KNOWN, Q4)
    assert document.markdown.startswith(
        r"# \#1 \$pool\$ \*a\* \_b\_ \@c \<d\> \[e\](f) \`g\` \~h\~ \\i \| j \& k \^l\^ // m"
    )
    headings = typst.query(typst_source(document).encode(), "heading.where(level: 1)")
    assert f'"text": {written_json(shown)}' in re.sub(r"\s+", " ", headings)
    assert tables_in(markdown([Table((shown,), ((shown,),))])) == [[[shown], [shown]]]
    assert markdown([Paragraph("1. - no list"), Paragraph("- no list")]) == (
        "1\\. - no list\n\n\\- no list\n"
    )


def written_json(text: str) -> str:
    """A text as JSON writes it."""
    return json.dumps(text, ensure_ascii=False)


def test_the_same_plan_gives_the_same_files(tmp_path: Path) -> None:
    plan = plan_of(GOOD)
    document = write_document(plan, tmp_path / "plan.pdf", KNOWN, Q4)
    write_document(plan, tmp_path / "plan.md", KNOWN, Q4)
    pdf = (tmp_path / "plan.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf == pdf_of(document)
    assert (tmp_path / "plan.md").read_text() == document.markdown
    assert document.plan_hash == plan_hash(plan)
    assert document.plan_hash in typst_source(document)
    assert document.markdown.endswith(f"Hash of this plan: {plan_hash(plan)}\n")


def test_a_document_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as refused:
        write_document(plan_of(GOOD), tmp_path / "plan.doc", KNOWN, Q4)
    assert refused.value.message.endswith("'.doc' is no form; name it .pdf or .md")
    with pytest.raises(PlanError) as refused:
        write_document(plan_of(GOOD), tmp_path / "no" / "plan.md", KNOWN, Q4)
    assert refused.value.message.endswith("cannot be written: No such file or directory")
    with pytest.raises(PlanError) as refused:
        document_of(plan_of(edited("weight = 50", "weight = 49")), KNOWN, Q4)
    assert refused.value.message.endswith("weights sum to 99, not 100; raise one by 1")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(1, 4), "percent", "25 %"),
        (Fraction("0.123456789012"), "percent", "12.3456789012 %"),
        (Fraction("-1234567.5"), "money", "-1,234,567.5"),
        (Fraction(66), "days", "66 days"),
        (Fraction("0.8"), "multiple", "0.8x"),
        (Fraction(0), "", "0"),
    ],
)
def test_a_figure_reads_back_as_it_was(value: Fraction, unit: str, text: str) -> None:
    assert written(value, unit) == text
    assert read_back(text, unit) == value


PUBLISHED = sorted((Path(__file__).parents[2] / "goldens" / "plans").glob("*.toml"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_plan_prints_and_proves_itself(path: Path) -> None:
    plan = read_plan(path.read_bytes(), form="toml", name=path.stem)
    keys = [*(measure.kpi for measure in plan.measures), plan.funding.kpi]
    document = document_of(plan, known_keys(plan, filter(None, keys)), Q4)
    assert document.markdown.startswith(f"# {plan.name}\n")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(pool_worlds.worlds())
def test_any_plan_prints_and_proves_itself(world: pool_engine.World) -> None:
    span = Span(world["first"], world["last"], world["workdays"])
    document = document_of(pool_engine.plan_of(world), pool_engine.known_keys(world), span)
    assert document.markdown.count("### Example: ") == 3
