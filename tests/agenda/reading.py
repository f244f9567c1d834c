"""Read a page as a person does: its words, without its tags."""

import re


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.replace("\u202f", " ").replace("\xa0", " ").split())
