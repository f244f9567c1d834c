"""Pages of questionnaires, one file per subject."""
