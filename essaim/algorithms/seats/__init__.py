"""Seats: who gets one when they are scarce, nobody's service being emptied, a public lottery deciding the rest.

**Problem.** Capacitated assignment with side constraints. Agents wish for sessions, best first; a session has seats.
An agent gets at most `max_per_agent` sessions, all wished for, never two of one slot; at most `unit_quota` agents of
a unit are away at one session, or in one slot when the session has one; seats in `kept` stay where they are.
Objectives, in this order, each kept while the next is sought:

1. `had_nothing`: agents served among those who had nothing last time (more is better);
2. `served`: agents served;
3. `seats`: seats granted, when an agent may get several;
4. `ranks`: sum of the ranks of the wishes granted, first wish = 1 (less is better);
5. `lottery`: in the order of the draw, each agent gets the best wishes that nothing above forbids. Its value is how
   many agents were settled in that order, its bound how many there are. What comes out is unique.

The draw: `lottery_number(seed, agent)`, between 0 and 1, the smallest goes first. Anybody who knows the published
seed can compute it again.

**How.** But for a quota of a slot that several sessions share, the problem is a flow of least cost (Ahuja, Magnanti,
Orlin, « Network Flows », 1993): one linear programme; then a certificate in whole numbers, no cycle of negative cost
being left (Bellman-Ford); then the draw on arcs without reduced cost, agent after agent, each by a search along the
cycles of a strongly connected component. With W wishes: the certificate is O(W × depth), the draw O(W²) at worst.
With shared quotas: a mixed integer programme (HiGHS), then one more for each few agents of the draw, on what can
still move; exponential at worst.
"""

from essaim.algorithms.seats.allocating import allocate_seats
from essaim.algorithms.seats.case import Allocation, Applicant, Course, lottery_number
from essaim.algorithms.seats.checking import check

__all__ = ["Allocation", "Applicant", "Course", "allocate_seats", "check", "lottery_number"]
