"""Pages per second of what is printed, beside bare documents of the same number of pages, made by the same tool."""

from benchmarks.pages import run

SCRIPT = """
import re, time
from datetime import datetime, timedelta, UTC
import typst
from django.core.management import call_command
from essaim.agenda.files import posters, sheets
from essaim.agenda.models import Registration, Session, Sitting
from essaim.agenda.queries import printing, room
from essaim.people.models import Agent, Organisation, Unit
from essaim.programmes.models import Format, Programme
from essaim.ui.pdf import fonts

call_command("migrate", verbosity=0)
NOW = datetime(2030, 2, 1, 9, tzinfo=UTC)
town = Organisation.objects.create(name="Essai", slug="essai")
unit = Unit.objects.create(organisation=town, name="Service")
programme = Programme.objects.create(organisation=town, name="TRUC²", slug="truc2", phone="poste 4812")
kind = Format.objects.create(programme=programme, name="Atelier", slug="atelier")
sessions = [
    Session.objects.create(
        programme=programme, format=kind, title=f"Tableaux croisés {n}", slug=f"s{n}", code=f"{n:05}", seats=300,
        starts_at=NOW + timedelta(days=1 + n), ends_at=NOW + timedelta(days=1 + n, hours=2), published_at=NOW)
    for n in range(60)]
Sitting.objects.bulk_create(
    Sitting(session=s, starts_at=s.starts_at, ends_at=s.ends_at, room="Salle des Lièvres") for s in sessions)
agents = Agent.objects.bulk_create(
    Agent(organisation=town, login=f"a{n}", first_name="Nadia", last_name=f"Benali {n}", unit=unit, password="!")
    for n in range(200))
Registration.objects.bulk_create(
    Registration(session=sessions[0], agent=agent, state="confirmed", ticket=n, registered_at=NOW, changed_at=NOW)
    for n, agent in enumerate(agents))
BARE = '#set document(title: "a")\\n#set text(lang: "fr")\\n#set page(paper: "a4")\\n'
turn = 0


def sheet():
    session = Session.objects.select_related("programme__organisation", "format").get(pk=sessions[0].pk)
    halves = room.halves_of_session(session)
    rolls = [(half, room.roll_of(session, half, halves)) for half in halves]
    return sheets.attendance_sheet(session, rolls, [], at=NOW)


def season():
    found, _season = printing.sessions_to_print(programme, at=NOW)
    return posters.season_poster(programme, found, title="Saison", at=NOW)


def bare(rows, pages):
    # a table of as many rows, cut in as many pages, from a text that holds no data
    def make():
        each = -(-rows // pages)
        lines = f" [ligne {turn}], [d’un {turn}], [tableau {turn}], " * each
        tables = [f"#table(columns: 3, table.header([a], [b], [c]),{lines})" for _page in range(pages)]
        source = (BARE + "#pagebreak()\\n".join(f"{table}\\n" for table in tables)).encode()
        return typst.compile(source, font_paths=fonts(), format="pdf", pdf_standards="ua-1", timestamp=0)
    return make


def pages_of(content):
    return len(re.findall(rb"/Type ?/Page\\b", content))


def measure(make):
    # other words each time: what is laid out twice is remembered
    global turn
    took = []
    for _turn in range(7):
        turn += 1
        Agent.objects.update(last_name=f"Benali {turn}")
        Session.objects.update(title=f"Tableaux croisés {turn}")
        start = time.process_time()
        make()
        took.append(time.process_time() - start)
    return min(took)


for name, make, rows in (("sheet of 200 names", sheet, 204), ("season of 60 sessions", season, 60)):
    pages = pages_of(make())
    floor = bare(rows, pages)
    assert pages_of(floor()) == pages
    ours, least = measure(make), measure(floor)
    print(f"{name}, {pages} pages|{pages / ours:.0f}|{pages / least:.0f}|{ours / least:.1f}")
"""


def main() -> None:
    print("| paper | pages per second of CPU | bare document | cost beside it |")
    print("|---|---|---|---|")
    for row in run(SCRIPT, "config.settings"):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
