"""A whole run: results to funding, funding to pool, pool to payees, with every step in words.

Pure and exact: the same plan and inputs give the same run, to the byte.
"""

from fractions import Fraction

from metrics.pool.allocation import allocate
from metrics.pool.funding import fund
from metrics.pool.inputs import Inputs
from metrics.pool.plan import Plan
from metrics.pool.pool_money import pool_of
from metrics.pool.roster import Roster
from metrics.pool.shares import Run, Share
from metrics.pool.sharing import PotLine, Sharing
from metrics.pool.statement import cents_note, level_node, printed
from metrics.pool.tree import Node, node
from metrics.pool.wording import number, rounding_note


def run(plan: Plan, inputs: Inputs, roster: Roster | None = None) -> Run:
    """Who is paid what for the plan's period; a prepared roster of the same payees saves time.

    Raises: MissingResultError when a figure the plan needs has no result, PayeeError naming the
    person whose terms do not fit, PlanError when `roster` was made for something else.
    """
    roster = Roster.of(plan, inputs) if roster is None else roster.checked(plan, inputs)
    funding = fund(plan, inputs)
    pool = pool_of(plan, funding, roster.target_pool, inputs)
    allocation = allocate(plan, roster, pool)

    return Run(
        plan,
        inputs,
        funding,
        pool,
        allocation.sharing,
        allocation.shares,
        allocation.exact_pool_total,
        allocation.exact_undistributed,
        allocation.pool_total,
        allocation.paid_from_pool,
        allocation.reserve,
        allocation.undistributed,
        _tree,
        _statement,
    )


def _tree(done: Run) -> Node:
    """The run in printed money; without payees of a plan on target incentives, in percent."""
    sharing = done.sharing
    name = f"{done.plan.name}, {done.plan.period}"
    if sharing is None or done.pool_total is None:
        words = "no payees: the run ends at the funding"
        return node(name, done.pool.funding, "points", words, done.funding.node, done.pool.node)

    def steps() -> tuple[Node, ...]:
        return (
            done.funding.node,
            done.pool.node,
            _split_node(done, sharing),
            _payees_node(done),
            *_money_nodes(done),
        )

    words = (
        f"pool parts {_shown(done, done.paid_from_pool)} + undistributed "
        f"{_shown(done, done.undistributed)} + reserve {_shown(done, done.reserve)}"
    )
    rounding = done.plan.rounding
    note = rounding_note(done.exact_pool_total or Fraction(0), rounding.money, rounding.mode)
    return Node(name, done.pool_total, "money", words, note, steps)


def _statement(done: Run, share: Share) -> Node:
    """One payee's payout in printed money, with every step from the results on."""
    own = share.node

    def steps() -> tuple[Node, ...]:
        split = () if done.sharing is None else (_split_node(done, done.sharing),)
        return (done.funding.node, done.pool.node, *split, *own.children)

    name = f"Statement of {share.person_id}: {done.plan.name}, {done.plan.period}"
    return Node(name, share.payout, "money", own.formula, "", steps)


def _split_node(done: Run, sharing: Sharing) -> Node:
    """What payees share, in money, and how it is divided among teams."""
    plan = done.plan
    words = f"{number(done.pool.to_share or Fraction(0))} after reserve"
    if not plan.allocation.budget_neutral:
        words += f", re-struck by modifiers to {number(sharing.money)}"
    by = "by teams" if plan.split.by == "teams" else "by target incentive, one pot for all"
    pots = [_pot_node(plan, pot) for pot in sharing.pots]
    return node("Split", sharing.money, "money", f"{words}; {by}", *pots)


def _pot_node(plan: Plan, pot: PotLine) -> Node:
    """A team's money and the level at which it pays."""
    words = f"{number(pot.part * 100)} % = {number(pot.given)}"
    steps = [level_node(pot)]
    if not plan.allocation.budget_neutral:
        words += f", re-struck to {number(pot.money)}"
        restruck = "x sum of (target x modifier) / sum of targets"
        steps.insert(0, node("Before modifiers", pot.given, "money", restruck))
    if pot.received:
        words += f"; {number(pot.received)} came from other teams"
        steps.append(node("From other teams", pot.received, "money", "by weight below the caps"))
    if pot.left:
        words += f"; {number(pot.left)} went on: nobody here is below the cap"
        steps.append(node("Not usable here", pot.left, "money", "shared across the teams"))
    return node(pot.team or "Everyone", pot.money, "money", words, *steps)


def _payees_node(done: Run) -> Node:
    """All payees; the sum of their pool parts in printed money."""
    count = len(done.shares)
    words = f"the pool parts of {count:,} payee{'' if count == 1 else 's'}"
    return Node(
        "Payees",
        done.paid_from_pool,
        "money",
        words,
        cents_note(done.plan),
        lambda: tuple(share.node for share in done.shares),
    )


def _money_nodes(done: Run) -> list[Node]:
    """What of the pool is not paid out now."""
    handled = {
        "carry": "carried to the next period",
        "company": "stays with the company",
        "lift_caps": "nobody has a weight to lift",
    }
    exact = number(done.exact_undistributed or Fraction(0))
    words = f"{exact}: {handled[done.plan.allocation.undistributed]}"
    held = f"{number(done.pool.reserve or Fraction(0))}: held back, reported, never lost"
    note = "largest remainder with the pool parts"
    return [
        node("Undistributed", done.undistributed, "money", words, rounding=note),
        node("Reserve, printed", done.reserve, "money", held, rounding=note),
    ]


def _shown(done: Run, value: Fraction | None) -> str:
    return "none" if value is None else printed(done.plan, value)
