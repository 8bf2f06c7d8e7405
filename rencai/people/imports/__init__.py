"""people/imports."""
