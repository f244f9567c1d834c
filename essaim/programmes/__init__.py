"""Programmes (an internal school, a network), their formats, seasons, words, colours and rules."""
