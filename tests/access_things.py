"""The things that the addresses of the access policy name: real ones, so that each answer is about the role."""

from datetime import timedelta
from uuid import UUID

from essaim.agenda.models import Approval, Registration, Session
from essaim.catalogue.models import BLOCKS
from essaim.catalogue.operations import add_document, publish_topic, write_topic
from essaim.kiosk.operations import add_kiosk
from essaim.letters.emails import Draft, Wording
from essaim.letters.operations import post
from essaim.people.models import Deputy, Leave, Relay
from essaim.people.operations.imports import upload_file
from essaim.programmes.operations import create_season
from essaim.recognition.models import Certificate
from essaim.recognition.operations import new_code
from essaim.ties.models import Composition, Member, Place
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.links import tokens

DAY = timedelta(days=1)


def request_to(maya, hosted, bob):
    """Bob's request to Maya, and Maya's deputy."""
    seat = Registration.objects.create(
        session=hosted, agent=bob, state="pending", ticket=0, registered_at=NOW, changed_at=NOW
    )
    Session.objects.filter(pk=hosted.pk).update(taken=1)
    Deputy.objects.create(
        pk=1001, manager=maya, agent=AgentFactory(), starts_on=NOW.date() - DAY, ends_on=NOW.date() - DAY
    )
    return Approval.objects.create(
        registration=seat, asked_of=maya, asked_at=NOW, due_at=hosted.starts_at - DAY
    )


def real_things(hosted, bob, hugo, asked, addresses):
    """What each address of the access policy names: for an address, its arguments."""
    upload = upload_file(
        organisation=bob.organisation,
        by=bob,
        file_name="agents.csv",
        source="Matricule;Nom\n900001;Koné\n900002;\n".encode(),
        is_full=False,
        at=NOW,
    )
    topic = published_topic(hosted, author=hugo)
    season = create_season(
        programme=hosted.programme, name="Saison", starts_on=NOW.date(), ends_on=NOW.date()
    )
    composition = seated(hosted.programme, bob).pk
    numbers = {
        "import": upload.pk,
        "format": hosted.format_id,
        "season": season.pk,
        "approval": asked.pk,
        "request": asked.pk,
        "deputy_end": 1001,
        "letters:message": letter_about(hosted, bob).pk,
        "composition": composition,
        "place": composition,
        "member": composition,
        "kiosk": add_kiosk(organisation=bob.organisation, name="Hall", by=bob, at=NOW)[0].pk,
    }
    values = {
        "slug": hosted.slug,
        "code": hosted.code,
        "key": UUID(int=1),
        "ending": "csv",
        "name": "confirmed",
        "version": "0123456789abcdef0123",
        "place": 0,
        "leave": Leave.objects.create(agent=bob, starts_on=NOW.date(), ends_on=NOW.date()).pk,
        "relay": Relay.objects.create(agent=hosted.hosts.get().agent, unit=bob.unit, since=NOW).pk,
    }

    over = SessionFactory(slug="terminee", closed_at=NOW, format=hosted.format)
    papers = {
        "attendance": paper_of(over, bob, "attendance"),
        "hosting": paper_of(over, hugo, "hosting"),
    }
    values["number"] = topic.documents.get().pk
    links = tokens(approval=asked, agent=bob)

    def value(name, key):
        if key == "pk":
            return next((pk for word, pk in numbers.items() if word in name), bob.pk)
        if key == "slug" and (name.startswith("catalogue:") or "topic" in name):
            return topic.slug
        if key == "token":
            return next(token for word, token in links.items() if name.startswith(word))
        if key == "code" and name.startswith("recognition:"):
            return papers["hosting" if "prepare" in name else "attendance"].code
        if name == "recognition:session_pdf":
            return over.slug
        return values[key]

    return lambda name: {key: value(name, key) for key in addresses[name].pattern.converters}


def letter_about(session, agent):
    """One to Bob, of a kind that those who run the programme may read."""
    words = Wording("Place réservée", "Bonjour.", "Voir ma place", f"/seances/{session.slug}/")
    return post(
        agent=agent, kind="confirmed", cause=session.cause, wording=Draft(lambda: words), at=NOW, version="vu"
    )


def seated(programme, agent):
    """Tables that were composed for somebody, one each."""
    composition = Composition.objects.create(
        programme=programme, title="Essai", table_size=4, tables=1, seed=1, asked_at=NOW, state="done"
    )
    member = Member.objects.create(composition=composition, agent=agent, unit=agent.unit)
    Place.objects.create(member=member, round=1, table=1)
    return composition


def published_topic(session, *, author):
    """A topic that Hugo proposed, with a document."""
    topic = write_topic(
        programme=session.programme,
        format=session.format,
        title="Sujet",
        by=author,
        at=NOW,
        **dict.fromkeys(BLOCKS, "Écrit."),
    )
    type(topic).objects.filter(pk=topic.pk).update(author=author)
    add_document(topic=topic, name="a.pdf", content=b"%PDF-1.7", by=author, at=NOW)
    return publish_topic(topic=topic, by=None, at=NOW)


def paper_of(session, agent, kind):
    """A certificate of a session that is over, beside the one that is still to come."""
    return Certificate.objects.create(
        session=session,
        agent=agent,
        person=agent.person,
        kind=kind,
        code=new_code(),
        title=session.title,
        day=NOW.date(),
        halves=[],
        minutes=120,
        issued_at=NOW,
    )
