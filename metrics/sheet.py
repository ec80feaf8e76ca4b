"""All cells of a question computed together: wants collected, statements run, answers made."""

from collections.abc import Iterable
from dataclasses import replace

from metrics.answer import Answer
from metrics.assemble import Parts, answer_of, no_answer
from metrics.bench import Bench, Needs
from metrics.kpi import Composed, Overlap, Retention, Slip, State, Survival
from metrics.methods import (
    Member,
    Store,
    flow_parts,
    flow_wants,
    slip_parts,
    slip_want,
    state_parts,
    state_wants,
    wait_parts,
)
from metrics.mix import Mixes, mixes, overlap_parts, segments
from metrics.periods import DAY
from metrics.question import Cell
from metrics.reader import Reader
from metrics.recipes import RECIPES
from metrics.retention import retained_parts, retained_wants
from metrics.sql.flow import FlowWant, flow_figures
from metrics.sql.odds import stage_odds
from metrics.sql.retained import RetainedWant, retained_figures
from metrics.sql.slip import SlipWant, slip_figures
from metrics.sql.state import StateWant, state_figures
from metrics.sql.waiting import waiting_figures

# A recipe may look at what it needed before it knows what else; none needs a third round.
ROUNDS = 2
DERIVED = "derived: this load has no history, so the past is told from each deal's own dates"


class Sheet:
    """The cells of one question and their figures."""

    def __init__(self, reader: Reader, bench: Bench) -> None:
        self.reader, self.bench, self.view = reader, bench, bench.view
        self._store = Store()
        self._flow: dict[Cell, dict[str, FlowWant]] = {}
        self._state: dict[Cell, dict[str, StateWant]] = {}
        self._slip: dict[Cell, SlipWant] = {}
        self._retained: dict[Cell, dict[str, RetainedWant]] = {}
        self._needs: dict[Cell, Needs] = {}
        self._mixes: dict[Cell, Mixes] = {}

    def compute(self, cells: Iterable[Cell]) -> None:
        """Run the statements that `cells` need, those of composed KPIs' parts with them."""
        asked = list(dict.fromkeys(cells))
        mixed = [cell for cell in asked if isinstance(cell.kpi.method, Overlap)]
        self._mixes = mixes(self.reader, mixed, self.bench) if mixed else {}
        composed = [
            cell
            for cell in asked
            if isinstance(cell.kpi.method, Composed) and cell not in self._mixes
        ]
        plain = [cell for cell in asked if not isinstance(cell.kpi.method, Composed)]
        for _ in range(ROUNDS):
            for cell in composed:
                needs = RECIPES[cell.kpi.key].needs(cell, self.bench, self._headline)
                self._needs[cell] = needs
                plain.extend(needs.values())
            self._run([cell for cell in dict.fromkeys(plain) if self._is_new(cell)])

    def answer(self, cell: Cell, member: Member) -> Answer:
        """The answer of a cell for one member of the split; () is the headline."""
        by = member if self.view.grouping else None
        target = None if cell.is_part else self.bench.target(cell.kpi, cell.period, member)
        reason = self._no_data(cell)
        if reason:
            return no_answer(cell, by, reason, target, self.view)
        return answer_of(cell, by, self._parts(cell, member), target, self.view)

    def members(self, cell: Cell) -> set[Member]:
        """The members that have something to count in the cell."""
        if isinstance(cell.kpi.method, Overlap):
            of, supply = self._mixes[cell].of, self._mixes[cell].supply
            return {(one.name,) for one in segments(of["leads"], of[supply])}
        if isinstance(cell.kpi.method, Composed):
            mains = [need for name, need in self._needs[cell].items() if name in _MAIN_PARTS]
            return {member for need in mains for member in self.members(need)}
        found = [
            *(self._store.flow[want] for want in self._flow.get(cell, {}).values()),
            *(self._store.state[want] for want in self._state.get(cell, {}).values()),
            *(self._store.retained[want] for want in self._retained.get(cell, {}).values()),
        ]
        if cell in self._slip:
            found.append(self._store.slip[self._slip[cell]].of_count)
        if cell.period in self._store.waits and isinstance(cell.kpi.method, Survival):
            found.append(self._store.waits[cell.period].at_risk)
        width = len(self.view.grouping)
        return {member[:width] for members in found for member, value in members.items() if value}

    def _headline(self, cell: Cell) -> Answer | None:
        """The answer of a cell already computed, without a split."""
        return None if self._is_new(cell) else self.answer(cell, ())

    def _is_new(self, cell: Cell) -> bool:
        known = (self._flow, self._state, self._slip, self._retained)
        return not any(cell in of_method for of_method in known)

    def _run(self, cells: list[Cell]) -> None:
        for cell in cells:
            if isinstance(cell.kpi.method, State):
                self._state[cell] = state_wants(cell, self.view)
            elif isinstance(cell.kpi.method, Slip):
                self._slip[cell] = slip_want(cell, self.view)
            elif isinstance(cell.kpi.method, Retention):
                self._retained[cell] = retained_wants(cell, self.view)
            else:
                self._flow[cell] = flow_wants(cell)
        store, view, reader = self._store, self.view, self.reader
        flow = [want for cell in cells for want in self._flow.get(cell, {}).values()]
        state = [want for cell in cells for want in self._state.get(cell, {}).values()]
        slip = [self._slip[cell] for cell in cells if cell in self._slip]
        waits = [cell.period for cell in cells if isinstance(cell.kpi.method, Survival)]
        if flow:
            store.flow |= flow_figures(reader, dict.fromkeys(flow), view)
        if state:
            store.state |= state_figures(reader, dict.fromkeys(state), view)
        if slip:
            store.slip |= slip_figures(reader, slip, view)
        retained = [want for cell in cells for want in self._retained.get(cell, {}).values()]
        if retained:
            store.retained |= retained_figures(reader, retained, view)
        if waits:
            store.waits |= waiting_figures(reader, waits, view)
        days = {want.cut_on - DAY for want in state if want.is_by_stage}
        store.odds |= stage_odds(reader, sorted(days))

    def _parts(self, cell: Cell, member: Member) -> Parts:
        method = cell.kpi.method
        if isinstance(method, Overlap):
            return overlap_parts(self._mixes[cell], member, cell.is_part)
        if isinstance(method, Composed):
            answers = {name: self.answer(need, member) for name, need in self._needs[cell].items()}
            return RECIPES[cell.kpi.key].compose(cell, self.bench, member, answers)
        if isinstance(method, State):
            parts = state_parts(cell, member, self._state[cell], self._store, self.view)
            return replace(parts, note=self._told_by(cell))
        if isinstance(method, Slip | Retention):
            return self._moved(cell, member)
        if isinstance(method, Survival):
            return wait_parts(cell, member, self._flow[cell], self._store)
        return flow_parts(cell, member, self._flow[cell], self._store, self.view)

    def _moved(self, cell: Cell, member: Member) -> Parts:
        """The parts of what stood at a start and became something else."""
        if cell in self._slip:
            return slip_parts(member, self._store.slip[self._slip[cell]])
        wants = self._retained[cell]
        return retained_parts(cell, member, wants, self._store.retained, self.bench)

    def _told_by(self, cell: Cell) -> str | None:
        """That a past state is only derived, where the load has no history of its own."""
        data_date = self.bench.known.data_date
        is_past = data_date is not None and self.view.cut_on(cell.period) <= data_date
        return DERIVED if is_past and not self.bench.has_real_history else None

    def _no_data(self, cell: Cell) -> str | None:
        """Why the load cannot answer at all, or None when it can."""
        kpi, period = cell.kpi, cell.period
        if period.start_on > self.view.as_of:
            return f"{period.name} had not begun on {self.view.as_of}"
        if isinstance(kpi.method, Composed):
            return None
        needs_history = isinstance(kpi.method, Slip) or (
            isinstance(kpi.method, State) and kpi.method.is_weighted_by_stage
        )
        if needs_history and not self.bench.has_real_history:
            return "this load has no opportunity history, only versions derived from deals' dates"
        known = self.bench.known
        return known.off_record(kpi.fact, kpi.dated_by, period) or known.unsaid.get(kpi.key)


# The needs of a recipe whose members it has; those of past periods only serve.
_MAIN_PARTS = frozenset(
    (
        *("now", "base", "before", "booked", "open", "win_rate", "average", "cycle"),
        *("spend", "count"),
    )
)
