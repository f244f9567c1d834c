"""Pages of the composer: one file per subject."""
