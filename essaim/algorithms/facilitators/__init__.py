"""Facilitators: who helps which service, on which day, so that as many days as possible are served, fairly.

**Problem.** Generalised assignment with load balance. A request has days, a number of facilitators that each day
needs, and skills that its team holds together; `choose` of its days are enough, when it offers several. A facilitator
leads one request a day, on days they are free, never for their own unit, and no more days a year than their quota.
Objectives, in this order, each kept while the next is sought:

1. `days`: days served, with a complete team (more is better);
2. `balance`: sum over facilitators and years of the squared number of days, those already led too (less is better);
3. `alone`: days served by a team without a senior (less is better);
4. `mixed`: days on which a junior leads beside a senior (more is better).

**How.** A mixed integer programme per level (HiGHS), the load being split in days that cost 1, 3, 5, ... each, so
that their sum is the square. With R days asked and F facilitators: up to R × F whole columns; the time is exponential
at worst. Among equal answers the seed decides, by the order in which requests and facilitators are written.
"""

from essaim.algorithms.facilitators.case import Facilitator, Request, Staffing, StaffingRules
from essaim.algorithms.facilitators.checking import check
from essaim.algorithms.facilitators.matching import match_facilitators

__all__ = ["Facilitator", "Request", "Staffing", "StaffingRules", "check", "match_facilitators"]
