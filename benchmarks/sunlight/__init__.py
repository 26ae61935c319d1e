"""Sunlight beside its peers, on the same scene in the same run: ``make bench-sunlight``."""
