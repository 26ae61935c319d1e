"""Coordinate systems → metres from the origin, y to true north."""
