"""The words of blocks 1 to 3: what was promised, the number, what changed."""

from decimal import Decimal
from fractions import Fraction

from metrics.bridge import Deal
from metrics.bridge.hygiene import Finding
from metrics.bridge.steps import GROUPS, Steps, mover_share, steps_of
from metrics.bridge.words import (
    MOST_MOVERS,
    NAMES,
    bridge_dates,
    bridge_foot,
    bridge_note,
    bridge_title,
    flow_sentence,
    hygiene_title,
    mover_words,
    movers_title,
)
from metrics.forecast.words import range_words, short_words, why_none
from metrics.kpi import Unit
from metrics.meeting.commitment_words import (
    Promised,
    commitments_hint,
    commitments_title,
    counted_words,
    promised,
)
from metrics.meeting.headlines import LANDING, POOL
from metrics.meeting.pool_words import pool_since, why_no_pool
from metrics.meeting.printed import printed
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow
from metrics.meeting.then_now_words import (
    amount_words,
    change_words,
    restated_means,
    then_now_notes,
    then_now_title,
)
from metrics.members import NONE
from metrics.said import Moved
from metrics.sentences.hero import hero_lines
from metrics.weekly.figures import bar_of, figure_of, quiet, range_note
from metrics.weekly.numbers import ATTAINED, BOOKED, COVERAGE
from metrics.weekly.page import Figure, Line, Listing, Section
from metrics.weekly.records import Changed, TheNumber, Weekly
from metrics.wording import counted, money, number, percent, rounded, signed_whole_money

# How one is made, for whom the screen is not at hand.
MAKE = (
    "Make one with “Add one” on the Weekly screen, or with `python -m metrics meeting commit "
    "TEXT --as PERSON --due DATE --kpi KPI --expected AMOUNT`."
)


def commitments_section(found: Weekly) -> Section:
    """What was promised and what came of it, or how a commitment is made."""
    agenda = found.promises.agenda
    if agenda is None:
        trouble = f"They cannot be read: {found.promises.trouble}"
        return Section("Commitments", "", (trouble,), (), ())
    rows = promised(agenda, found.promises.did, found.names, found.workspace)
    hint = commitments_hint(agenda, found.workspace)
    if not rows:
        return Section(commitments_title(agenda), "", (hint, MAKE), (), ())
    listing = Listing("", tuple(_promise(row) for row in rows), hint)
    aside = counted_words(agenda.counted())
    return Section(commitments_title(agenda), aside, (), (), (listing,))


def _promise(row: Promised) -> Line:
    """'Kept', what, then owner, due and what it should move, then what it did."""
    did = Moved(quiet(row.did.text, row.second), row.did.way, row.did.is_better)
    under = quiet(row.owner, f"due {row.due}", row.should)
    return Line(text=row.what, under=under, value=did, state=row.state)


def number_section(found: Weekly) -> Section:
    """Bookings as the large number, then the landing, coverage twice, and the pool."""
    block, currency = found.number, found.workspace.currency
    title = f"{found.titles['number'].text}{short_words(block.forecast, currency)}"
    days = block.days
    return Section(
        title=title,
        aside=f"business day {days[0]} of {days[1]}" if days else "",
        words=(),
        figures=(
            _booked(block, currency),
            _landing(block, currency),
            figure_of(block.of(COVERAGE), currency),
            figure_of(block.of(f"{COVERAGE}_next"), currency),
            _pool(found),
        ),
        listings=(),
    )


def _booked(block: TheNumber, currency: str) -> Figure:
    """The one large number, judged line by line."""
    own = figure_of(block.of(BOOKED), currency, label="Booked this quarter")
    attained = block.of(ATTAINED)
    has_target = attained.answer.denominator is not None
    target = money(attained.answer.denominator or Decimal(0), currency)
    return Figure(
        label=own.label,
        value=own.value,
        count=own.count,
        moved=hero_lines(block.standing, currency),
        aim=f"target {target}" if has_target else "",
        note=own.note,
        bar=bar_of(attained, Decimal(1) if has_target else None),
        is_hero=True,
    )


def _landing(block: TheNumber, currency: str) -> Figure:
    one, ahead = block.of(LANDING), block.forecast
    deals = sum(part.rows for part in ahead.parts if part.open_amount is not None)
    own = figure_of(one, currency)
    return Figure(
        label=own.label,
        value=own.value,
        count="" if ahead.value is None else counted(deals, "deals"),
        moved=own.moved,
        aim=own.aim,
        note=why_none(ahead) if ahead.note else range_words(ahead, currency),
        bar=bar_of(one, one.answer.target, is_estimate=True),
    )


def _pool(found: Weekly) -> Figure:
    """The pool in percent of target: no amount and no person is in it."""
    one, agenda = found.number.of(POOL), found.promises.agenda
    answer = one.answer
    if answer.value is None:
        why = why_no_pool(answer, found.workspace)
        return figure_of(one, found.workspace.currency, note=why)
    return Figure(
        label=one.label,
        value=percent(answer.value),
        count=range_note(one),
        moved=pool_since(answer, agenda.before if agenda else None),
        aim=f"target {percent(Decimal(1))}",
        note="of target, at the forecast",
        bar=bar_of(one, Decimal(1), is_estimate=True),
    )


def changed_section(found: Weekly) -> Section:
    """The bridge in six bars, the biggest movers, what needs a hand, then and now."""
    block, currency = found.changed, found.workspace.currency
    before = found.promises.agenda.before if found.promises.agenda else None
    steps = steps_of(block.bridge, GROUPS)
    since = f"since meeting {before.number} · " if before else ""
    words = (
        flow_sentence(steps, currency) if steps.steps else "",
        bridge_note(block.bridge),
        block.moved.text,
        f"Then and now cannot be told: {block.trouble}" if block.trouble else "",
    )
    return Section(
        title=bridge_title(block.bridge, steps, currency),
        aside=f"{since}{bridge_dates(block.bridge)}",
        words=tuple(one for one in words if one),
        figures=(),
        listings=(
            *((_bars(block, steps, currency),) if steps.steps else ()),
            _movers(block, currency),
            _hygiene(block, currency),
            *((_then_now(block.then_now, before, currency),) if before and block.then_now else ()),
        ),
    )


def _bars(block: Changed, steps: Steps, currency: str) -> Listing:
    """The six bars and the change they come to, in digits that add up."""
    largest = max(abs(one.amount) for one in steps.steps) or Decimal(1)
    lines = [
        Line(
            NAMES[one.key],
            counted(one.deals, "deals"),
            _step(one.digits, one.amount, steps.places, is_won=one.key == "won"),
            bar=one.amount / largest,
        )
        for one in steps.steps
    ]
    change = _step(steps.change_digits, steps.change, steps.places, is_won=True)
    lines.append(Line("Change", "", change))
    return Listing("", tuple(lines), bridge_foot(block.bridge, steps, currency))


def _step(digits: Decimal, amount: Decimal, places: int, *, is_won: bool) -> Moved:
    """'+338'; won became bookings, which is neither better nor worse for the pipeline."""
    text = f"{'+' if digits > 0 else ''}{rounded(digits, places)}"
    return Moved(text, 0, None if is_won or not amount else amount > 0)


def _movers(block: Changed, currency: str) -> Listing:
    movers = block.bridge.movers(MOST_MOVERS)
    lines = tuple(_mover(deal, movers, currency) for deal in movers)
    return Listing(movers_title(movers, currency), lines)


def _mover(deal: Deal, movers: tuple[Deal, ...], currency: str) -> Line:
    is_won = deal.leave_reason == "won"
    return Line(
        text=deal.name if deal.account == NONE else deal.account,
        under=mover_words(deal),
        value=Moved(
            signed_whole_money(Fraction(deal.net), currency), 0, None if is_won else deal.net > 0
        ),
        bar=mover_share(deal, movers) / 100,
    )


def _hygiene(block: Changed, currency: str) -> Listing:
    lines = tuple(_untidy(one, currency) for one in block.hygiene.findings)
    return Listing(hygiene_title(block.hygiene), lines)


def _untidy(one: Finding, currency: str) -> Line:
    value = f"{counted(len(one.deals), 'deals')}, {money(one.amount, currency)}"
    return Line(one.rule.what, one.rule.mend, Moved(value))


def _then_now(found: tuple[ThenNow, ...], before: Snapshot, currency: str) -> Listing:
    """Each number of the meeting before with its change in its two parts."""
    lines = tuple(_change(one, currency) for one in found)
    foot = " ".join((restated_means(before), *then_now_notes(found)))
    return Listing(then_now_title(found, before), lines, foot)


def _change(one: ThenNow, currency: str) -> Line:
    """'then $2.06M, now $2.23M; real +$169,849.00, restated 0'."""
    seen, unit = printed(one), one.headline.unit
    then, now = (amount_words(each, seen, unit, currency) for each in (seen.then, seen.now))
    change, real, restated = (
        change_words(each, seen, unit, currency) for each in (seen.change, seen.real, seen.restated)
    )
    begun = "" if one.begun is None else _begun(one, unit, currency)
    under = f"{then} then, {now} now; of it real {real}, restated {restated}{begun}"
    return Line(one.headline.label, under, Moved(change))


def _begun(one: ThenNow, unit: Unit, currency: str) -> str:
    if one.begun is None:
        return ""
    own = number(one.begun.value, unit, currency)
    return f"; {one.begun.period.name} so far {own}"
