"""Text from data is shown literally wherever it goes."""

import pytest

from pages.components.text import for_html, for_markdown, for_plotly, visible

HOSTILE = {
    "tag": ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
    "quote": ('" onmouseover="x', "&quot; onmouseover=&quot;x"),
    "entity": ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
    "bidi": ("abc\u202egnp.exe", "abc⟨U+202E⟩gnp.exe"),
    "nul": ("a\x00b", "a⟨U+0000⟩b"),
    "lines": ("a\nb", "a b"),
}


@pytest.mark.parametrize(("given", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_html_shows_what_was_typed(given: str, expected: str) -> None:
    assert for_html(given) == expected


def test_ten_thousand_characters_are_cut_with_an_ellipsis() -> None:
    assert visible("x" * 10_000) == "x" * 239 + "…"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("$a$", r"\$a\$"),
        ("![x](http://evil.example/p.png)", r"\!\[x\]\(http\:\/\/evil\.example\/p\.png\)"),
        ("[x](javascript:alert(1))", r"\[x\]\(javascript\:alert\(1\)\)"),
        (":smile:", r"\:smile\:"),
    ],
)
def test_markdown_has_nothing_left_to_interpret(given: str, expected: str) -> None:
    assert for_markdown(given) == expected


def test_plotly_gets_no_tag_and_no_formula() -> None:
    assert for_plotly("<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"
    assert for_plotly("$a$") == "$\u2060a$\u2060"
    assert for_plotly("$4.2M") == "$4.2M"
