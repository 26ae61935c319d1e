"""Households: their lists and cards, one dwelling with its people, and their own page."""
