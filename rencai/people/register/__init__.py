"""people/register."""
