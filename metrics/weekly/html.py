"""The digest as one HTML document for a mail: no script, no picture, nothing from elsewhere."""

from collections.abc import Iterable

from metrics.literal import for_html, visible
from metrics.weekly.html_parts import (
    FILLS,
    FONT,
    TABLE,
    bar,
    ink,
    length,
    moved,
    style_sheet,
    words,
)
from metrics.weekly.page import Digest, Figure, Line, Listing, Section
from metrics.weekly.plain import LONGEST, NAMED, headed, is_promise

WIDTH = 640
SMALL, BODY = "font-size:13px;line-height:19px", "font-size:15px;line-height:22px"
STRONG = f"{BODY};font-weight:600"
# A word that somebody typed without an end breaks, rather than make the page as wide as itself.
BREAKS = "overflow-wrap:anywhere;word-break:break-word"
# Figures of one number stand side by side, and keep doing so on a telephone.
IN_A_ROW = 2


def digest_html(found: Digest) -> str:
    """The whole document."""
    title = for_html(f"{found.company}: {found.headline}")
    page, sheet = FILLS["page"][0], FILLS["sheet"][0]
    body = "".join(_body(found))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style_sheet()}</style>\n</head>\n"
        f'<body class="f-page" style="margin:0;padding:0;background-color:{page}">\n'
        f'<table {TABLE} class="f-page" bgcolor="{page}" style="background-color:{page}">'
        f'<tr><td align="center" style="padding:0">\n'
        f'<table role="presentation" class="f-sheet" cellpadding="0" cellspacing="0" border="0" '
        f'width="{WIDTH}" bgcolor="{sheet}" style="width:100%;max-width:{WIDTH}px;'
        f'background-color:{sheet};font-family:{FONT};text-align:left;{BREAKS}">\n'
        f"{body}</table>\n</td></tr></table>\n</body>\n</html>\n"
    )


def _body(found: Digest) -> Iterable[str]:
    yield _band(
        words(f"{visible(found.company)} · Weekly", "ink", STRONG)
        + words(found.dateline, "soft", SMALL),
        "padding:28px 40px 0",
    )
    more = "".join(words(one, "ink", f"{BODY};padding-top:8px", LONGEST) for one in found.more)
    sentence = "font-size:26px;line-height:33px;font-weight:650;letter-spacing:-0.2px"
    yield _band(words(found.headline, "ink", sentence, LONGEST) + more, "padding:18px 40px 24px")
    if found.inbox is not None:
        yield _inbox(found.inbox)
    for number, section in enumerate(found.sections, start=1):
        yield _section(number, section)
    foot = "".join(words(one, "soft", SMALL, LONGEST) for one in found.foot)
    yield _band(foot, "padding:20px 40px 32px", has_rule=True)


def _band(inner: str, padding: str, *, has_rule: bool = False) -> str:
    """A row of the sheet, with a hairline over it."""
    line = FILLS["line"][0]
    rule = f"border-top:1px solid {line};" if has_rule else ""
    name = "pad rule" if has_rule else "pad"
    return f'<tr><td class="{name}" style="{rule}{padding}">{inner}</td></tr>\n'


def _inbox(found: Listing) -> str:
    fill = FILLS["page"][0]
    inner = words(found.title, "ink", STRONG) + _lines(found)
    box = (
        f'<table {TABLE} class="f-page" bgcolor="{fill}" style="background-color:{fill}">'
        f'<tr><td style="padding:14px 18px">{inner}</td></tr></table>'
    )
    return _band(box, "padding:0 40px 24px")


def _section(number: int, section: Section) -> str:
    title = "font-size:19px;line-height:26px;font-weight:650"
    parts = [
        words(f"{number}  {section.title}", "ink", title, LONGEST),
        words(section.aside, "soft", SMALL),
        *(words(one, "ink", f"{BODY};padding-top:10px", LONGEST) for one in section.words),
        _figures(section.figures),
        *(_listing(one) for one in section.listings),
    ]
    return _band("".join(parts), "padding:22px 40px 26px", has_rule=True)


def _figures(found: tuple[Figure, ...]) -> str:
    """The large number over the full width, the others two in a row."""
    large = "".join(_large(one) for one in found if one.is_hero)
    small = [one for one in found if not one.is_hero]
    rows = [small[place : place + IN_A_ROW] for place in range(0, len(small), IN_A_ROW)]
    return large + "".join(_pair(row) for row in rows)


def _large(one: Figure) -> str:
    value = "font-size:60px;line-height:66px;font-weight:680;letter-spacing:-1.5px"
    shown = f'<p class="ink hero" style="margin:0;{ink("ink")};{value}">{for_html(one.value)}</p>'
    label = words(one.label, "soft", f"{SMALL};padding-top:16px")
    return label + shown + _judged(one)


def _pair(row: list[Figure]) -> str:
    cells = []
    for place, one in enumerate(row):
        side = "padding:18px 14px 0 0" if place == 0 else "padding:18px 0 0 14px"
        value = words(one.value, "ink", "font-size:30px;line-height:36px;font-weight:650")
        inner = words(one.label, "soft", SMALL) + value + _judged(one)
        cells.append(f'<td width="50%" valign="top" style="{side}">{inner}</td>')
    cells += ['<td width="50%">&nbsp;</td>'] * (IN_A_ROW - len(row))
    return f"<table {TABLE}><tr>{''.join(cells)}</tr></table>"


def _judged(one: Figure) -> str:
    """What the number is judged by, its bar, and the quiet words under it."""
    changes = "".join(moved(each, SMALL) for each in one.moved)
    drawn = f'<div style="padding:7px 0 5px">{bar(one.bar)}</div>' if one.bar else ""
    under = " · ".join(part for part in (one.aim, one.count) if part)
    return changes + drawn + words(under, "soft", SMALL) + words(one.note, "soft", SMALL)


def _listing(found: Listing) -> str:
    title = words(found.title, "ink", f"{STRONG};padding-top:22px", LONGEST)
    foot = words(found.foot, "soft", f"{SMALL};padding-top:8px", LONGEST)
    return title + _lines(found) + foot


def _lines(found: Listing) -> str:
    if not found.lines:
        return ""
    has_bars = any(one.bar is not None for one in found.lines)
    rows = "".join(_line(one, has_bars=has_bars) for one in found.lines)
    return f'<table {TABLE} style="margin-top:6px">{rows}</table>'


def _line(one: Line, *, has_bars: bool) -> str:
    line = FILLS["line"][0]
    look = f"padding:7px 0;border-top:1px solid {line}"
    text = words(headed(one), "ink", BODY)
    name = "bad" if one.state == "late" else "soft"
    text += words(one.under, name, SMALL, NAMED)
    if is_promise(one):
        text += moved(one.value, SMALL)
    drawn = f'<td class="rule" valign="top" style="{look}">{text}</td>'
    if has_bars:
        inner = length(one.bar, one.value.is_better) if one.bar is not None else "&nbsp;"
        drawn += (
            f'<td class="rule narrow" width="150" valign="middle" '
            f'style="{look};padding-left:12px">{inner}</td>'
        )
    if one.value.text and not is_promise(one):
        value = moved(one.value, f"{BODY};text-align:right;font-variant-numeric:tabular-nums")
        drawn += (
            f'<td class="rule" align="right" valign="top" width="1%" '
            f'style="{look};padding-left:12px;white-space:nowrap">{value}</td>'
        )
    return f"<tr>{drawn}</tr>"
