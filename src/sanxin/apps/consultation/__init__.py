"""Consultation: visits to dwellings, and the stance each household takes, as it changes."""
