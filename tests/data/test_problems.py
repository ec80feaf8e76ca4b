"""Problems by kind: records named apart, advice kept, nothing lost."""

from data.problems import problem_kinds, problem_rows
from data.warehouse import Reader


def test_kinds_hold_every_problem_once(reader: Reader) -> None:
    (whole,) = reader.exact_rows("select count(*) from data_problem")[0]
    kinds = problem_kinds(reader)
    assert sum(one.rows for one in kinds) == whole
    assert len(problem_rows(reader)) == whole


def test_problems_that_name_another_record_are_of_one_kind(reader: Reader) -> None:
    named = [one for one in problem_kinds(reader) if one.problem.startswith("names opportunity")]
    (whole,) = reader.exact_rows(
        "select count(*) from data_problem where problem like 'names opportunity%'"
    )[0]
    assert [(one.problem, one.rows) for one in named] == [
        ("names opportunity …, which names lead …", whole)
    ]


def test_advice_that_is_the_same_for_all_stays_as_it_is(reader: Reader) -> None:
    advice = {one.problem: one.what_to_do for one in problem_kinds(reader)}
    assert advice["open without an amount"] == "It counts as 0 in money; enter the amount."


def test_the_example_is_a_record_of_the_kind(reader: Reader) -> None:
    for one in problem_kinds(reader):
        found = reader.exact_rows(
            "select count(*) from data_problem where key = $key and table_name = $table",
            {"key": one.example, "table": one.table},
        )
        assert found[0][0] >= 1
