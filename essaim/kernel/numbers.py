"""Numbers as addresses and hidden fields send them."""

LONGEST = 18


def sent_number(text: str, *, otherwise: int = 0) -> int:
    """The number written in plain digits; for anything that no database could hold, 0, which no row bears."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else otherwise
