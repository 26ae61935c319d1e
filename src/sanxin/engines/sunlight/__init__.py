"""Sunlight: when on a standard day the sun reaches each window, in closed form, and what takes the rest."""
