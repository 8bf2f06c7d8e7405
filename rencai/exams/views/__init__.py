"""Pages of the examinations."""
