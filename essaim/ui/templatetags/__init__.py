"""Tags and filters that every template may use; they are built in, nothing to load."""
