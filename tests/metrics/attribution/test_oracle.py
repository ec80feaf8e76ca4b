"""All ten models against the touch by touch loop over the export files, to the cent."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from data.workspace import Workspace
from metrics.attribution import VECTORS, Attribution, attribution
from metrics.attribution.credits import vector_credits
from metrics.attribution.facts import EVERY
from metrics.compute import answer, calendar_of
from metrics.periods import Period
from metrics.scope import Scope
from tests.metrics.attribution.oracle import (
    Credits,
    Oracle,
    booked,
    removal_effects,
    shapley_credits,
)
from tests.metrics.oracles._chaos import WORKSPACE, write_chaos
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._records import NEVER, Deal


@dataclass(frozen=True)
class Asked:
    """One question to both sides."""

    reader: Reader
    oracle: Oracle
    period: Period
    by: str
    region: str | None
    as_of: date | None

    @property
    def seen(self) -> date:
        """The as-of day."""
        return self.as_of or self.reader.load.data_date or date.max

    @property
    def end_on(self) -> date:
        """The day after the last one seen of the period."""
        return min(self.period.end_on_exclusive, self.seen + timedelta(days=1))

    def found(self) -> Attribution:
        """What ours says."""
        scope = Scope.of(region=self.region)
        return attribution(self.reader, self.period, by=self.by, as_of=self.as_of, scope=scope)

    def booked(self) -> tuple[Fraction, dict[str, Fraction]]:
        """What was booked, in all and by deal."""
        company = self.oracle.company
        return booked(company, self.period.start_on, self.end_on, self.region)

    def paths(self) -> Iterator[tuple[Deal, tuple[str, ...], Fraction | None]]:
        """Each deal with touches that ended in the period, its path, its amount where won."""
        company, (_, by_deal) = self.oracle.company, self.booked()
        for key, deal in company.deals.items():
            path = tuple(getattr(hit, self.by) for hit in self.oracle.hits[key])
            if not path:
                continue
            if key in by_deal:
                yield deal, path, by_deal[key]
            elif self._is_lost(deal) or self._is_stale(deal):
                yield deal, path, None

    def _is_lost(self, deal: Deal) -> bool:
        """Whether it was lost in the period, and that stands."""
        stands = [one for one in deal.closings if one.reopened_at == NEVER]
        return any(
            not one.is_won
            and self.period.start_on <= one.closed_on < self.end_on
            and self.is_in(one.dims)
            for one in stands[-1:]
        )

    def _is_stale(self, deal: Deal) -> bool:
        """Whether it got older than the look-back in the period, and is open."""
        company, last = self.oracle.company, deal.versions[-1]
        stale_at = deal.row["created_at"] + timedelta(days=company.workspace.look_back_days)
        return (
            last.is_open
            and company.moment(self.period.start_on) <= stale_at < company.moment(self.end_on)
            and self.seen >= (self.reader.load.data_date or self.seen)
            and self.is_in(last.dims)
        )

    def is_in(self, dims: dict[str, str]) -> bool:
        """Whether the scope holds it."""
        return self.region is None or dims["region"] == self.region


def expected(asked: Asked) -> dict[str, Credits]:
    """The credits of the models of weights, exactly."""
    whole: dict[str, Credits] = {}
    for deal, path, amount in asked.paths():
        if amount is not None:
            for model, shares in asked.oracle.shares(deal).items():
                credits = whole.setdefault(model, {})
                for member, share in zip(path, shares, strict=True):
                    credits[member] = credits.get(member, Fraction(0)) + share * amount
    return whole


def check(asked: Asked) -> Attribution:
    """Ours, once every model of weights is the oracle's and all totals tie."""
    found, exact = asked.found(), expected(asked)
    total, _ = asked.booked()
    attributed = sum(exact.get("first", {}).values(), Fraction(0))
    assert Fraction(found.total) == total
    assert Fraction(found.unattributed) == total - attributed
    scope = Scope.of(region=asked.region)
    kpi = answer(asked.reader, "bookings", asked.period, as_of=asked.as_of, scope=scope)
    assert found.total == (kpi.value or 0)
    ours = {name: vector_credits(found.pools, weights) for name, weights in VECTORS.items()}
    ours["linear"] = dict(found.pools.spread[EVERY])
    for name, credits in ours.items():
        assert nonzero(credits) == nonzero(exact.get(name, {})), name
    decayed, theirs = found.pools.decayed, exact.get("time_decay", {})
    assert set(decayed) == set(theirs)
    assert all(abs(decayed[one] - theirs[one]) < Fraction(1, 10**6) for one in theirs)
    if found.no_data:
        assert (kpi.value, kpi.note, total) == (None, found.no_data, 0)
        assert {model.credits for model in found.models.values()} == {None}
        return found
    for name, model in found.models.items():
        if model.credits is None:
            assert name == "shapley"
            continue
        assert sum(model.credits.values()) + found.unattributed == found.total, name
        for member, credit in (ours | {"time_decay": dict(decayed)}).get(name, {}).items():
            assert abs(credit - Fraction(model.credits[member])) < Fraction(1, 100), (name, member)
    return found


def nonzero(credits: Credits) -> Credits:
    """The members that have a credit."""
    return {member: credit for member, credit in credits.items() if credit}


def check_journeys(asked: Asked, found: Attribution) -> None:
    """Nothing, once Markov and Shapley are the oracle's."""
    paths = list(asked.paths())
    ends = Counter("won" if amount is not None else "null" for _, _, amount in paths)
    assert (found.won, found.lost + found.stale) == (ends["won"], ends["null"])
    attributed = found.total - found.unattributed
    _, effects = removal_effects(
        [(path, int(amount is not None), int(amount is None)) for _, path, amount in paths]
    )
    whole = sum(effects.values())
    if found.no_data:
        return
    markov = found.models["markov"].credits or {}
    for member, effect in effects.items():
        credit = float(effect / whole) * float(attributed)
        assert float(markov[member]) == pytest.approx(credit, rel=1e-9, abs=0.011), member
    shapley = found.models["shapley"].credits or {}
    theirs = shapley_credits(
        [
            (path, int(amount is not None), int(amount is None), amount or Fraction(0))
            for _, path, amount in paths
        ]
    )
    for member, worth in theirs.items():
        assert float(shapley[member]) == pytest.approx(float(worth), rel=1e-9, abs=0.011), member


@pytest.fixture(scope="module")
def touched(demo: Path, demo_folder: Path) -> Oracle:
    """The demo company's touches, deal by deal."""
    return Oracle(Company(demo_folder, Workspace.read(demo)))


QUESTIONS = [
    ("2026-Q3", None, None),
    ("2026-Q3", "EMEA", None),
    ("2026-Q3", None, date(2026, 8, 20)),
    ("all", None, None),
]


@pytest.mark.parametrize("by", ["channel", "source", "campaign"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_demo(
    reader: Reader, touched: Oracle, by: str, question: tuple[str, str | None, date | None]
) -> None:
    period, region, as_of = question
    asked = Asked(reader, touched, calendar_of(reader).parse(period), by, region, as_of)
    found = check(asked)
    assert found.opportunities == found.won > 10
    if by == "channel":
        check_journeys(asked, found)


@pytest.fixture(scope="module", params=[1, 2, 3])
def chaos(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A small company of nasty data, with touches that share moments, links and names."""
    folder, store = tmp_path_factory.mktemp("chaos"), tmp_path_factory.mktemp("store")
    write_chaos(folder, request.param)
    write_touches(folder, request.param)
    settings = f"look_back_days = {(365, 40, 3650)[request.param - 1]}\n{WORKSPACE}"
    (store / "tandem.toml").write_text(settings, encoding="utf-8")
    load([folder], store, now=datetime(2025, 12, 12, tzinfo=UTC))
    reader = Warehouse(store).reader()
    oracle = Oracle(Company(folder, Workspace.read(store)))
    return Asked(reader, oracle, calendar_of(reader).parse("all"), "channel", None, None)


def write_touches(folder: Path, seed: int) -> None:
    """Touches on few moments, so that many fall together, with links of every kind."""
    dice = Random(seed)
    with (folder / "touches.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("touch_id", "touched_at", "channel", "source", "campaign_id", "account_id",
             "lead_id", "opportunity_id")
        )  # fmt: skip
        for number in range(2500):
            at = datetime(2024, 10, 1, tzinfo=UTC) + timedelta(hours=6 * dice.randrange(1700))
            rows.writerow(
                (
                    f"T{number}",
                    f"{at:%Y-%m-%d %H:%M:%S}Z",
                    dice.choice(("Web", "Fair", "Mail", "Call")),
                    dice.choice(("", "(none)", "Own", "Bought")),
                    dice.choice(("", "C0", "C1", "C9")),
                    dice.choice(("", f"A{dice.randrange(22)}")),
                    dice.choice(("", "", f"L{dice.randrange(260)}")),
                    dice.choice(("", "", f"O{dice.randrange(155)}")),
                )
            )


@pytest.mark.parametrize("by", ["channel", "source", "campaign"])
@pytest.mark.parametrize("period", ["all", "2026-Q3", "2025-05", "2026"])
@pytest.mark.parametrize("region", [None, "North"])
def test_a_chaotic_company(chaos: Asked, by: str, period: str, region: str | None) -> None:
    span = calendar_of(chaos.reader).parse(period)
    for as_of in (None, date(2025, 8, 20)):
        asked = Asked(chaos.reader, chaos.oracle, span, by, region, as_of)
        check_journeys(asked, check(asked))
