"""The digest: the same words in text and HTML, every number an answer, no pay, nothing run."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.ledger.event import Event
from metrics.compute import Question, answers
from metrics.known import known
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.disputes import lines_of
from metrics.lifecycle.exact_text import inner
from metrics.literal import visible
from metrics.meeting.commitments import commit
from metrics.registry import kpi
from metrics.said import Moved
from metrics.weekly.digest import digest_of
from metrics.weekly.html import digest_html
from metrics.weekly.html_parts import bar
from metrics.weekly.page import Bar, Digest, Figure, Line, Listing, Section
from metrics.weekly.plain import WIDTH, digest_text
from metrics.weekly.told_json import weekly_json
from metrics.wording import number
from tests.metrics.lifecycle.company import PAYEES, make_store, open_company, plan
from tests.metrics.meeting.rooms import MONDAY, ROLES, said
from tests.metrics.weekly.weeks import (
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    LAST,
    Page,
    Week,
    flat,
    week_of,
)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</td></table><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "![x](http://evil.example/x.png)",
    "$\\href{http://evil.example}{x}$",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
    "&lt;b&gt; &amp;",
    "' \" ` {{x}} ${x} %s",
)


def test_text_and_html_say_the_same_words(week: Week) -> None:
    digest = week.digest(HEAD_OF_MARKETING)
    text = flat(digest_text(digest).replace("-" * WIDTH, " "))
    page = Page(digest_html(digest))
    paragraphs = [flat(one) for one in page.paragraphs]
    assert len(paragraphs) > 150
    for words in paragraphs:
        assert words in text, words
    # And the other way round: with every paragraph taken out only what parts them is left.
    rest = text
    for words in sorted(paragraphs, key=len, reverse=True):
        rest = rest.replace(words, " ", 1)
    assert set(rest) <= {" ", "·"}, rest


def test_every_sentence_and_number_stands_in_both(week: Week) -> None:
    digest = week.digest(HEAD_OF_SALES)
    pages = (flat(digest_text(digest)), flat(" ".join(Page(digest_html(digest)).paragraphs)))
    for words in _words(digest):
        assert all(flat(words) in page for page in pages), words


def test_a_sentence_too_long_for_the_line_stands_below_it(week: Week) -> None:
    first, *_ = week.found.headline
    long = replace(first, text="Bookings were $9.9M in the week to 15 Nov, " + "usually less " * 8)
    short = replace(first, text="Sales answers 60 % of handovers in time")
    digest = digest_of(replace(week.found, headline=(first, long, short)))
    assert digest.headline == f"{first.text}; sales answers 60 % of handovers in time"
    assert digest.more == (long.text,)


def _words(digest: Digest) -> list[str]:
    """Every piece of words that the digest is made of."""
    found = [digest.company, digest.dateline, digest.headline, *digest.more, *digest.foot]
    listings = [digest.inbox] if digest.inbox else []
    for section in digest.sections:
        found += [section.title, section.aside, *section.words]
        listings += section.listings
        for one in section.figures:
            found += [one.label, one.value, one.count, one.aim, one.note]
            found += [moved.text for moved in one.moved]
    for listing in listings:
        found += [listing.title, listing.foot]
        for line in listing.lines:
            found += [line.text, line.under, line.value.text]
    return [one for one in found if one]


def test_the_figures_are_the_answers(week: Week) -> None:
    keys = {
        "Booked this quarter": "bookings",
        "Coverage, this quarter": "pipeline_coverage",
        "Sales’ answer to a handover": "response_within_sla",
        "Marketing’s answer to a hand-back": "hand_back_answer_within_sla",
        "Acceptance rate": "acceptance_rate",
        "Lead leakage": "lead_leakage",
        "Sales-ready leads": "sales_ready_leads",
        "Cost per sales-ready lead": "cost_per_sales_ready_lead",
        "Ideal customers": "icp_share",
        "Lead to opportunity": "lead_to_opportunity_rate",
        "Hours with customers": "customer_hours_per_person",
    }
    period = known(week.reader).calendar.parse("2026-Q4")
    found = answers(week.reader, Question(tuple(keys.values()), (period,), as_of=LAST))
    expected = {
        label: number(one.value, kpi(key).unit, "USD")
        for (label, key), one in zip(keys.items(), found, strict=True)
    }
    figures = {one.label: one.value for part in week.digest().sections for one in part.figures}
    assert {label: figures[label] for label in keys} == expected
    assert set(figures) - set(keys) == {
        "Forecast landing",
        "Coverage, next quarter",
        "The pool today",
    }


def test_the_sections_are_the_five_blocks_in_their_order(week: Week) -> None:
    titles = [one.title for one in week.digest().sections]
    assert titles[0] == "One of two commitments was kept"
    openings = ("The number: ", "What changed: ", "The handover: ", "Demand: ")
    assert all(title.startswith(words) for title, words in zip(titles[1:], openings, strict=True))
    listed = [
        one.title.partition(":")[0] for part in week.digest().sections for one in part.listings
    ]
    assert "Then and now" in listed
    assert "Hygiene" in listed


def test_printed_then_and_now_adds_up(week: Week) -> None:
    changed = week.digest().sections[2]
    (listing,) = (one for one in changed.listings if one.title.startswith("Then and now"))
    assert len(listing.lines) == 15
    for line in listing.lines:
        parts = re.search(r"of it real (\S+).*, restated (\S+)", line.under.replace(" points", ""))
        assert parts is not None, line.under
        real, restated, change = (
            _plain(one) for one in (*parts.groups(), line.value.text.replace(" points", ""))
        )
        assert real + restated == change, line


def _plain(text: str) -> Decimal:
    """A printed difference as a number."""
    return Decimal(re.sub(r"[^\d.\-]", "", text.replace("−", "-")) or "0")


def test_the_document_asks_nothing_of_anybody(week: Week) -> None:
    document = digest_html(week.digest(HEAD_OF_MARKETING))
    page = Page(document)
    assert page.tags == {
        *("html", "head", "meta", "title", "style", "body"),
        *("table", "tr", "td", "p", "div"),
    }
    names = {name for name, _ in page.attributes}
    assert names.isdisjoint({"src", "href", "background", "action"})
    assert not [name for name in names if name.startswith("on")]
    for word in ("http", "url(", "@import", "<script", "<link", "<img"):
        assert word not in document
    assert page.title == f"{week.found.workspace.company}: {week.digest().headline}"
    assert len(document.encode()) < 100_000, "mail readers cut longer ones"


def _hostile(text: str) -> Digest:
    """A digest with the same words everywhere."""
    line = Line(text, text, Moved(text, 1, False), Decimal("0.5"), "Kept")
    late = Line(text, text, state="late")
    plain = Line(text, text, Moved(text))
    figure = Figure(text, text, text, (Moved(text, -1, True),), text, text, Bar(Decimal(1)))
    section = Section(
        text,
        text,
        (text,),
        (figure, replace(figure, is_hero=True)),
        (Listing(text, (line,), text),),
    )
    return Digest(text, text, text, (text,), Listing(text, (late, plain)), (section,) * 5, (text,))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    digest = _hostile(text)
    page = Page(digest_html(digest))
    calm = Page(digest_html(_hostile("calm")))
    assert (page.tags, len(page.attributes)) == (calm.tags, len(calm.attributes))
    shown = flat(visible(text))
    assert all(shown in flat(one) for one in page.paragraphs)
    assert len(page.paragraphs) == len(calm.paragraphs)
    written = digest_text(digest)
    assert shown in flat(written)
    assert not [one for one in written if ord(one) < 32 and one != "\n"]
    assert "\u202e" not in written + digest_html(digest)


def test_endless_words_are_cut() -> None:
    digest = _hostile("x" * 10_000)
    assert len(digest_html(digest)) < 120_000
    assert max(map(len, digest_text(digest).splitlines())) <= 2_010
    Page(digest_html(digest))
    # It breaks inside the sheet; both rules are inherited by every paragraph in it.
    sheet = digest_html(digest).split('class="f-sheet"')[1].split(">")[0]
    assert "overflow-wrap:anywhere;word-break:break-word" in sheet


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The company small enough to check by hand, in its weekly meeting."""
    store = tmp_path / "store"
    make_store(store)
    toml = (store / "tandem.toml").read_text(encoding="utf-8")
    (store / "tandem.toml").write_text(toml + ROLES, encoding="utf-8")
    return store


def test_a_commitment_that_is_markup_stands_as_it_was_typed(small: Path) -> None:
    desk = Desk.open(small, MONDAY)
    commit(desk, "hana", said("<img src=x onerror=alert(1)>"))
    week = week_of(desk, small, MONDAY.date())
    page = Page(digest_html(week.digest()))
    assert "○ Open: <img src=x onerror=alert(1)>" in page.paragraphs
    assert "○ Open: <img src=x onerror=alert(1)>" in digest_text(week.digest())


def test_without_anything_decided_it_says_how_to_begin(small: Path) -> None:
    week = week_of(Desk.open(small, MONDAY), small, MONDAY.date())
    first, second, third = week.digest().sections[:3]
    assert first.title == "No commitment is open"
    assert "`python -m metrics meeting commit TEXT" in first.words[1]
    pool = next(one for one in second.figures if one.label == "The pool today")
    assert (pool.value, pool.bar) == ("no data", None)
    assert pool.note.startswith("No plan is in force on")
    assert not [one for one in third.listings if one.title.startswith("Then and now")]
    Page(digest_html(week.digest()))
    assert weekly_json(week.found)["blocks"]["commitments"] == []  # type: ignore[index]


# Amounts that occur nowhere else: targets, and what comes of them.
CANARIES = PAYEES.replace(",12000,", ",98765.43,").replace(",24000,", ",87654.32,")


def test_no_pay_stands_in_it_whoever_it_is_for(small: Path) -> None:
    made = datetime(2026, 3, 5, 15, tzinfo=UTC)
    company = open_company(small, made)
    company.load_payees(CANARIES)
    company.in_force(plan("2026-02"))
    company.periods.close("fay", "2026-02")
    company.periods.dispute("P2", "2026-02", _a_line(company.desk), "Why 87654.32?")
    week = week_of(company.desk, small, date(2026, 3, 5))
    told = str(weekly_json(week.found))
    for person in ("hana", "hugo", "fay", "opa", "root", "mo", "P1", "P2", "vera", "wall"):
        digest = week.digest(person)
        told += digest_html(digest) + digest_text(digest)
    amounts = _amounts(_close(company.desk))
    assert len(amounts) >= 6
    plain = re.sub(r"[,\u202f\u00a0$]", "", told)
    for amount in (*amounts, "98765", "87654"):
        assert amount not in plain
    assert "Answer 1 question about statements" in told


def _close(desk: Desk) -> Event:
    close = desk.state.period("2026-02").close
    assert close is not None
    return close


def _a_line(desk: Desk) -> str:
    close = _close(desk)
    return lines_of(close, inner(inner(close.body, "people"), "P2"))[0]


def _amounts(close: Event) -> set[str]:
    """Every amount with cents of anybody's statement, and each payout."""
    text = str(dict(inner(close.body, "people")))
    return {one for one in re.findall(r"\d{4,}\.\d{2}", text) if not one.endswith(".00")}


def test_the_demos_people_are_paid_nothing_in_it(week: Week) -> None:
    told = str(weekly_json(week.found))
    for person in (HEAD_OF_MARKETING, HEAD_OF_SALES, "P001", "P050"):
        told += digest_text(week.digest(person)) + digest_html(week.digest(person))
    plain = re.sub(r"[,\u202f\u00a0$]", "", told)
    closes = (one.close for one in week.state.periods.values() if one.close is not None)
    amounts = {amount for close in closes for amount in _amounts(close)}
    assert len(amounts) > 100
    assert not [amount for amount in amounts if amount in plain]
    assert "target incentive" not in told.lower()


@pytest.mark.parametrize("value", ["0", "0.004", "0.4", "0.99", "1"])
@pytest.mark.parametrize("tick", [None, "0.01", "0.4", "0.41", "1"])
def test_the_cells_of_a_bar_fill_its_row(value: str, tick: str | None) -> None:
    drawn = bar(Bar(Decimal(value), None if tick is None else Decimal(tick)))
    widths = [int(one) for one in re.findall(r'<td[^>]* width="(\d+)%"', drawn)]
    assert sum(widths) == 100
    assert min(widths) > 0
