"""The 90 % interval of a share (Wilson's score interval), in Decimal."""

from decimal import Decimal

# The 95th percentile of the normal distribution: 5 % lie outside on each side.
Z = Decimal("1.6448536269514722")
FEW = 20


def wilson(successes: Decimal, trials: Decimal) -> tuple[Decimal, Decimal]:
    """The lowest and highest share, 0 to 1, that fits `successes` of `trials`.

    Raises: ValueError when there are no trials or more successes than trials.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"no share of {successes} in {trials}")
    square = Z * Z
    share = successes / trials
    centre = share + square / (2 * trials)
    reach = Z * ((share * (1 - share) + square / (4 * trials)) / trials).sqrt()
    whole = 1 + square / trials
    low = max(Decimal(0), (centre - reach) / whole) if successes else Decimal(0)
    high = min(Decimal(1), (centre + reach) / whole) if successes < trials else Decimal(1)
    return low, high
