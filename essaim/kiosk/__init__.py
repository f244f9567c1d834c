"""A screen in a hall, for whoever has neither computer nor mailbox at work."""
