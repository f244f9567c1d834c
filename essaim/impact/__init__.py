"""Figures that nobody can contradict."""
