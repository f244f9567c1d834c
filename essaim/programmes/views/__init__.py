"""Pages of the settings, one file per subject."""
