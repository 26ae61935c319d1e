"""Ballots under load and under fire: how many a second, and whether one is ever lost."""
