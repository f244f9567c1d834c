"""Pages of topics, one file per person they are for."""
