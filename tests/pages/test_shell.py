"""The frame around the screens: theme, guard, receipt, style of the pages."""

import ast
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.scope import ALL
from pages.components.guard import is_loopback, unsafe_settings
from pages.theme import DARK, LIGHT, Theme, theme_of
from pages.views.receipt import build_receipt
from pages.views.tile import ReceiptRequest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
SAFE: dict[str, object] = {
    "server.address": "localhost",
    "server.trustedUserHeaders": {},
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableAgentApi": False,
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_and_marks_can_be_seen(theme: Theme) -> None:
    for ground in (theme.background, theme.surface):
        for role in ("text", "secondary", "better_text", "worse_text"):
            assert contrast(getattr(theme, role), ground) >= 4.5, role
        for role in ("actual", "previous", "better", "worse"):
            assert contrast(getattr(theme, role), ground) >= 3, role
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_has_the_same_tokens(name: str, theme: Theme) -> None:
    told = CONFIG["theme"][name]
    assert told["backgroundColor"] == theme.background
    assert told["secondaryBackgroundColor"] == theme.surface
    assert told["textColor"] == theme.text
    assert told["borderColor"] == theme.line
    assert told["primaryColor"] == theme.accent
    assert told["linkColor"] == theme.better_text


def test_fonts_are_served_from_here_only() -> None:
    for face in CONFIG["theme"]["fontFaces"]:
        assert (ROOT / face["url"].removeprefix("app/")).exists()
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static" / "fonts" / "OFL.txt").read_text()


def test_a_theme_that_is_not_known_yet_is_light() -> None:
    assert theme_of(None) is LIGHT
    assert theme_of("dark") is DARK


def test_only_the_theme_names_a_colour() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "pages").rglob("*.py"))
        if path.name != "theme.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value) == 7
        and node.value.startswith("#")
    ]
    assert len(fields(Theme)) == 13
    assert named == []


def test_the_settings_shipped_are_safe() -> None:
    assert unsafe_settings(SAFE, has_sign_in=False) == ()
    assert CONFIG["server"]["address"] == "localhost"
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"server.address": "0.0.0.0"}, "without sign-in"),
        ({"server.address": None}, "without sign-in"),
        ({"server.enableXsrfProtection": False}, "enableXsrfProtection is off"),
        ({"server.enableCORS": False}, "enableCORS is off"),
        ({"server.enableAgentApi": True}, "enableAgentApi"),
    ],
)
def test_an_unsafe_server_is_refused(change: dict[str, object], said: str) -> None:
    found = unsafe_settings({**SAFE, **change}, has_sign_in=False)
    assert len(found) == 1
    assert said in found[0]


def test_trusted_headers_beyond_this_machine_are_refused_even_with_sign_in() -> None:
    options = {**SAFE, "server.address": "10.0.0.5", "server.trustedUserHeaders": {"X": "email"}}
    assert len(unsafe_settings(options, has_sign_in=True)) == 1


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("host", False)],
)
def test_loopback_is_told_from_the_rest(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected


def test_a_receipt_has_what_makes_the_number_again(reader: Reader) -> None:
    period = calendar_of(reader).parse("2026-Q3")
    request = ReceiptRequest("win_rate", period, ALL, reader.load.data_date)
    view = build_receipt(reader, request)
    won, closed = reader.exact_rows(
        "select count(*) filter (where is_won), count(*) from closed_opportunity "
        "where closed_on >= date '2026-07-01' and closed_on < date '2026-10-01' "
        "and reopened_at is null",
        {},
    )[0]
    facts = dict(view.facts)
    assert facts["Made of"] == f"{won} ÷ {closed}"
    assert facts["As of"] == "Sun 15 Nov 2026"
    assert view.rows.total == closed
    assert len(view.rows.csv.splitlines()) == closed + 1
