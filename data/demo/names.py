"""Words that the demo company's people, accounts and campaigns are named with, by names.toml."""

import tomllib
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))

FIRST_NAMES: list[str] = _WORDS["first_names"]
LAST_NAMES: list[str] = _WORDS["last_names"]
NAME_STARTS: list[str] = _WORDS["name_starts"]
NAME_ENDS: list[str] = _WORDS["name_ends"]
NAME_KINDS: list[list[str]] = _WORDS["name_kinds"]  # by industry
COUNTRIES: list[list[str]] = _WORDS["countries"]  # by region
SPECIAL_NAMES: list[str] = _WORDS["special_names"]  # harmless; careless programs trip on them
CAMPAIGN_THEMES: list[list[str]] = _WORDS["campaign_themes"]  # by lead source
MESSAGES: list[str] = _WORDS["messages"]
