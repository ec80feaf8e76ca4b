"""What a pool command is given: the plan, and everything its calculation reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from data.calendar import DAY_NAMES
from data.publish import current_file
from data.warehouse import Warehouse
from data.workspace import Workspace
from metrics.days import day_called
from metrics.errors import PlanError
from metrics.known import known
from metrics.periods import DAY, FiscalCalendar, Period
from metrics.planning.individual import individual_results
from metrics.planning.payees_file import read_payees
from metrics.planning.results import NOTHING, known_keys, results_from_warehouse
from metrics.planning.results_file import read_results
from metrics.planning.written import number_of
from metrics.pool.inputs import ZERO, Inputs, Results, Span
from metrics.pool.plan import Plan
from metrics.pool.plan_checks import checked
from metrics.pool.reading import Form, read_plan
from metrics.reader import Reader

NO_PAYEES = "no payees: the run ends at the funding; --payees FILE.csv adds them"


@dataclass(frozen=True)
class Asked:
    """The files and options of a command; a results file stands for the whole warehouse."""

    store: Path
    plan: Path
    results: Path | None = None
    external: Path | None = None
    payees: Path | None = None
    carry_over: str | None = None
    as_of: str | None = None

    def plan_and_inputs(self) -> tuple[Plan, Inputs]:
        """The plan, checked, and what it is run on.

        Raises: RevenueError of whichever file or figure does not hold.
        """
        given = self._given()
        plan = plan_of(self.plan, given if self.results else ())
        if self.results:
            return plan, self._inputs(plan, given, None)
        reader = self.reader()
        results = results_from_warehouse(
            reader, plan, self._period(plan, reader), self.seen, self._external(plan, given)
        )
        return plan, self._inputs(plan, results, reader)

    def plan_and_terms(self, reader: Reader) -> tuple[Plan, Inputs]:
        """The plan, checked, and what it is run on besides the results of KPIs.

        Raises: RevenueError of whichever file or figure does not hold.
        """
        plan = plan_of(self.plan)
        return plan, self._inputs(plan, self._external(plan, self._given()), reader)

    def plan_and_days(self) -> tuple[Plan, Inputs]:
        """The plan, checked, and the days it pays for; no load is needed.

        Raises: PlanError when the plan does not hold.
        """
        plan = plan_of(self.plan)
        return plan, self._inputs(plan, NOTHING, None)

    @property
    def seen(self) -> date | None:
        """The as-of day; None where none was given. Raises: PeriodError for what is no date."""
        return None if self.as_of is None else day_called(self.as_of)

    def reader(self) -> Reader:
        """The load published in the store. Raises: StoreError when there is none."""
        return Warehouse(self.store).reader()

    def _inputs(self, plan: Plan, results: Results, reader: Reader | None) -> Inputs:
        period = self._period(plan, reader)
        payees = read_payees(self.payees) if self.payees else ()
        if reader is not None:
            own = individual_results(reader, plan, payees, period, self.seen)
            results = {**own, **results}
        return Inputs(
            results=results,
            payees=payees,
            span=self._span(plan, period, reader),
            carry_over=_carry_over(self.carry_over),
            known=known_keys(plan, results),
        )

    def _period(self, plan: Plan, reader: Reader | None) -> Period:
        """The days the plan pays for. Raises: PlanError where there is no first and last one."""
        workspace = reader.load.workspace if reader else Workspace.read(self.store)
        period = FiscalCalendar(workspace).parse(plan.period)
        if period.grain == "all":
            raise PlanError(
                f"plan '{plan.name}', period: 'all' has no last day; name a period such as 2026-Q4"
            )
        return period

    def _span(self, plan: Plan, period: Period, reader: Reader | None) -> Span:
        """The period's days, and its working days where the plan counts those."""
        if plan.proration.days != "workdays":
            return Span(period.start_on, period.last_on)
        if reader is None and current_file(self.store) is not None:
            reader = self.reader()
        days = known(reader).working_days if reader else self._opening_days(period)
        inside = frozenset(day for day in days if period.holds(day))
        return Span(period.start_on, period.last_on, inside)

    def _opening_days(self, period: Period) -> list[date]:
        """Without a load there is no calendar of holidays: the days of the week that are open."""
        open_days = {DAY_NAMES.index(day) for day in Workspace.read(self.store).business_hours.days}
        days = (period.start_on + number * DAY for number in range(period.days))
        return [day for day in days if day.weekday() in open_days]

    def _given(self) -> Results:
        if self.results and self.as_of:
            raise PlanError("--as-of looks at the warehouse, which --results stands for; take one")
        if self.results and self.external:
            raise PlanError("--results holds every figure, external ones too; leave --external out")
        path = self.results or self.external
        return read_results(path) if path else NOTHING

    def _external(self, plan: Plan, given: Results) -> Results:
        """The results given. Raises: PlanError for one that the warehouse gives."""
        external = {one.key for one in plan.external}
        for key in given:
            if key.partition("[")[0] not in external:
                raise PlanError(
                    f"external file {self.external}: '{key}' is no external figure of plan "
                    f"'{plan.name}'; the warehouse gives the others, or --results gives all"
                )
        return given


def plan_of(path: Path, file_keys: Collection[str] = ()) -> Plan:
    """The plan of a TOML or JSON file, checked against every key that is known.

    Raises: PlanError that names the field and the mend.
    """
    plan = read_plan_file(path)
    return checked(plan, known_keys(plan, file_keys))


def read_plan_file(path: Path) -> Plan:
    """The plan of a TOML or JSON file, as written: what it contradicts is not looked for.

    Raises: PlanError when it cannot be read.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanError(f"plan file {path}: no such file; check the path") from error
    except OSError as error:
        raise PlanError(f"plan file {path}: cannot be read: {error.strerror}") from error
    form: Form = "json" if path.suffix.lower() == ".json" else "toml"
    return read_plan(text, form=form, name=path.stem)


def _carry_over(text: str | None) -> Fraction:
    if text is None:
        return ZERO
    amount = number_of(text)
    if amount is None:
        raise PlanError(f"--carry-over '{text}' is no plain amount; write it as 1234.50")
    return amount
