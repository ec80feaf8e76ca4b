"""Cases computed by others: first to last touch, milestones, decay, Markov, Shapley."""

import json
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from metrics.attribution.journeys import Journey, Steps, sets_of, steps_of
from metrics.attribution.markov import chain_of, transitions
from metrics.attribution.models import (
    anchors_of,
    by_member,
    in_proportion,
    linear,
    time_decay,
    weighted,
    without,
)
from metrics.attribution.shapley import credits_of, values_within
from metrics.attribution.weights import VECTORS, Anchor, Weights

CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[2] / "goldens" / "revenue.json").read_text(encoding="utf-8")
    )["cases"]
}
NINE = CASES["attr_dp6_nine_paths"]
FIVE = CASES["attr_five_touch_12k"]
MILES = CASES["attr_milestone_models_100k"]
BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001


def near(found: object, expected: object, tolerance: float = 1e-9) -> bool:
    """Whether every number is the golden's, by its tolerance."""
    if isinstance(expected, dict):
        assert isinstance(found, dict)
        keys = {key for key, value in expected.items() if value} | set(found)
        return all(near(found.get(key, 0), expected.get(key, 0), tolerance) for key in keys)
    if isinstance(expected, list):
        assert isinstance(found, list)
        return len(found) == len(expected) and all(
            near(one, other, tolerance) for one, other in zip(found, expected, strict=True)
        )
    return abs(float(found) - float(Fraction(str(expected)))) <= tolerance  # type: ignore[arg-type]


def nine_paths(shares_of: Any) -> dict[str, Fraction]:
    """The credits of the nine paths when `shares_of` gives each touch's share of one."""
    whole: dict[str, Fraction] = {}
    for text in NINE["inputs"]["paths"]:
        path = text.split(" > ")
        shares = shares_of(path)
        worth = NINE["inputs"]["conversion_value_each"]
        for member, credit in by_member(path, shares, worth).items():
            whole[member] = whole.get(member, Fraction(0)) + credit
    return whole


def placed(name: str, path: list[str]) -> list[Fraction]:
    """The shares of a vector on a path without creations."""
    places = {Anchor.FIRST: 0, Anchor.CLOSE: len(path) - 1}
    return weighted(VECTORS[name], places, len(path))


def last_but(path: list[str], left_out: str) -> list[Fraction]:
    """All to the last touch that is not left out; to the last where there is no other."""
    kept = without(path, {left_out}, alone="kept")
    return [Fraction(place == kept[-1]) for place in range(len(path))]


@pytest.mark.parametrize(
    ("name", "shares_of"),
    [
        ("first", lambda path: placed("first", path)),
        ("last", lambda path: placed("last", path)),
        ("last_non_A", lambda path: last_but(path, "A")),
        ("linear", lambda path: linear(len(path))),
        ("position_40_20_40", lambda path: placed("position", path)),
        ("position_decay", lambda path: in_proportion(range(1, len(path) + 1))),
    ],
)
def test_nine_paths(name: str, shares_of: Any) -> None:
    assert near(nine_paths(shares_of), NINE["expected"][name], NINE["tolerance"])


def nine_journeys() -> list[Journey]:
    worth = NINE["inputs"]["conversion_value_each"]
    return [Journey(tuple(text.split(" > ")), 1, worth) for text in NINE["inputs"]["paths"]]


def test_nine_paths_markov() -> None:
    expected = NINE["expected"]["markov_order1_exact_absorbing"]
    chain = chain_of(steps_of(nine_journeys()))
    assert near(chain.base, expected["base_conversion_probability"])
    assert near(dict(chain.removal_effects), expected["removal_effect"])
    assert near(dict(chain.weights), expected["weights"])
    value = {member: 27 * weight for member, weight in chain.weights.items()}
    assert near(value, expected["value"])


def test_nine_paths_shapley_are_not_linear() -> None:
    found = credits_of(sets_of(nine_journeys()))
    assert near(found, NINE["expected"]["shapley_per_coalition_conv_rate"])


def two_channels() -> Steps:
    return steps_of(
        Journey(tuple(one["path"]), one["conv"], one["conv"], one["null"])
        for one in CASES["attr_markov_two_channel"]["inputs"]["paths"]
    )


def test_markov_two_channels() -> None:
    case = CASES["attr_markov_two_channel"]
    chain = chain_of(two_channels())
    expected = case["expected"]
    assert near(chain.base, expected["base"], case["tolerance"])
    assert near(dict(chain.removal_effects), expected["removal_effect"], case["tolerance"])
    assert near(dict(chain.weights), expected["weights"], case["tolerance"])
    conversions = {member: 4 * weight for member, weight in chain.weights.items()}
    assert near(conversions, expected["conversions"], case["tolerance"])
    named = {"won": "conv", "lost": "null"}
    steps = {
        f"{before}>{named.get(after, after)}": chance
        for (before, after), chance in transitions(two_channels()).items()
    }
    assert near(steps, expected["transition"], case["tolerance"])


def test_shapley_of_given_worths() -> None:
    case = CASES["attr_shapley_readme"]
    members = ("D", "F", "O")
    groups = list(case["inputs"]["v"])
    masks = [(sum(1 << members.index(member) for member in group),) for group in groups]
    worths = list(case["inputs"]["v"].values())
    found = dict(zip(groups, values_within(members, masks, worths), strict=True))["OFD"]
    expected = dict(case["expected"])
    assert near(sum(found.values()), expected.pop("sum"), case["tolerance"])
    assert near(dict(found), expected, case["tolerance"])


def test_five_touches() -> None:
    amount, touches = FIVE["inputs"]["amount"], FIVE["inputs"]["touches"]
    channels = [one["channel"] for one in touches]
    places = anchors_of([BEGIN + timedelta(days=one["day"]) for one in touches])
    exact, expected = FIVE["tolerance"]["exact"], FIVE["expected"]

    def worth(shares: list[Fraction]) -> list[Fraction]:
        return [share * amount for share in shares]

    assert near(worth(weighted(VECTORS["first"], places, 5)), expected["first"], exact)
    assert near(worth(weighted(VECTORS["last"], places, 5)), expected["last"], exact)
    assert near(worth(last_but(channels, "direct")), expected["last_non_direct"], exact)
    assert near(worth(linear(5)), expected["linear"], exact)
    position = weighted(VECTORS["position"], places, 5)
    assert near(worth(position), expected["position_40_20_40"], exact)
    ages = [touches[-1]["day"] - one["day"] for one in touches]
    decayed = worth(time_decay(ages, FIVE["inputs"]["half_life_days"]))
    assert near(decayed, expected["time_decay_exact"], exact)
    assert near(decayed, expected["time_decay_published"], FIVE["tolerance"]["published"])


def test_half_life_of_a_day() -> None:
    case = CASES["attr_time_decay_half_life_one_day"]
    found = time_decay(case["inputs"]["ages_days"], case["inputs"]["half_life_days"])
    assert near(found, case["expected"], case["tolerance"])


def milestones(weights: Weights, touches: list[str]) -> dict[str, Fraction]:
    """Credits by touch; its name says which anchors it is: FT, LC, OC, CW."""
    names = {
        Anchor.FIRST: "FT",
        Anchor.LEAD: "LC",
        Anchor.OPPORTUNITY: "OC",
        Anchor.CLOSE: "CW",
    }
    places = {
        anchor: place
        for anchor, name in names.items()
        for place, touch in enumerate(touches)
        if name in touch.split("+")
    }
    places[Anchor.CLOSE] = len(touches) - 1
    shares = weighted(weights, places, len(touches))
    return by_member(touches, shares, MILES["inputs"]["amount"])


def test_milestones() -> None:
    touches, expected = MILES["inputs"]["touches"], MILES["expected"]
    models = {"adobe_U": "u_shaped", "positional_U_40_20_40": "position"}
    models |= {"W": "w_shaped", "full_path": "full_path"}
    for golden, name in models.items():
        found = milestones(VECTORS[name], touches)
        assert near(found, expected[golden], MILES["tolerance"]), golden
    without_middle = milestones(VECTORS["w_shaped"], ["FT", "LC", "OC"])
    assert near(without_middle, expected["W_no_middle"], MILES["tolerance"])
    merged = milestones(VECTORS["w_shaped"], ["FT+LC", "x1", "OC"])
    assert near(merged, expected["W_FT_is_LC_with_one_middle"], MILES["tolerance"])


def test_shares_of_what_is_missing_go_to_the_anchors_there_are() -> None:
    # No lead and no middle: its 30 and the 10 are halved between two anchors.
    assert milestones(VECTORS["w_shaped"], ["FT", "OC"]) == {"FT": 50_000, "OC": 50_000}
    # The opportunity was created before any touch: first touch and lead share its 30.
    assert milestones(VECTORS["w_shaped"], ["FT", "x", "LC", "CW"]) == {
        "FT": 45_000,
        "x": 10_000,
        "LC": 45_000,
        "CW": 0,
    }
    # Nothing but the first touch is known.
    assert milestones(VECTORS["u_shaped"], ["FT", "x"]) == {"FT": 100_000, "x": 0}
