"""Siting: where at each stairwell a lift could stand, what stands in its way, and what would help."""
