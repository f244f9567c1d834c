"""Organisations, their units, sites and occupations, and the agents with their postings over time."""
