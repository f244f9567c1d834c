"""Why a day is not served, in facts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.facilitators.case import Case, Facilitator, Request, year_of

Teams = Mapping[str, Mapping[str, tuple[str, ...]]]


def reasons_of(case: Case, teams: Teams) -> tuple[Fact, ...]:
    """Return the load of each facilitator, then the reason of each day not served, by identifier."""
    shifts = [(day, name) for days in teams.values() for day, team in days.items() for name in team]
    loads = Counter(name for _, name in shifts)
    years = Counter((name, year_of(day)) for day, name in shifts)
    people = sorted(case.facilitators, key=lambda person: person.id)
    told = [fact("load", person.id, days=loads[person.id]) for person in people]
    for request in sorted(case.requests, key=lambda request: request.id):
        chosen = len(teams[request.id])
        for day in dict.fromkeys(request.days):
            if len(teams[request.id].get(day, ())) < request.needed:
                busy = {name for other, name in shifts if other == day}
                team = teams[request.id].get(day, ())
                told.append(_reason(case, request, day, team=team, busy=busy, years=years, chosen=chosen))
    return tuple(told)


def _reason(
    case: Case,
    request: Request,
    day: str,
    *,
    team: tuple[str, ...],
    busy: set[str],
    years: Counter[tuple[str, str]],
    chosen: int,
) -> Fact:
    if not team and chosen >= request.wanted and request.choose is not None:
        return fact("enough_days", request.id, day=day, chosen=chosen, choose=request.wanted)
    able = [person for person in case.facilitators if case.can_lead(person, request, day)]
    if len(able) < request.needed:
        return fact("too_few_able", request.id, day=day, able=len(able), needed=request.needed)
    for skill in sorted(request.skills):
        if not any(skill in person.skills for person in able):
            return fact("skill_missing", request.id, day=day, skill=skill)
    if not can_cover(able, request.skills, request.needed):
        return fact("skills_not_together", request.id, day=day, able=len(able), needed=request.needed)
    held = [person for person in able if person.id in busy]
    year = year_of(day)

    def is_spent(person: Facilitator) -> bool:
        quota = case.quota(person, year)
        return quota is not None and years[person.id, year] >= quota

    spent = [person for person in able if person.id not in busy and is_spent(person)]
    values = {"able": len(able), "busy": len(held), "at_quota": len(spent)}
    values |= {"needed": request.needed, "fixed": len(team)}
    return fact("taken_elsewhere", request.id, day=day, **values, free=len(able) - len(held) - len(spent))


def can_cover(people: Sequence[Facilitator], skills: frozenset[str], size: int) -> bool:
    """Whether so many people can hold these skills together."""
    if not skills:
        return True
    first = min(skills)
    holders = (person for person in people if first in person.skills)
    return size > 0 and any(can_cover(people, skills - person.skills, size - 1) for person in holders)
