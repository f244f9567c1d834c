"""The call: rules first, then the search, then its reasons."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from essaim.algorithms.answers import SafetyStop, Status, digest_of
from essaim.algorithms.seats.by_flow import by_flow, is_a_flow, with_kept
from essaim.algorithms.seats.by_program import by_program
from essaim.algorithms.seats.case import Allocation, Applicant, Case, Course, case_of
from essaim.algorithms.seats.conflicts import conflicts_of
from essaim.algorithms.seats.open import Open
from essaim.algorithms.seats.reasons import reasons_of, waiting_of

NOTHING: Mapping[str, int] = MappingProxyType({})


def allocate_seats(
    agents: Sequence[Applicant],
    sessions: Sequence[Course],
    *,
    max_per_agent: int = 1,
    unit_quota: int | float | None = None,
    unit_sizes: Mapping[str, int] = NOTHING,
    kept: Collection[tuple[str, str]] = (),
    seed: int,
    time_limit: float = 30.0,
) -> Allocation:
    """Share seats out; the problem, its levels and its cost are told in `essaim.algorithms.seats`.

    `unit_quota` is a number of agents (int) or a share of the unit (float, 0.5 for a half, rounded down); a unit has
    `unit_sizes[unit]` agents, or else those among `agents`. `kept` holds seats already given (agent, session), wished
    for or not. `time_limit` is in seconds: the budget of the search follows from it. Wishes told twice count once.

    Contradictions (kept seats beyond a session's seats, in one slot, beyond a quota; unknown names) give the status
    `infeasible`, nothing granted, and `conflicts`. Explanations: one `lottery` per agent, then one fact per wish
    refused: `slot_taken`, `better_granted`, `quota_reached`, `full`, or `not_settled` when the search ended early.
    """
    stop = SafetyStop(0.95 * time_limit, grace=0.25)  # what is left writes the reasons
    case = case_of(
        agents,
        sessions,
        max_per_agent=max_per_agent,
        unit_quota=unit_quota,
        unit_sizes=unit_sizes,
        kept=kept,
        seed=seed,
    )
    digest = _digest(case)
    if conflicts := conflicts_of(case):
        return Allocation(
            status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts, granted={}, waiting={}
        )
    return _allocate(case, digest=digest, stop=stop, seconds=time_limit)


def _allocate(case: Case, *, digest: str, stop: SafetyStop, seconds: float) -> Allocation:
    opened = Open(case)
    flows = is_a_flow(opened)
    found = by_flow(opened, stop=stop) if flows else by_program(opened, stop=stop, seconds=seconds)
    granted = with_kept(opened, found.seats)
    waiting = waiting_of(case, granted)
    return Allocation(
        status=Status.OPTIMAL if all(level.is_proven for level in found.levels) else Status.FEASIBLE,
        seed=case.seed,
        digest=digest,
        levels=found.levels,
        explanations=reasons_of(case, granted, waiting),
        is_cut=found.is_cut,
        granted=granted,
        waiting=waiting,
    )


def _digest(case: Case) -> str:
    agents = sorted(case.agents, key=lambda agent: agent.id)
    sizes = dict(case.unit_sizes)
    return digest_of(agents, case.courses, case.most, case.unit_quota, sizes, case.kept, case.seed)
