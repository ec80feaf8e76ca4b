"""Payees handed in as a file: terms by date, and one sentence with the line for the rest."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.errors import PayeeError
from metrics.planning.payees_file import read_payees
from metrics.pool.inputs import Payee, Terms

HEADER = (
    "person_id,team,role,target_incentive,valid_from,valid_to,fte,modifier,individual,eligible\n"
)


def written(folder: Path, text: str) -> Path:
    """A payees file of this text."""
    path = folder / "payees.csv"
    path.write_bytes(text.encode())
    return path


def test_every_column_is_read(tmp_path: Path) -> None:
    rows = "P1,sales,Field sales,9000.50,2026-10-01,2026-11-14,0.5,1.1,95,true\n"
    (payee,) = read_payees(written(tmp_path, HEADER + rows))
    terms = Terms(
        valid_from=date(2026, 10, 1),
        valid_to=date(2026, 11, 14),
        team="sales",
        role="Field sales",
        fte=Fraction(1, 2),
        target=Fraction(18001, 2),
        modifier=Fraction(11, 10),
        individual=Fraction(95),
        is_eligible=True,
    )
    assert payee == Payee("P1", (terms,))


@pytest.mark.parametrize(
    "text",
    [
        "person_id,target_incentive\nP1,1000\n",
        "\ufeffTarget_Incentive ;PERSON_ID\r\n\r\n 1000; P1 \r\n;\r\n",
        'person_id\ttarget_incentive\teligible\n"P1"\t1000\t\n',
    ],
)
def test_only_two_columns_are_needed(tmp_path: Path, text: str) -> None:
    (payee,) = read_payees(written(tmp_path, text))
    terms = Terms(None, None, "", "", Fraction(1), Fraction(1000), Fraction(1), None, True)
    assert payee == Payee("P1", (terms,))


def test_rows_of_one_person_are_segments_in_order_of_date(tmp_path: Path) -> None:
    found = read_payees(
        written(
            tmp_path,
            "person_id,team,target_incentive,valid_from,valid_to,eligible\n"
            "b,sales,2,2026-11-01,,yes\n"
            "a,success,3,,,0\n"
            "b,marketing,1,,2026-10-31,\n",
        )
    )
    assert [(one.person_id, [terms.team for terms in one.terms]) for one in found] == [
        ("a", ["success"]),
        ("b", ["marketing", "sales"]),
    ]
    assert found[0].terms[0].is_eligible is False


def test_a_shared_edge_day_is_for_the_plan_to_judge(tmp_path: Path) -> None:
    rows = "P1,1,2026-01-01,2026-06-30\nP1,1,2026-06-30,\n"
    text = "person_id,target_incentive,valid_from,valid_to\n" + rows
    assert len(read_payees(written(tmp_path, text))[0].terms) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", " is empty; its first line names person_id, target_incentive"),
        ("person_id,target_incentive\n", " has no row under its header; add one row a payee"),
        ("person_id,target\nP1,1\n", ": column 'target' is not known; did you mean 'target_inc"),
        ("person_id\nP1\n", " has no column 'target_incentive'; its first line must name"),
        ("person_id,person_id,target_incentive\n", ": column 'person_id' is there twice; keep"),
        (HEADER + "P1,sales,,9000\n", ", line 2: 4 cells under 10 columns"),
        ("person_id,target_incentive\nP\x001,5\n", ", line 2: person_id is no single line of at"),
        ('person_id,target_incentive\n"P\n1",5\n', ", line 2: person_id is no single line of at"),
        (
            f"person_id,target_incentive\nP1,{'9' * 400}\n",
            ", line 2: target_incentive is no single line of at most 200 letters; write it shorter",
        ),
        ("person_id,target_incentive\nP1,1,000\n", ", line 2: 3 cells under 2 columns; put a"),
        ('person_id,target_incentive\nP1,"1,000"\n', ", line 2: target_incentive '1,000' is no pl"),
        ("person_id;target_incentive\nP1;1000,50\n", ", line 2: target_incentive '1000,50' is no"),
        ("person_id,target_incentive\n\nP1,-5\n", ", line 3: target_incentive -5 of P1 is below 0"),
        ("person_id,target_incentive\nP1,\n", ", line 2: target_incentive of P1 is empty; write 0"),
        ("person_id,target_incentive\n,5\n", ", line 2: person_id is empty; name the payee"),
        ("person_id,target_incentive,fte\nP1,5,-1\n", ", line 2: fte -1 of P1 is below 0"),
        ("person_id,target_incentive,fte\nP1,5,80%\n", ", line 2: fte '80%' is no plain number"),
        ("person_id,target_incentive\nP1,nan\n", ", line 2: target_incentive 'nan' is no plain"),
        ("person_id,target_incentive,eligible\nP1,5,maybe\n", ", line 2: eligible 'maybe' is nei"),
        ("person_id,target_incentive,valid_to\nP1,5,31.12.2026\n", ", line 2: valid_to '31.12.202"),
        (
            "person_id,target_incentive,valid_to\nP1,5,20261231\n",
            ", line 2: valid_to '20261231' ",
        ),
        (
            "person_id,target_incentive,valid_to\nP1,5,2026-02-30\n",
            "line 2: valid_to '2026-02-30'",
        ),
        (HEADER + "P1,,,5,2026-02-02,2026-02-01,,,,\n", ", line 2: P1 ends on 2026-02-01, before"),
        ("person_id,target_incentive\nP1,5\nP1,5\n", ", line 3: repeats line 2; keep one"),
        ("person_id,target_incentive\nP1,5\nP1,6\n", ", line 3: P1 has other terms for the same d"),
        (
            HEADER + "P1,,,5,2026-11-01,,,,,\nP2,,,5,,,,,,\nP1,,,5,,2026-11-02,,,,\n",
            ", line 4: P1 has other terms for the same days on line 2; let valid_to end before",
        ),
        ('person_id,target_incentive\nP1,5\n"P2,5\n', ", line 3: cannot be split into cells"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(PayeeError) as caught:
        read_payees(path)
    assert caught.value.message.startswith(f"payees file {path}")
    assert said in caught.value.message
    assert "\n" not in caught.value.message
