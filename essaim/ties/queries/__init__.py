"""Reading ties and compositions: one file per subject."""
