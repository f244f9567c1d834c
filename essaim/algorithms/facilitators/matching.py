"""The programme: days, then balance, then who leads with whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy

from essaim.algorithms.answers import SafetyStop, Status, digest_of
from essaim.algorithms.facilitators.case import (
    Case,
    Facilitator,
    Place,
    Request,
    Shift,
    Staffing,
    StaffingRules,
    case_of,
    year_of,
)
from essaim.algorithms.facilitators.conflicts import conflicts_of
from essaim.algorithms.facilitators.reasons import reasons_of
from essaim.algorithms.lexicographic import Objective, Program, Values, solve_by_levels

Terms = list[tuple[int, float]]


@dataclass(slots=True)
class _Table:
    """Columns: who leads what and when, which days are served, and what teams are made of."""

    case: Case
    program: Program = field(default_factory=Program)
    shifts: dict[Shift, int] = field(default_factory=dict)
    served: dict[Place, int] = field(default_factory=dict)
    cost: dict[int, int] = field(default_factory=dict)
    alone: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)
    steps: list[tuple[list[int], list[int]]] = field(default_factory=list)  # shifts, then the days they cost
    sides: list[tuple[int, list[list[int]]]] = field(
        default_factory=list
    )  # a mixed day, and what it needs of each
    lonely: list[tuple[int, int, list[int]]] = field(default_factory=list)  # alone, served, seniors

    def build(self) -> None:
        """Write every column and row."""
        fixed = set(self.case.fixed)
        for request in self.case.requests:
            days = list(dict.fromkeys(request.days))
            for day in days:
                self._day(request, day, fixed)
            chosen: Terms = [(self.served[request.id, day], 1.0) for day in days]
            busy = sum((request.id, day) in {(r, d) for r, d, _ in fixed} for day in days)
            if request.wanted < len(days):
                self._choose(request, chosen, days, fixed, busy)
        self._one_a_day()
        self._loads()

    def _choose(self, request: Request, chosen: Terms, days: list[str], fixed: set[Shift], busy: int) -> None:
        """Days with fixed people are chosen already, complete or not."""
        held = {day for name, day, _ in fixed if name == request.id}
        free = [term for term, day in zip(chosen, days, strict=True) if day not in held]
        self.program.row(free, most=request.wanted - busy)

    def _day(self, request: Request, day: str, fixed: set[Shift]) -> None:
        program, place = self.program, (request.id, day)
        served = self.served[place] = program.column()
        held = [p for p in self.case.facilitators if (*place, p.id) in fixed]
        able = [p for p in self.case.facilitators if p not in held and self.case.can_lead(p, request, day)]
        team: Terms = []
        for person in able:
            column = self.shifts[*place, person.id] = program.column()
            team.append((column, 1.0))
            if request.needed - len(held) > 1:  # without it, half a team would serve half a day
                program.row([(column, 1.0), (served, -1.0)], most=0)
        program.row([*team, (served, float(len(held) - request.needed))], least=0, most=0)
        missing = request.skills - {skill for person in held for skill in person.skills}
        for skill in sorted(missing) if len(held) < request.needed else ():  # a fixed team is taken as it is
            holders = [term for term, person in zip(team, able, strict=True) if skill in person.skills]
            program.row([*holders, (served, -1.0)], least=0)
        seniors = [term for term, person in zip(team, able, strict=True) if person.is_senior]
        juniors = [term for term, person in zip(team, able, strict=True) if not person.is_senior]
        self._seniority(request, served, (seniors, juniors), held)

    def _seniority(
        self, request: Request, served: int, team: tuple[Terms, Terms], held: list[Facilitator]
    ) -> None:
        program, (seniors, juniors) = self.program, team
        if not any(person.is_senior for person in held):
            is_barred = self.case.rules.is_senior_needed and len(held) < request.needed
            alone = program.column(upper=float(not is_barred))
            program.row([(alone, 1.0), (served, -1.0), *seniors], least=0)
            self.alone.append(alone)
            self.lonely.append((alone, served, [column for column, _ in seniors]))
        if request.needed > 1:
            mixed = program.column()
            wanted = [[(served, 1.0)]]
            for side, is_senior in ((seniors, True), (juniors, False)):
                if not any(person.is_senior == is_senior for person in held):
                    wanted.append(side)
            for side in wanted:
                program.row([*side, (mixed, -1.0)], least=0)
            self.mixed.append(mixed)
            self.sides.append((mixed, [[column for column, _ in side] for side in wanted]))

    def _one_a_day(self) -> None:
        columns: dict[tuple[str, str], Terms] = {}
        for (_, day, name), column in self.shifts.items():
            columns.setdefault((name, day), []).append((column, 1.0))
        busy = {(name, day) for _, day, name in self.case.fixed}
        for key, terms in columns.items():
            if key in busy:
                for column, _ in terms:
                    self.program.fix(column, 0)
            elif len(terms) > 1:
                self.program.row(terms, most=1)

    def _loads(self) -> None:
        given, days = self.case.given(), {day for request in self.case.requests for day in request.days}
        columns: dict[tuple[str, str], Terms] = {}
        for (_, day, name), column in self.shifts.items():
            columns.setdefault((name, year_of(day)), []).append((column, 1.0))
        before = 0
        for person in self.case.facilitators:
            for year in sorted({year_of(day) for day in days}):
                first = person.done.get(year, 0) + given[person.id, year]
                before += first**2
                terms = columns.get((person.id, year), [])
                left = self.case.quota(person, year)
                room = len(
                    {day for _, day, name in self.shifts if name == person.id and year_of(day) == year}
                )
                if left is not None:
                    room = min(room, left - given[person.id, year])
                self._load(terms, first, max(0, room))
        self.cost[self.program.column(lower=1)] = before

    def _load(self, terms: Terms, first: int, room: int) -> None:
        """Split a load in days that cost more and more: (first + k)² - (first + k - 1)²."""
        if not terms:
            return
        steps = [self.program.column(is_whole=False) for _ in range(room)]
        self.cost |= {column: 2 * (first + k) - 1 for k, column in enumerate(steps, start=1)}
        self.program.row([*terms, *((column, -1.0) for column in steps)], least=0, most=0)
        self.steps.append(([column for column, _ in terms], steps))

    def tidy(self, values: Values) -> Values:
        """Count loads, teams alone and mixed ones anew from who leads what."""
        counted = values.copy()
        for shifts, steps in self.steps:
            load = round(sum(values[shifts]))
            counted[steps] = [float(k < load) for k in range(len(steps))]
        for alone, served, seniors in self.lonely:
            counted[alone] = float(values[served] > 0 and not values[seniors].any())
        for mixed, sides in self.sides:
            counted[mixed] = float(all(values[side].any() for side in sides))
        return counted

    def objectives(self) -> list[Objective]:
        """Return the levels, in order of importance."""
        return [
            Objective("days", dict.fromkeys(self.served.values(), 1)),
            Objective("balance", self.cost, is_cost=True),
            Objective("alone", dict.fromkeys(self.alone, 1), is_cost=True),
            Objective("mixed", dict.fromkeys(self.mixed, 1)),
        ]


def match_facilitators(
    requests: Sequence[Request],
    facilitators: Sequence[Facilitator],
    *,
    rules: StaffingRules = StaffingRules(),  # noqa: B008 (frozen)
    fixed: Collection[Shift] = (),
    seed: int,
    time_limit: float = 10.0,
) -> Staffing:
    """Match facilitators with days; the problem and its levels are told in `essaim.algorithms.facilitators`.

    `fixed` holds (request, day, facilitator) already agreed: they stay, even where their team cannot be completed.
    `time_limit` is in seconds: the budget of the search follows from it.

    Contradictions among what is fixed give the status `infeasible`, no team, and `conflicts`. Explanations: one
    `load` per facilitator, then one fact per day not served: `enough_days`, `too_few_able`, `skill_missing`,
    `skills_not_together` or `taken_elsewhere`.
    """
    stop = SafetyStop(0.95 * time_limit, grace=0.25)  # what is left writes the reasons
    case = case_of(requests, facilitators, rules=rules, fixed=fixed, seed=seed)
    by_id = [sorted(things, key=lambda thing: thing.id) for things in (requests, facilitators)]
    digest = digest_of(*by_id, rules, case.fixed, seed)
    if conflicts := conflicts_of(case):
        return Staffing(
            status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts, teams={}, loads={}
        )
    return _match(case, seed=seed, digest=digest, stop=stop, seconds=time_limit)


def _match(case: Case, *, seed: int, digest: str, stop: SafetyStop, seconds: float) -> Staffing:
    table = _Table(case)
    table.build()
    start = numpy.array(table.program.lower)  # nobody but who is fixed
    objectives = table.objectives()
    solved = solve_by_levels(
        table.program, objectives, stop=stop, seconds=seconds, start=start, tidy=table.tidy
    )
    shifts = {shift for shift, column in table.shifts.items() if solved.values[column] > 0} | set(case.fixed)
    teams = _teams(case, shifts)
    status = Status.OPTIMAL if solved.is_optimal else Status.FEASIBLE
    return Staffing(
        status=status,
        seed=seed,
        digest=digest,
        levels=solved.levels,
        explanations=reasons_of(case, teams),
        is_cut=solved.is_cut,
        teams=teams,
        loads={
            person: sum(s[2] == person for s in shifts) for person in sorted(p.id for p in case.facilitators)
        },
    )


def _teams(case: Case, shifts: Collection[Shift]) -> dict[str, dict[str, tuple[str, ...]]]:
    teams: dict[str, dict[str, tuple[str, ...]]] = {}
    for request in sorted(case.requests, key=lambda request: request.id):
        days = {
            day: tuple(sorted(name for r, d, name in shifts if (r, d) == (request.id, day)))
            for day in dict.fromkeys(request.days)
        }
        teams[request.id] = {day: team for day, team in days.items() if team}
    return teams
