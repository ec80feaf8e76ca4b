"""Results handed in as a file: exact numbers, and one sentence for what cannot be read."""

from fractions import Fraction
from pathlib import Path

import pytest

from metrics.errors import MissingResultError
from metrics.planning.results_file import read_results
from metrics.pool.inputs import Result


def written(folder: Path, text: str) -> Path:
    """A results file of this text."""
    path = folder / "results.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_are_exact_in_either_form(tmp_path: Path) -> None:
    found = read_results(
        written(
            tmp_path,
            """{"bookings": {"value": "553000000.10", "target": 631000000},
                "win_rate": {"value": 0.1, "target": null, "source": "CRM, 3 October"},
                "bookings[region=EMEA, industry=Energy]": {"value": -5e2},
                "ebitda": {"value": null, "reason": "not closed yet"},
                "score": {"value": null}}""",
        )
    )
    here = "results file results.json"
    assert dict(found) == {
        "bookings": Result(Fraction("553000000.10"), Fraction(631000000), "", here),
        "win_rate": Result(Fraction(1, 10), None, "", "CRM, 3 October"),
        "bookings[industry=Energy,region=EMEA]": Result(Fraction(-500), None, "", here),
        "ebitda": Result(None, None, "not closed yet", here),
        "score": Result(None, None, "the results file gives no value", here),
    }


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    found = read_results(written(tmp_path, '\ufeff{"a": {"value": 1}}'))
    assert found["a"].value == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON"),
        ("{", "is no JSON: Expecting property name"),
        ("[" * 100_000, "is no JSON"),
        ("[1]", "is no object of keys"),
        ('{"a": 5}', "'a' is no value with a target; write it as {"),
        ('{"a": {"target": 5}}', "'a' has no value; give a number, or null"),
        ('{"a": {"value": NaN}}', "'a', value: \"NaN\" is no plain number; write it as 1234.50"),
        ('{"a": {"value": Infinity}}', '"Infinity" is no plain number'),
        ('{"a": {"value": "1,000"}}', "'a', value: \"1,000\" is no plain number"),
        ('{"a": {"value": "12 %"}}', '"12 %" is no plain number'),
        ('{"a": {"value": ""}}', '"" is no plain number'),
        ('{"a": {"value": true}}', "true is no plain number"),
        ('{"a": {"value": 1e400}}', '"1e400" is no plain number'),
        ('{"a": {"value": 1, "target": [2]}}', "'a', target: [2] is no plain number"),
        ('{"a": {"value": 1, "tarket": 2}}', "a field 'tarket' that is not known; did you mean 't"),
        ('{"a": {"value": 1, "reason": 2}}', "'a', reason: write a text in quotes"),
        ('{"a": {"value": 1}, "a": {"value": 2}}', "gives 'a' twice; keep one"),
        ('{"a": {"value": 1, "value": 2}}', "gives 'value' twice; keep one"),
        ('{"": {"value": 1}}', "'' is no key"),
        ('{"a[region]": {"value": 1}}', "'a[region]' is no key with a scope; write it as a[reg"),
        ('{"a[b=c,d=e]":{"value":1},"a[d=e,b=c]":{"value":1}}', "gives one key twice"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(MissingResultError) as caught:
        read_results(path)
    assert caught.value.message.startswith(f"results file {path}")
    assert said in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(MissingResultError, match="no such file; check the path"):
        read_results(tmp_path / "none.json")
    with pytest.raises(MissingResultError, match="cannot be read"):
        read_results(tmp_path)
    (tmp_path / "latin.json").write_bytes(b'{"k\xe9y": 1}')
    with pytest.raises(MissingResultError, match="is no UTF-8 text; save it as UTF-8"):
        read_results(tmp_path / "latin.json")
