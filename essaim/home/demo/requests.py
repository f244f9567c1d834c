"""What a manager finds to answer: exam preparation asks for an accord, and Nadia has just asked."""

from datetime import datetime, timedelta

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.home.demo.stage import Stage
from essaim.home.demo.topics import EXAMS
from essaim.programmes import operations as programmes
from essaim.programmes.models import ManagerRule

TOPIC, AGENT = "synthesis", "benali"


def leave_one_to_answer(stage: Stage, now: datetime) -> None:
    """TRUC² informs; its preparation to exams asks, from now on, and one request waits for `responsable`."""
    programme = stage.programme
    programmes.change_manager_rule(
        programme=programme,
        manager_rule=ManagerRule.INFORMED,
        approval_days=programme.approval_days,
        on_silence=programme.on_silence,
        formats={stage.formats[EXAMS].pk: ManagerRule.ASKED},
    )
    coming = Session.objects.filter(topic=stage.topics[TOPIC], starts_at__gt=now, published_at__isnull=False)
    session = coming.order_by("starts_at", "pk")[0]
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    asked_at = max(midnight, now - timedelta(minutes=20))  # no letter is older than today
    agenda.register(session=session, agent=stage.agents[AGENT], at=asked_at)
