"""Sealed calculators: a frozen problem in, a result with its grounds out, and a checker beside each."""
