"""CPU of 300 certificates: issued as a session closes, then printed, beside a bare typst document of 300 pages."""

from benchmarks.pages import run

SCRIPT = """
import time
from datetime import timedelta
import typst
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from essaim.agenda.models import Attendance, Host, Presence, Session, Sitting
from essaim.people.models import Agent, Organisation
from essaim.programmes.operations import create_format, create_programme
from essaim.recognition import files, queries
from essaim.recognition.operations import bring_up_to_date

call_command("migrate", verbosity=0)
now = timezone.now()
town = Organisation.objects.create(name="Essai", slug="essai")
programme = create_programme(organisation=town, name="Essai", slug="essai", signer_name="Claire Morel")
session = Session.objects.create(
    programme=programme, format=create_format(programme=programme, name="Atelier"), title="Tableaux croisés",
    slug="tableaux", code="TCD48", starts_at=now - timedelta(days=1), ends_at=now - timedelta(hours=22),
    closed_at=now, seats=None, outcomes="transformer une liste\\nfiltrer\\nmettre à jour")
sitting = Sitting.objects.create(session=session, starts_at=session.starts_at, ends_at=session.ends_at)
agents = Agent.objects.bulk_create(
    Agent(organisation=town, login=f"a{n}", first_name="Nadia", last_name=f"Benali {n}", password="!")
    for n in range(299))
Host.objects.create(session=session, agent=Agent.objects.create(organisation=town, login="h", last_name="Haddad"))
Presence.objects.bulk_create(
    Presence(sitting=sitting, agent=a, status="present", recorded_at=now) for a in agents)
Attendance.objects.bulk_create(
    Attendance(session=session, agent=a, person=a.person, day=session.starts_at.date(), minutes=120)
    for a in agents)


def timed(name, call):
    with CaptureQueriesContext(connection) as asked:
        start = time.process_time()
        made = call()
        seconds = time.process_time() - start
    print(f"{name}|{seconds:.2f}|{len(asked)}|{len(made) if isinstance(made, bytes) else ''}")
    return seconds


def printed():
    return files.certificates_pdf(
        list(queries.certificates_of_session(session)), programme=programme, at=now)


def bare():
    page = "= Attestation de présence\\nNadia Benali a participé à la séance Tableaux croisés, 2 h.\\n"
    return typst.compile(("#pagebreak()\\n".join([page] * 300)).encode(), format="pdf")


timed("300 issued as a session closes", lambda: bring_up_to_date(session=session, at=now))
first, other = queries.certificates_of_session(session)[:2]
timed("one printed, first of a process", lambda: files.certificates_pdf([first], programme=programme, at=now))
timed("one printed", lambda: files.certificates_pdf([other], programme=programme, at=now))
timed("300 printed, one document", printed)
bare()
timed("bare typst, 300 pages of two lines", bare)
"""


def main() -> None:
    print("| what | CPU, s | queries | bytes |")
    print("|---|---|---|---|")
    for name, seconds, queries, size in run(SCRIPT, "config.settings"):
        print(f"| {name} | {seconds} | {queries} | {size} |")


if __name__ == "__main__":
    main()
