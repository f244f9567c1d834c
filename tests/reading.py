"""Read what a page answers, with plain spaces: French puts fixed and narrow ones before its signs."""


def plain(words):
    """One plain space between words."""
    return " ".join(words.replace("\u202f", " ").replace("\xa0", " ").split())


def text(response):
    """The whole page, tags and all."""
    return plain(response.content.decode())
