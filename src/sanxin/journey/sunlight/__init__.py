"""Sunlight of a compound: from the site as surveyed, and lifts to be added, to every window's minutes."""
