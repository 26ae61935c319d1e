"""A compound: its board, its stairwells, its condition, and how it comes in."""
