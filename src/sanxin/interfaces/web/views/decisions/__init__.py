"""Decisions: the office runs them, the team takes ballots, households vote."""
