"""The plan: one placement a stairwell and the measures that make room for them, at least cost."""
