"""The running order of a session, as its host follows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from essaim.agenda.models import Session, Step


@dataclass(frozen=True)
class RunningOrder:
    """The steps in order, and where one is at a given moment."""

    steps: list[Step]
    at: datetime

    @property
    def current(self) -> Step | None:
        """The last that began."""
        return next((step for step in reversed(self.steps) if step.began_at), None)

    @property
    def following(self) -> Step | None:
        return next((step for step in self.steps if step.position == self._position + 1), None)

    @property
    def _position(self) -> int:
        return self.current.position if self.current else 0

    @property
    def before(self) -> int:
        """Where « revenir » leads: the step before, 0 for none."""
        return self._position - 1

    @property
    def spent(self) -> int:
        """Whole minutes since the current step began, its own length at most."""
        return min(self._elapsed, self.current.minutes) if self.current else 0

    @property
    def left(self) -> int:
        return max(self.current.minutes - self._elapsed, 0) if self.current else 0

    @property
    def over(self) -> int:
        return max(self._elapsed - self.current.minutes, 0) if self.current else 0

    @property
    def _elapsed(self) -> int:
        began = self.current.began_at if self.current else None
        return int((self.at - began).total_seconds()) // 60 if began else 0

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    def lines(self, starts_at: datetime) -> list[tuple[datetime, Step, bool]]:
        """When each should begin if all goes as planned, and whether it is done."""
        planned, lines = starts_at, []
        for step in self.steps:
            lines.append((planned, step, step.position < self._position))
            planned += timedelta(minutes=step.minutes)
        return lines


def running_order_of(session: Session, *, at: datetime) -> RunningOrder:
    return RunningOrder(list(Step.objects.filter(session=session).order_by("position", "pk")), at)
