"""Find a page of the agenda, and read it as a person does: its words, without its tags."""

import re

from django.urls import reverse


def address(name, session):
    return reverse(f"agenda:{name}", args=[session.slug])


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.replace("\u202f", " ").replace("\xa0", " ").split())
