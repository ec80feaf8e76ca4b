"""What loaded but cannot be true: every row of `data_problem`, and the kinds of them."""

from dataclasses import dataclass

from data.warehouse import Reader

COLUMNS = ("severity", "table_name", "key", "problem", "what_to_do")
# A word with a digit in it names one record or day; without it the problems of a kind are alike.
_ONE_RECORD = r"[^\s,;:()]*[0-9][^\s,;:()]*"


@dataclass(frozen=True)
class ProblemKind:
    """Problems that differ only in the record they name; `example` is one record's key."""

    severity: str
    table: str
    problem: str
    what_to_do: str
    rows: int
    example: str


def problem_kinds(reader: Reader) -> tuple[ProblemKind, ...]:
    """The kinds of problems of the load, errors first, the most frequent of them first."""
    found = reader.exact_rows(
        """
        with alike as (
            select
                severity,
                table_name,
                regexp_replace(problem, $one_record, '…', 'g') as problem,
                what_to_do,
                key
            from data_problem
        )
        select
            severity,
            table_name,
            problem,
            -- Advice that names a record holds for the others with another record's name.
            case
                when count(distinct what_to_do) = 1 then min(what_to_do)
                else regexp_replace(min(what_to_do), $one_record, '…', 'g')
            end,
            count(*),
            min(key)
        from alike
        group by severity, table_name, problem
        order by severity, count(*) desc, table_name, problem
        """,
        {"one_record": _ONE_RECORD},
    )
    return tuple(ProblemKind(*row) for row in found)


def problem_rows(reader: Reader) -> tuple[tuple[str, ...], ...]:
    """Every problem in full, one row each, in the order of `COLUMNS`."""
    found = reader.exact_rows(
        f"select {', '.join(COLUMNS)} from data_problem order by severity, table_name, problem, key"
    )
    return tuple(tuple(row) for row in found)
