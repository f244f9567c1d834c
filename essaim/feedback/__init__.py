"""Questionnaires after a session, and what people answered, joined to nobody."""
