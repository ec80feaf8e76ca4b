"""Slide 9: what the numbers mean, in the words of the definitions as they were then."""

from metrics.meeting.story import Term
from pages.views.slide import Line, Slide
from pages.views.slide_scene import Scene, nothing

KEY = "glossary"
MOST, LONGEST = 6, 190


def build_glossary(scene: Scene) -> Slide:
    """The definitions of the numbers on the slides, each with its version."""
    told = scene.told
    title = scene.words(KEY, "sentence", "What the numbers mean")
    lines = tuple(_line(one) for one in told.terms[:MOST])
    return Slide(
        key=KEY,
        kicker="Glossary",
        sentence=title.text,
        lines=lines or nothing(told.reason),
        foot="The whole definitions, with examples, stand on the Definitions screen",
        words=(title,),
    )


def _line(one: Term) -> Line:
    """The first sentence: the rest is detail for the Definitions screen."""
    text = shortened(one.definition.split(". ")[0].removesuffix("."))
    return Line(f"{one.label}, version {one.version}", text if text.endswith("…") else f"{text}.")


def shortened(text: str) -> str:
    """The text as far as its place goes: up to a colon or semicolon, else to a whole word."""
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST]
    clause = max(head.rfind(": "), head.rfind("; "))
    if clause > LONGEST // 2:
        return head[:clause]
    return f"{head.rpartition(' ')[0].rstrip(',;:')}…"
