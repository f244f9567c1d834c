"""Reading for the pages that bring everything together: one file per page."""
