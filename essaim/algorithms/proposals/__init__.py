"""Proposals: which are close, which are the same, which theme could be next; a person decides."""

from essaim.algorithms.proposals.checking import check
from essaim.algorithms.proposals.index import Proposals, similar_texts
from essaim.algorithms.proposals.themes import suggest_themes, voices
from essaim.algorithms.proposals.twins import near_duplicates

__all__ = ["Proposals", "check", "near_duplicates", "similar_texts", "suggest_themes", "voices"]
