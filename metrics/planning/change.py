"""What a draft changes beside the plan in force: money by group, and what it comes from.

Printed figures are whole units of the currency, by largest remainder, so that every column adds
up. No figure here belongs to fewer than five people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.money import rounded_fraction
from metrics.planning.groups import Distribution, Group, sum_of
from metrics.pool.bridge import bridge
from metrics.pool.cents import largest_remainder
from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.shares import Run

OTHERS = ""


@dataclass(frozen=True)
class GroupChange:
    """A group's pay under both plans in whole units of money; `name` '' for those kept back.

    `percent` is the exact difference in percent of what the plan in force pays.
    """

    name: str
    people: int | None
    before: int
    after: int
    percent: Fraction | None

    @property
    def difference(self) -> int:
        """What the draft pays more, or less, in whole units of money."""
        return self.after - self.before


@dataclass(frozen=True)
class GroupChanges:
    """One row a group that may be shown, one for the others, and the sum; they add up.

    `even` is the percent that every group moves by, None where they move differently.
    """

    rows: tuple[GroupChange, ...]
    total: GroupChange
    even: Fraction | None


@dataclass(frozen=True)
class Cause:
    """A part of the difference between two pools, in whole units of money."""

    name: str
    amount: int


def group_changes(
    before: Run, after: Run, groups: Sequence[Group], others: Sequence[Group]
) -> GroupChanges:
    """The groups of the run in force beside those of the draft, which hold the same people.

    `groups` and `others` come from the two runs' distributions. Without a plan in force both are
    the draft's own.
    """
    paid_before, paid_after = _paid(before), _paid(after)
    shown = {one.name: one for one in groups if not one.reason}
    drafted = {one.name: one for one in others if not one.reason}
    names = sorted(shown.keys() & drafted.keys())
    exact_before = [shown[name].paid or ZERO for name in names]
    exact_after = [drafted[name].paid or ZERO for name in names]
    people = [drafted[name].people for name in names]
    if len(names) < max(len(groups), len(others)):
        exact_before.append(paid_before - sum(exact_before, ZERO))
        exact_after.append(paid_after - sum(exact_after, ZERO))
        names, people = [*names, OTHERS], [*people, None]
    whole_before, whole_after = _whole(paid_before), _whole(paid_after)
    rows = tuple(
        GroupChange(name, count, old, new, _percent(was, will))
        for name, count, old, new, was, will in zip(
            names,
            people,
            largest_remainder(exact_before, whole_before) if names else [],
            largest_remainder(exact_after, whole_after) if names else [],
            exact_before,
            exact_after,
            strict=True,
        )
    )
    percents = {_to_a_tenth(row.percent) for row in rows}
    total = GroupChange(
        "", len(after.shares), whole_before, whole_after, _percent(paid_before, paid_after)
    )
    return GroupChanges(rows, total, total.percent if len(percents) == 1 else None)


def changes(
    before: tuple[Run, Distribution], after: tuple[Run, Distribution]
) -> tuple[GroupChanges, GroupChanges]:
    """The changes by team and by role."""
    (old, were), (new, are) = before, after
    return team_changes(before, after), group_changes(old, new, were.roles, are.roles)


def team_changes(before: tuple[Run, Distribution], after: tuple[Run, Distribution]) -> GroupChanges:
    """The changes by team."""
    (old, were), (new, are) = before, after
    return group_changes(old, new, were.teams, are.teams)


def causes(before: Run, after: Run) -> tuple[Cause, ...]:
    """What the difference of the pools comes from, in the bridge's order; nothing that is 0.

    The amounts add up to the difference of the two pools in whole units.
    """
    found = bridge(before, after)
    whole = _whole(found.closing) - _whole(found.opening)
    amounts = largest_remainder([bar.printed for bar in found.bars], whole)
    return tuple(
        Cause(bar.name, amount) for bar, amount in zip(found.bars, amounts, strict=True) if amount
    )


def whole_pool(run: Run) -> Fraction:
    """The run's pool as it is printed in whole units of money; 0 where there is none."""
    return Fraction(_whole(run.pool_total or ZERO))


def pool_difference(before: Run, after: Run) -> int:
    """What the draft's pool is more, or less, in whole units of money."""
    return int(whole_pool(after) - whole_pool(before))


def _paid(run: Run) -> Fraction:
    """Everything paid out for the period, restatements of others left out."""
    parts = [part for share in run.shares for part in (share.pool_part, share.individual_part)]
    return sum_of(parts)


def _whole(amount: Fraction) -> int:
    return int(rounded_fraction(amount, 0, "half_up"))


def _percent(before: Fraction, after: Fraction) -> Fraction | None:
    return (after - before) / before * HUNDRED if before else None


def _to_a_tenth(percent: Fraction | None) -> Fraction | None:
    """Cents make tiny differences between groups that move alike."""
    return None if percent is None else rounded_fraction(percent, 1, "half_up")
