"""Pages of the kiosk, one file per subject."""
