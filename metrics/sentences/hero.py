"""What bookings are judged by, line by line: share of target, pace, last year."""

from metrics.compared import Against
from metrics.said import Moved, change_said
from metrics.sentences.gaps import Aim, Gap
from metrics.sentences.standing import Standing
from metrics.wording import decimal, money, percent, sentence, signed_money


def hero_lines(stands: Standing, currency: str) -> tuple[Moved, ...]:
    """'44 % of $5.02M', '6 % behind pace, −$103k', '28 % on last year'."""
    attained, gap, declared = stands.attained, stands.gap, stands.booked.declared
    lines = []
    if attained is not None and attained.value is not None and attained.denominator is not None:
        target = money(attained.denominator, currency)
        lines.append(Moved(f"{percent(attained.value)} of {target}"))
    if gap is not None and gap.aim is not Aim.YEAR and stands.booked.now.rows:
        words = f"{sentence(stands.words)}, {signed_money(decimal(gap.amount), currency)}"
        lines.append(_judged(words, gap))
    # Seven days say little beside a quarter to date: they stand under "What moved".
    past = (one for one in stands.booked.changes if one.against is not Against.WEEK)
    lines.extend(change_said(declared.unit, declared.better, one, currency) for one in past)
    return tuple(lines)


def _judged(words: str, gap: Gap) -> Moved:
    """With the way of a pace; none where the words say that nothing is unusual."""
    if gap.is_calm:
        return Moved(words)
    return Moved(words, 1 if gap.amount >= 0 else -1, gap.amount >= 0)
