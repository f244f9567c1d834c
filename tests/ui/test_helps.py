"""The question mark of each page, and the guides that it leads to."""

import re

import pytest
from django.urls import get_resolver, reverse
from django.utils.html import strip_tags

from essaim.kernel.management.commands.routes import addresses
from essaim.kernel.routes import methods_of
from essaim.ui import helps

NOT_PAGES = {
    # a letter as mailboxes lay it out, alone
    "letters:message_email",
    # what a monitor reads
    "kernel:healthz",
    "kernel:readyz",
    # files
    "people:agent_export",
    "people:import_rejects",
    "people:import_example",
    "programmes:theme",
    "programmes:logo",
    "agenda:session_calendar",
    "agenda:feed",
    "agenda:session_poster",
    "agenda:season_poster",
    "agenda:attendance_sheet",
    "agenda:name_cards",
    "agenda:joining_notices",
    "catalogue:document",
    "letters:formulation_mail",  # a letter, in a frame of a page
    "letters:mailbox_mail",
    "letters:mailbox_enclosure",
    "impact:export",
    "recognition:certificate_pdf",
    "recognition:record_pdf",
    "recognition:record_sheet",
    "recognition:session_pdf",
    "ties:composition_plan",
    "ties:composition_cards",
    # screens of a kiosk say all on themselves and lead nowhere else
    "kiosk:home",
    "kiosk:programme",
    "kiosk:presence",
    "kiosk:card",
    "kiosk:register",
    "kiosk:opinion",
}
ADDRESSES = {name: pattern for _path, name, pattern in addresses(get_resolver())}
PAGES = {name for name, pattern in ADDRESSES.items() if "GET" in methods_of(pattern.callback)} - NOT_PAGES
SENTENCES = [(name, str(one)) for name, found in helps.HELPS.items() for one in found.sentences]


def test_every_page_has_its_help_and_every_help_its_page():
    assert set(helps.HELPS) == PAGES


@pytest.mark.parametrize(("name", "sentence"), SENTENCES)
def test_each_sentence_is_short_and_ends(name, sentence):
    words = [word for word in sentence.split() if any(map(str.isalnum, word))]

    assert len(words) <= 16
    assert re.fullmatch(r"[A-ZÀÉÊ][^.!]*[.]|[A-ZÀÉÊ][^.!]*\?( [A-ZÀÉÊ][^.!?]*\.)?", sentence)


@pytest.mark.django_db
def test_every_way_on_leads_to_a_section_that_exists(client):
    ways = {found.way for found in helps.HELPS.values()}

    lost = [
        way.label
        for way in ways
        if f'id="{way.anchor}"' not in client.get(reverse(way.address)).content.decode()
    ]
    assert lost == []


@pytest.mark.django_db
def test_the_question_mark_opens_two_sentences_and_a_link(client, bob):
    client.force_login(bob)

    text = client.get(reverse("agenda:session_list")).content.decode()

    box = re.search(r'<details class="menu page-help">(.*?)</details>', text, re.DOTALL)[1]
    assert box.count("<p>") == 2
    assert 'href="/aide/#participer"' in box
    assert "Aide sur cette page" in strip_tags(box)


@pytest.mark.django_db
def test_each_page_has_its_own_help_though_its_frame_is_kept(client, bob):
    client.force_login(bob)
    first = client.get(reverse("agenda:session_list")).content.decode()

    second = client.get(reverse("people:leave_mine")).content.decode()

    assert "Si c’est complet, le même bouton" in first
    assert "Si c’est complet, le même bouton" not in second
    assert "La raison n’est ni demandée" in second
