"""The condition of a compound: what is broken, and what troubles households most."""
