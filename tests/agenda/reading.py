"""Find a page of the agenda, and read it as a person does: its words, without its tags."""

import re

from django.urls import reverse

from tests.reading import plain


def address(name, session):
    return reverse(f"agenda:{name}", args=[session.slug])


def text_of(response):
    return plain(re.sub(r"<[^>]+>", " ", response.content.decode()))
