"""Upload: previewed before anything changes, loaded only when asked."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.load import load
from data.status import quarantined, status
from pages.views.data_upload import on_screen
from tests.pages.screens import heading, screen, shown

PATH = "pages/data.py"
TINY = Path(__file__).parents[1] / "tiny"
GOOD = "lead_id,created_at,source,mood\nN1,2026-02-18,Web,glad\nN2,2026-02-19,<b>Web</b>,sad\n"
EITHER = "lead_id,created_at,source\nN1,01/02/2026,Web\nN2,02/01/2026,Web\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own with the company small enough to check by hand."""
    store = tmp_path / "store"
    store.mkdir()
    shutil.copy(TINY / "tandem.toml", store)
    load([TINY], store, now=datetime(2026, 2, 21, 12, tzinfo=UTC))
    monkeypatch.setenv("TANDEM_STORE", str(store))
    return store


def dropped(*files: tuple[str, str]) -> AppTest:
    """The screen after files were dropped on it."""
    test = screen(PATH)
    given = [(name, text.encode(), "text/csv") for name, text in files]
    test.file_uploader[0].set_value(given).run()
    assert [error.value for error in test.exception] == []
    return test


def leads(store: Path) -> int:
    """The leads that are published."""
    return next(one.rows for one in status(store).tables if one.name == "leads")


def test_a_preview_shows_the_mapping_and_changes_nothing(own: Path) -> None:
    before = status(own)
    test = dropped(("leads.csv", GOOD))
    assert "1 file read as canonical; every row is readable" in shown(test)
    assert "leads.csv leads 2 2 – 3 mood" in shown(test)
    assert "Columns that no table uses: mood." in shown(test)
    assert test.dataframe[0].value["lead_id"].tolist() == ["N1", "N2"]
    assert status(own) == before


def test_loading_publishes_and_leaves_nothing_behind(own: Path) -> None:
    count = leads(own)
    test = dropped(("leads.csv", GOOD))
    test.button(key="upload_load").click().run()
    assert [error.value for error in test.exception] == []
    assert "Published 1 file in" in " ".join(box.value.replace("\\", "") for box in test.info)
    assert status(own).seq == 2
    assert leads(own) == count + 2
    assert [path.name for path in (own / "incoming").iterdir()] == ["loader.lock"]


def test_a_bad_row_is_shown_with_its_reason_and_stays_out(own: Path) -> None:
    rows = "".join(f"N{number},2026-02-0{number % 9 + 1},Web\n" for number in range(30))
    test = dropped(("leads.csv", f"lead_id,created_at,source\n{rows}N99,never,Web\n"))
    assert "1 row would stay out" in shown(test)
    reason = "not a date and time as the rest of the column writes it, 1900 to 2199"
    assert test.dataframe[1].value["line"].tolist() == [32]
    assert test.dataframe[1].value["reason"].tolist() == [reason]
    test.button(key="upload_load").click().run()
    assert [(one.line, one.value) for one in quarantined(own)] == [(32, "never")]


def test_dates_that_could_be_either_are_a_question_with_two_answers(own: Path) -> None:
    test = dropped(("leads.csv", EITHER))
    assert "Which comes first, the day or the month?" in shown(test)
    assert "--date-order" not in shown(test)
    test.segmented_control(key="upload_order").set_value("mdy").run()
    days = [f"{moment:%Y-%m-%d}" for moment in test.dataframe[0].value["created_at"]]
    assert days == ["2026-01-02", "2026-02-01"]
    assert "Dates are read month first, as answered" in shown(test)
    test.button(key="upload_load").click().run()
    assert status(own).seq == 2


def test_what_cannot_be_loaded_is_said_in_a_sentence(own: Path) -> None:
    before = status(own)
    test = dropped(("leads.csv", "lead_id,made_on,source\nN1,2026-02-18,Web\n"))
    assert "nothing was changed" in shown(test)
    assert "required column 'created_at' is missing" in shown(test)
    assert [button.key for button in test.button if button.key == "upload_load"] == []
    assert status(own) == before


def test_a_much_smaller_export_needs_a_reason(own: Path) -> None:
    test = dropped(("leads.csv", "lead_id,created_at\nN1,2026-02-18\n"))
    test.segmented_control(key="upload_mode").set_value("full").run()
    assert "give the reason under Options" in shown(test)
    test.text_input(key="upload_force").set_value("a new beginning")
    test.button(key="FormSubmitter:upload_options-Check again").click().run()
    test.button(key="upload_load").click().run()
    assert leads(own) == 1


def test_the_same_files_again_have_nothing_to_load(own: Path) -> None:
    test = dropped(("leads.csv", (TINY / "leads.csv").read_text()))
    assert "there is nothing to load" in shown(test)
    assert [button.key for button in test.button if button.key == "upload_load"] == []


def test_files_taken_away_are_removed_from_the_store(own: Path) -> None:
    test = dropped(("leads.csv", GOOD))
    assert len(list((own / "incoming").glob("upload-*/leads.csv"))) == 1
    test.file_uploader[0].set_value(None).run()
    assert list((own / "incoming").glob("upload-*")) == []


def test_hostile_names_are_only_text(own: Path) -> None:
    name = "leads <img src=x onerror=alert(1)>.csv"
    test = dropped((name, GOOD.replace("mood", "<script>x</script>")))
    bodies = " ".join(element.proto.body for element in test.get("html"))
    assert "<img" not in bodies
    assert "<script" not in bodies
    assert f"{name} leads 2 2 – 3 <script>x</script>" in shown(test)


def test_an_upload_starts_an_empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    test = dropped(("leads.csv", GOOD))
    assert [one.key for one in test.segmented_control if one.key == "upload_mode"] == []
    test.button(key="upload_load").click().run()
    assert heading(test).startswith("The data reaches Thu 19 Feb 2026")


@pytest.mark.parametrize(
    "message",
    [
        "no mapping fits the files (a.csv); `python -m data sources` lists the files and columns "
        "each mapping expects, --source NAME chooses one",
        "a.csv: 3 of 9 rows cannot be read. Mend the export, or allow more with --max-bad PCT",
        "a.csv: half of it; if that is meant, load with --force REASON (or --incremental to add)",
        "a.csv: the file is empty (0 bytes); export it again, or load without it by --force REASON",
        "x.duckdb: cannot be opened; run `python -m data rollback`",
    ],
)
def test_options_of_the_command_line_are_named_as_they_stand_here(message: str) -> None:
    assert "--" not in on_screen(message)
    assert "python" not in on_screen(message)
