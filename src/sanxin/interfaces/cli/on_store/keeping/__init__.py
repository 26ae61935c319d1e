"""What a keeper of the house does: bring the store up to date, copy it, bring it back, look for faults."""
