"""The floor: the least that a Django page can cost here."""
