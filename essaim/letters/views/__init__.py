"""Pages of letters, one file per subject."""
