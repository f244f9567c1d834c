"""Whether a staffing keeps what it promises: counted anew from the input, without the code that searched."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from essaim.algorithms.answers import Fact, Status, fact
from essaim.algorithms.facilitators.case import Facilitator, Request, Shift, Staffing, StaffingRules


def check(
    staffing: Staffing,
    requests: Sequence[Request],
    facilitators: Sequence[Facilitator],
    *,
    rules: StaffingRules = StaffingRules(),  # noqa: B008 (frozen)
    fixed: Collection[Shift] = (),
) -> list[Fact]:
    """Return what is wrong with a staffing, and nothing when it is sound.

    Rules, fixed people, values of levels, loads and every reason are verified; and, when the answer calls itself
    optimal, that no day is left that people still free could serve. That no better answer exists at all is what the
    bounds of the levels say.
    """
    if staffing.status is Status.INFEASIBLE:
        is_silent = not staffing.conflicts or staffing.teams
        return [fact("infeasible_without_reason", "")] if is_silent else []
    audit = _Audit(staffing, requests, facilitators, rules, set(fixed))
    if unknown := list(audit.unknown()):
        return unknown
    return [*audit.teams(), *audit.people(), *audit.levels(), *audit.reasons()]


class _Audit:
    def __init__(
        self,
        staffing: Staffing,
        requests: Sequence[Request],
        facilitators: Sequence[Facilitator],
        rules: StaffingRules,
        fixed: set[Shift],
    ) -> None:
        self.staffing, self.rules, self.fixed = staffing, rules, fixed
        self.requests = {request.id: request for request in requests}
        self.persons = {person.id: person for person in facilitators}
        self.shifts = [
            (request, day, name)
            for request, days in staffing.teams.items()
            for day, team in days.items()
            for name in team
        ]
        self.years = Counter((name, day[:4]) for _, day, name in self.shifts)

    def unknown(self) -> Iterator[Fact]:
        if set(self.staffing.teams) != set(self.requests):
            yield fact("requests_missing", "")
        for request, day, name in self.shifts:
            if name not in self.persons or day not in self.requests[request].days:
                yield fact("unknown_shift", request, day=day, facilitator=name)

    def team(self, request: str, day: str) -> list[Facilitator]:
        return [self.persons[name] for name in self.staffing.teams[request].get(day, ())]

    def is_served(self, request: Request, day: str) -> bool:
        return len(self.team(request.id, day)) == request.needed

    def teams(self) -> Iterator[Fact]:
        for shift in sorted(self.fixed - set(self.shifts)):
            yield fact("fixed_moved", shift[0], day=shift[1], facilitator=shift[2])
        for request in self.requests.values():
            held = {day: team for day, team in self.staffing.teams[request.id].items() if team}
            if request.choose is not None and len(held) > max(request.choose, 0):
                yield fact("too_many_days", request.id, days=len(held))
            for day in held:
                yield from self._team(request, day)

    def _team(self, request: Request, day: str) -> Iterator[Fact]:
        team = self.team(request.id, day)
        are_fixed = all((request.id, day, person.id) in self.fixed for person in team)
        if len(team) > request.needed or len({person.id for person in team}) < len(team):
            yield fact("team_too_large", request.id, day=day, team=len(team))
        if not are_fixed and len(team) < request.needed:
            yield fact("team_incomplete", request.id, day=day, team=len(team))
        if not are_fixed and not self._is_skilled(request, team):
            yield fact("skill_not_held", request.id, day=day)
        for person in team:
            if person.unit is not None and person.unit == request.unit:
                yield fact("own_unit", person.id, request=request.id)
            if person.days is not None and day not in person.days:
                yield fact("not_free", person.id, request=request.id, day=day)

    def _is_skilled(self, request: Request, team: Sequence[Facilitator]) -> bool:
        has_senior = any(person.is_senior for person in team) or not self.rules.is_senior_needed
        return has_senior and request.skills <= {skill for person in team for skill in person.skills}

    def quota(self, person: Facilitator, year: str) -> float:
        quota = self.rules.yearly_quota if person.quota is None else person.quota
        return float("inf") if quota is None else quota - person.done.get(year, 0)

    def people(self) -> Iterator[Fact]:
        for (name, day), count in Counter((name, day) for _, day, name in self.shifts).items():
            if count > 1:
                yield fact("twice_on_day", name, day=day)
        for (name, year), count in self.years.items():
            if count > self.quota(self.persons[name], year):
                yield fact("over_quota", name, year=year, days=count)
        counted = Counter(name for _, _, name in self.shifts)
        if self.staffing.loads != {name: counted[name] for name in self.persons}:
            yield fact("wrong_loads", "")

    def levels(self) -> Iterator[Fact]:
        served = [
            (r, day)
            for r in self.requests.values()
            for day in dict.fromkeys(r.days)
            if self.is_served(r, day)
        ]
        years = {day[:4] for request in self.requests.values() for day in request.days}
        teams = [[person.is_senior for person in self.team(request.id, day)] for request, day in served]
        expected = {
            "days": len(served),
            "balance": sum(
                (person.done.get(year, 0) + self.years[person.id, year]) ** 2
                for person in self.persons.values()
                for year in years
            ),
            "alone": sum(not any(team) for team in teams),
            "mixed": sum(any(team) and not all(team) for team in teams),
        }
        for level in self.staffing.levels:
            if level.value != expected[level.name]:
                yield fact("wrong_level", level.name, told=level.value, counted=expected[level.name])
            is_cost = level.name in ("balance", "alone")
            if level.value < level.bound if is_cost else level.value > level.bound:
                yield fact("beyond_bound", level.name, value=level.value, bound=level.bound)
        if self.staffing.status is Status.OPTIMAL and not all(x.is_proven for x in self.staffing.levels):
            yield fact("not_proven", "")

    def reasons(self) -> Iterator[Fact]:
        told = Counter((why.about, why["day"]) for why in self.staffing.explanations if why.code != "load")
        for request in self.requests.values():
            for day in dict.fromkeys(request.days):
                if told[request.id, day] != (not self.is_served(request, day)):
                    yield fact("reasons_told", request.id, day=day)
        for why in self.staffing.explanations:
            if not self._holds(why):
                yield fact("untrue", why.about, code=why.code)

    def _holds(self, why: Fact) -> bool:
        if why.code == "load":
            return why["days"] == self.staffing.loads[why.about]
        request, day = self.requests[why.about], str(why["day"])
        if why.code == "enough_days":
            return (
                why["chosen"] == len(self.staffing.teams[request.id]) >= int(why["choose"]) == request.choose
            )
        able = [
            person
            for person in self.persons.values()
            if (person.unit is None or person.unit != request.unit)
            and (person.days is None or day in person.days)
        ]
        if why.code == "too_few_able":
            return why["able"] == len(able) < request.needed == why["needed"]
        if why.code == "skill_missing":
            return why["skill"] in request.skills and not any(
                why["skill"] in person.skills for person in able
            )
        if why.code == "skills_not_together":
            return not any(self._covers(request, team) for team in combinations(able, request.needed))
        return why.code == "taken_elsewhere" and self._is_taken(why, request, day, able)

    def _covers(self, request: Request, team: Sequence[Facilitator]) -> bool:
        return request.skills <= {skill for person in team for skill in person.skills}

    def _is_taken(self, why: Fact, request: Request, day: str, able: list[Facilitator]) -> bool:
        busy = {name for _, other, name in self.shifts if other == day}
        idle = [person for person in able if person.id not in busy]
        free = [p for p in idle if self.years[p.id, day[:4]] < self.quota(p, day[:4])]
        told = {"able": len(able), "busy": len(able) - len(idle), "at_quota": len(idle) - len(free)}
        if any(why[name] != value for name, value in told.items()) or why["free"] != len(free):
            return False
        if self.staffing.status is not Status.OPTIMAL:
            return True
        held = self.team(request.id, day)
        teams = combinations(free, max(0, request.needed - len(held)))
        return not any(self._is_skilled(request, [*held, *team]) for team in teams)
