"""Decisions: rounds over a frozen roll, ballots that are never changed, objections that are never lost."""
