"""Season: topics that people want, hosts who can give them, rooms and slots, made into dated sessions.

**Problem.** Event timetabling. A session is a topic, a host who can lead it and is free, perhaps a novice beside,
a slot and a room with the seats and equipment it needs (none for a remote one). A host or a room has one session at a
time; hosts have a ceiling; days may be protected; two sessions of a topic are some weeks apart; a week may have a
ceiling. Sessions in `fixed` stay as they are. Objectives, in this order, each kept while the next is sought:

1. `announced`: of `previous`, announced sessions kept: one for the slot, one for the host, one for the companion;
2. `people`: people who wanted a topic and find a seat (a session more of a topic counts at least one);
3. `kept`: as the first, for previous sessions that were not announced;
4. `novices`: novices who lead at least once beside somebody;
5. `spread`: sum over weeks of the squared number of sessions (less is better: even weeks).

**How.** A mixed integer programme per level (HiGHS) on (topic, host, slot). Rooms that accept the same topics and are
free in the same slots are one class; how many sessions of a kind a class takes is in the programme, at every moment
at most as many as it has rooms. That is Hall's condition, and intervals that never overlap more than n times can be
laid on n rooms (Gilmore, Hoffman 1964), so that rooms are given afterwards without failing. With H hosts, T topics
each and S slots each: H × T × S whole columns; the time is exponential at worst.
"""

from essaim.algorithms.season.case import Host, Planned, Room, SeasonPlan, SeasonRules, Slot, Topic
from essaim.algorithms.season.checking import check
from essaim.algorithms.season.planning import plan_season

__all__ = [
    "Host",
    "Planned",
    "Room",
    "SeasonPlan",
    "SeasonRules",
    "Slot",
    "Topic",
    "check",
    "plan_season",
]
