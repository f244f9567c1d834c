"""What can be given again and again: topics."""
