"""Calculations that need no database: frozen dataclasses in, frozen dataclasses out, the seed an argument."""
