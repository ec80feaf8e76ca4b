"""tandem.toml: what holds where nothing is said, and messages that name the key and the mend."""

from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import WorkspaceError
from data.workspace import Workspace


def _read(folder: Path, text: str) -> Workspace:
    (folder / "tandem.toml").write_text(text, encoding="utf-8")
    return Workspace.read(folder)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    workspace = Workspace.read(tmp_path)
    assert workspace == Workspace()
    assert workspace.response_sla_seconds == 4 * 3600
    assert workspace.hand_back_sla_seconds == 16 * 3600
    assert workspace.leak_limit_seconds == 5 * 8 * 3600
    assert workspace.gross_margin == Decimal("0.75")


def test_numbers_stay_exact(tmp_path: Path) -> None:
    workspace = _read(tmp_path, "gross_margin = 0.1\n[service_levels]\nresponse_hours = 1.5\n")
    assert workspace.gross_margin == Decimal("0.1")
    assert workspace.response_sla_seconds == 5400
    assert Workspace.from_json(workspace.to_json()) == workspace


def test_the_template_says_what_the_workspace_says(tmp_path: Path) -> None:
    workspace = Workspace(company='Say "Ä" \\ Co', currency="EUR", time_zone="Europe/Berlin")
    path = workspace.write_template(tmp_path)
    assert Workspace.read(tmp_path) == workspace
    path.write_text('company = "kept"\n', encoding="utf-8")
    Workspace().write_template(tmp_path)
    assert Workspace.read(tmp_path).company == "kept"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('curency = "EUR"', "unknown key 'curency'; did you mean 'currency'?"),
        (
            "[service_levels]\nrespons_hours = 3",
            "unknown key 'service_levels.respons_hours'; did you mean 'response_hours'?",
        ),
        (
            'currency = "euro"',
            "key 'currency': 'euro' is no currency code; write three capitals such as EUR "
            "(found 'euro')",
        ),
        (
            "fiscal_year_start = 13",
            "key 'fiscal_year_start': input should be less than or equal to 12 (found 13)",
        ),
        (
            'time_zone = "Europe/Berln"',
            "key 'time_zone': 'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'? "
            "(found 'Europe/Berln')",
        ),
        (
            '[business_hours]\nopens = "9"',
            "key 'business_hours.opens': '9' is no time of day; write it as 09:00 (found '9')",
        ),
        ("max_bad_percent = 101", "key 'max_bad_percent': input should be less than or equal to"),
        ("currency = ", "not readable as TOML"),
    ],
)
def test_a_wrong_setting_names_the_key_and_the_mend(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkspaceError) as refusal:
        _read(tmp_path, text)
    assert said in refusal.value.message
    assert refusal.value.message.startswith(str(tmp_path / "tandem.toml"))


def test_hours_that_close_before_they_open_are_refused(tmp_path: Path) -> None:
    with pytest.raises(
        WorkspaceError, match=r"closes \(08:00\) must be later than opens \(18:00\)"
    ):
        _read(tmp_path, '[business_hours]\nopens = "18:00"\ncloses = "08:00"')
