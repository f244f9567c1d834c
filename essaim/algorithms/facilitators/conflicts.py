"""Rules that contradict each other before anybody is matched."""

from collections import Counter
from collections.abc import Iterator

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.facilitators.case import Case, year_of


def conflicts_of(case: Case) -> tuple[Fact, ...]:
    """Return what makes the problem impossible; empty when it has an answer."""
    names = tuple(_names(case))
    return names or (*_one_by_one(case), *_teams(case), *_people(case))


def _names(case: Case) -> Iterator[Fact]:
    for code, things in (("request_twice", case.requests), ("facilitator_twice", case.facilitators)):
        counts = Counter(thing.id for thing in things)
        yield from (fact(code, name, times=n) for name, n in sorted(counts.items()) if n > 1)
    days = {request.id: request.days for request in case.requests}
    known = {person.id for person in case.facilitators}
    for request, day, name in case.fixed:
        if day not in days.get(request, ()):
            yield fact("fixed_on_unknown_day", request, day=day, facilitator=name)
        if name not in known:
            yield fact("fixed_unknown_facilitator", name, request=request, day=day)


def _one_by_one(case: Case) -> Iterator[Fact]:
    requests = {request.id: request for request in case.requests}
    people = {person.id: person for person in case.facilitators}
    for name, day, who in case.fixed:
        person, request = people[who], requests[name]
        if person.unit is not None and person.unit == request.unit:
            yield fact("fixed_in_own_unit", who, request=name, day=day, unit=person.unit)
        if person.days is not None and day not in person.days:
            yield fact("fixed_when_away", who, request=name, day=day)


def _teams(case: Case) -> Iterator[Fact]:
    teams = Counter((request, day) for request, day, _ in case.fixed)
    for request in sorted(case.requests, key=lambda request: request.id):
        fixed = [day for day in dict.fromkeys(request.days) if teams[request.id, day]]
        for day in fixed:
            if teams[request.id, day] > request.needed:
                count = teams[request.id, day]
                yield fact("fixed_beyond_needed", request.id, day=day, fixed=count, needed=request.needed)
        if len(fixed) > request.wanted:
            yield fact("fixed_beyond_choice", request.id, fixed=len(fixed), choose=request.wanted)


def _people(case: Case) -> Iterator[Fact]:
    people = {person.id: person for person in case.facilitators}
    for (who, day), count in sorted(Counter((who, day) for _, day, who in case.fixed).items()):
        if count > 1:
            yield fact("fixed_twice_on_day", who, day=day, times=count)
    years = Counter((who, year_of(day)) for _, day, who in case.fixed)
    for (who, year), count in sorted(years.items()):
        left = case.quota(people[who], year)
        if left is not None and count > left:
            yield fact("fixed_beyond_quota", who, year=year, fixed=count, left=left)
